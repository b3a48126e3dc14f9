"""Cuts pseudonymised paragraphs into passages, says what each does, and folds those that say nearly the same."""
