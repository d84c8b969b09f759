"""Finds dates, issue numbers, languages and publication names in what sources say of themselves.

Shared by several formats; knows none of them.
"""
