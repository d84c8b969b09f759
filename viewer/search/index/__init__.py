"""The full-text index on disk: segments, postings, stored fields, and keeping them up to date.

The one place that writes with Whoosh; knows nothing of queries.
"""
