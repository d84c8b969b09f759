"""TAKING AWAY: a publication as a folder of clean Markdown, or as one file to hand on."""

from __future__ import annotations
