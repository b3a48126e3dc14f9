"""What every stage may know about Dutch text: normalisation, offsets, abbreviations, word lists, gazetteer."""
