"""Fits imported drafts into the library: publication, numbers, folders, series, conflicts.

Takes drafts and writes to a staging folder; knows nothing of the formats they came from.
"""
