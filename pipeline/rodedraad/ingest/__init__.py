"""Files in, raw documents and blocks out: every format, one shape."""
