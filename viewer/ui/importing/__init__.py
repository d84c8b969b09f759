"""The import dialog, drag and drop, and running an import while the reader reads on.

Knows no format; it drives an ``ImportSession``.
"""
