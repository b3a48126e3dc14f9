"""Labelled passages: what people (or programs) say a passage is about, read, checked and compared."""
