"""What is the same word: folding, tokens, Han variants, the glossary, and other endings.

Knows neither index nor query syntax; both are built on it.
"""
