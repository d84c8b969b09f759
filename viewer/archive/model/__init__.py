"""The frozen values that all rooms share: addresses, issues, articles, drafts and problems.

Plain Python; knows no file, no database and no other package of the program.
"""
