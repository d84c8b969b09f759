"""Wordpress."""
