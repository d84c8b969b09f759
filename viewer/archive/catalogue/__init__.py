"""The catalogue: an SQLite cache of every article's title, HTML tree and text, and its updates.

Knows nothing of imports or of the reader's own data; deleting the file loses nothing.
"""
