"""Journeys may go through the small library of the search tests, and an article of their own."""

from tests.ui.conftest import reader, show, small_issues

__all__ = ["reader", "show", "small_issues"]
