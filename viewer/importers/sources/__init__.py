"""Reads untrusted files for the formats: encodings, zips, XML, picture headers, with hard limits.

Knows no format and nothing of newsletters.
"""
