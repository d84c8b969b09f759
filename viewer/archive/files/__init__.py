"""The files of a library: where they lie, and reading and writing them without trusting them.

Knows the head of an issue and ``publication.yaml``, but no Markdown and no catalogue.
"""
