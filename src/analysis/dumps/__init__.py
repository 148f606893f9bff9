"""Readers of sources: text in, entries and problems out."""
