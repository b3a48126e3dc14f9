from relations.sentences import reader
from rodedraad.relations.clauses import by_order, by_parse
from rodedraad.relations.words import COLUMNS, of_passage
from rodedraad.syntax import stage


def clauses(text, name):
    rows = stage.words([("p", text)], reader(name)).select(COLUMNS).rows()
    read = of_passage(text, rows)
    found = (by_parse if name == "nl-syntax" else by_order)(read, text)
    return [{read[i].form for i in found.words(clause)} for clause in dict.fromkeys(found.of)]


def test_a_subordinate_clause_is_one_of_its_own():
    first, second = clauses("De school zweeg omdat de voogd niet belde.", "nl-syntax")
    assert first == {"de", "school", "zweeg"}
    assert second == {"omdat", "de", "voogd", "niet", "belde"}


def test_a_name_that_the_parse_cuts_off_stays_in_its_sentence():
    assert len(clauses("Veilig Thuis droeg de zaak over aan de Raad.", "nl-syntax")) == 1


def test_without_a_parse_punctuation_ends_a_clause():
    assert clauses("De school zweeg, maar moeder belde. Later niet.", "rules") == [
        {"de", "school", "zweeg"},
        {"maar", "moeder", "belde"},
        {"later", "niet"},
    ]


def test_a_circle_in_damaged_rows_does_no_harm():
    read = of_passage("a b", [(0, 1, "NOUN", 2, "obj"), (2, 3, "NOUN", 0, "obj")])
    assert len(by_parse(read, "a b").of) == 2
