"""The engine room: plan, fingerprints, cache, journal, manifest, progress. It knows no stage by name."""
