"""Passages against learning frameworks: every framework (a lens) is one TOML file, nothing in code knows what it says."""
