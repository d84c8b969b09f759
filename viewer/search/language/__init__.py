"""Which spellings are the same word: folding, tokens, Han variants, glossary, word endings.

Knows neither index nor query syntax; both are built on it.
"""
