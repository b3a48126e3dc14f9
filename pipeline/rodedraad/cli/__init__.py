"""The command line: one thin file a command; the work is a plain function elsewhere. Heavy libraries never load here."""
