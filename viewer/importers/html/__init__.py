"""Converts any author's HTML to the Markdown of our issues, within limits of size and depth.

Shared by the formats that hold HTML; knows none of them.
"""
