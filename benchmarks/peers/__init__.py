"""Runners for other tools, and the labelled sets that all are measured on."""
