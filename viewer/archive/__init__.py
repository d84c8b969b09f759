"""What there is: publications, issues and articles, read from Markdown and kept in a catalogue.

Knows nothing of searching, importers, exporters or Qt.
"""
