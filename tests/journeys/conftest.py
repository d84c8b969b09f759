"""Journeys may go through the small library of the search tests."""

from tests.ui.conftest import reader, small_issues

__all__ = ["reader", "small_issues"]
