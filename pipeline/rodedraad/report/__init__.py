"""The report: tables of a finished run in, a folder of HTML pages out that opens from disk, without network."""
