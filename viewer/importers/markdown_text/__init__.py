"""Rewrites Markdown text: headings, links, and the dialects of GitHub and site generators.

Shared by several formats; works on text alone and knows no files.
"""
