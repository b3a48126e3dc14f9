"""Vectors to archetypes: patterns that recur across documents."""
