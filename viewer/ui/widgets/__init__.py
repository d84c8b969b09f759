"""Small widgets and helpers without a subject of their own, used by every panel.

Know nothing of articles, publications or search.
"""
