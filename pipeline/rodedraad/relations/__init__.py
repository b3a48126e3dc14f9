"""Between whom it happened: handing over, tuning and reporting in a passage, as pairs of types."""
