from hypothesis import given
from hypothesis import strategies as st

from rodedraad.text.folding import flatten, fold, fold_word


def test_accents_case_quotes_and_hyphens():
    assert fold("ZORGCOÖRDINATOR’s – één") == "zorgcoordinator's - een"
    assert flatten("a\n\tb\u00a0“c”") == 'a  b "c"'
    assert fold_word("Andre\u0301") == "andre"


@given(st.text())
def test_the_length_never_changes(text):
    assert len(fold(text)) == len(flatten(text)) == len(text)
