import pytest

from relations.sentences import pairs, relations
from rodedraad.relations.roles import _TIME

FOUND = [
    ("De huisarts heeft de crisisdienst gebeld.", ["huisarts > ggz melding"]),
    ("Het wijkteam droeg het gezin over aan de jeugdbescherming.", ["wijkteam > gecertificeerde_instelling overdracht"]),
    ("Het gezin is door het wijkteam overgedragen aan de jeugdbescherming.", ["wijkteam > gecertificeerde_instelling overdracht"]),
    ("De politie werd niet geïnformeerd door de ggz.", ["ggz > politie melding"]),
    ("De gezinsvoogd kreeg van de school geen bericht.", ["school > gecertificeerde_instelling melding"]),
    ("Bij de overdracht van het ziekenhuis aan de wijkverpleging is de zuurstof vergeten.", ["ziekenhuis > wijkverpleging overdracht"]),
    ("De kinderarts nam de behandeling over van de huisarts.", ["huisarts > ziekenhuis overdracht"]),
    ("Het overleg tussen de school en het wijkteam kwam niet van de grond.", ["school = wijkteam afstemming"]),
    ("De wijkagent heeft met de huismeester overlegd.", ["politie = woningcorporatie afstemming"]),
    ("De verpleegkundige van de SEH vergat de huisarts te bellen.", ["ziekenhuis > huisarts melding"]),
    ("[PERSOON-1] van het wijkteam belde de school.", ["wijkteam > school melding"]),
    ("[JEUGDHULPAANBIEDER-1] heeft de GI niet ingelicht.", ["jeugdhulpaanbieder > gecertificeerde_instelling melding"]),
    ("De politie trof drie kinderen aan en informeerde Veilig Thuis.", ["politie > veilig_thuis melding"]),
    ("De melding van de buren bereikte de woningcorporatie niet.", ["netwerk_informeel > woningcorporatie melding"]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_who_did_it_to_whom(text, expected):
    assert pairs(text) == expected


def test_three_at_one_table_are_three_pairs():
    assert pairs("Er was geen overleg tussen de huisarts, het ziekenhuis en de thuiszorg.") == [
        "huisarts = ziekenhuis afstemming",
        "huisarts = wijkverpleging afstemming",
        "ziekenhuis = wijkverpleging afstemming",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "De huisarts zag de patiënt op dinsdag, de wijkverpleegkundige op donderdag.",  # named together is no contact
        "[PERSOON-1] droeg de dienst over aan [PERSOON-2].",  # nobody with a type
        "De huisarts belde hem.",  # a pronoun is nobody we can name
        "De huisarts belde de huisarts terug.",  # the same word is the same party
        "De inspectie sprak met de gezinsvoogd en de school.",  # an inquiry's conversations are no tuning
        "De overdrachtsmap van de school lag bij de politie.",
        "De huisarts, dokter [PERSOON-1], heeft verwijzingen geschreven.",  # one party by two words
        "",
    ],
)
def test_no_pair(text):
    assert pairs(text) == []


def test_without_a_parse_the_order_of_words_is_used_and_said():
    found = relations(["De politie heeft de school gewaarschuwd."], "rules").row(0, named=True)
    assert (found["from_type"], found["to_type"], found["method"]) == ("politie", "school", "order")
    assert relations(["De politie heeft de school gewaarschuwd."])["method"].to_list() == ["parse"]


@pytest.mark.parametrize("form", ["zaterdag", "zaterdagavond", "schooljaar", "week", "zomermaand", "kwartuur", "keer", "kerstnacht"])
def test_a_time_is_no_subject(form):
    assert _TIME.fullmatch(form)


@pytest.mark.parametrize("form", ["schoolbestuur", "verkeer", "ommekeer", "cultuur", "dagbesteding", "jaarverslag"])
def test_what_only_sounds_like_a_time_is_one(form):
    assert not _TIME.fullmatch(form)


def test_the_parse_tells_a_subject_from_what_stands_in_another_clause():
    text = "De huisarts schreef niets op toen de thuiszorg de dochter belde."
    assert pairs(text) == ["wijkverpleging > netwerk_informeel melding"]
