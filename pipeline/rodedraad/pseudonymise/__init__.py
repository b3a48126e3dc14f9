"""Takes names and identifiers out of a document, before anything else sees it, and remembers where they stood."""
