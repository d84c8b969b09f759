"""Takes a publication out as a Markdown folder or a pack, an article as text, Markdown or HTML.

Knows nothing of the window; the same content always gives the same bytes.
"""

from __future__ import annotations
