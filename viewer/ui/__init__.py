"""Showing it: everything that touches Qt."""
