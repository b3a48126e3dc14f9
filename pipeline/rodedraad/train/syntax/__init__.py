"""The language pipeline trained with spaCy: CoNLL-U files in, a folder that `spacy.load` reads out."""
