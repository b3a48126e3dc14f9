"""Words with lemma and tag, by the configured language pipeline."""
