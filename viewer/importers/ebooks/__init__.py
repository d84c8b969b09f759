"""Ebooks."""
