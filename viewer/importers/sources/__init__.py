"""Reads untrusted files for the formats: encodings, MIME, zips, XML, pictures, in hard limits.

Knows no format and nothing of newsletters.
"""
