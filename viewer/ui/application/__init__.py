"""Builds the long-lived objects of one run and joins them: library, search, window, updates.

The top of the program; no other package of ``ui`` imports it.
"""
