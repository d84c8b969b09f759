"""Markdown text."""
