"""Passages to vectors: LSA fitted on the corpus, sentence-transformers, static models."""
