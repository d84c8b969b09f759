"""The command line: arguments, commands and what they print.

Imports nothing of Qt until a command needs a window.
"""
