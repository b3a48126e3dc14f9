"""One module a format: ``extract(data, name, config) -> list[Extracted]``. None reads a file or knows another."""
