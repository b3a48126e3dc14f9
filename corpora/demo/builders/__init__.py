"""Makes the files of the demo corpus from its text sources: one module a format."""
