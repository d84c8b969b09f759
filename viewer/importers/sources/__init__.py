"""Reads untrusted files for the formats, within limits: encodings, MIME, zips, XML, pictures.

Knows no format and nothing of newsletters.
"""
