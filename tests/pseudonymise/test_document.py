"""Whole documents: one surrogate a person, bare mentions, offsets."""

from hypothesis import given
from hypothesis import strategies as st

from rodedraad.config import Pseudonymise
from rodedraad.pseudonymise.detect import word_lists
from rodedraad.pseudonymise.document import pseudonymise


def new(*texts: str, **settings: object) -> list[str]:
    config = Pseudonymise(names="rules", **settings)  # type: ignore[arg-type]
    return [result.text for result in pseudonymise(texts, word_lists("rules", config.keep), config)]


def test_the_same_person_keeps_the_same_surrogate():
    assert new("Mevrouw Anna de Vries belde.", "Later sprak De Vries met Kevin. Anna huilde.") == [
        "Mevrouw [PERSOON-1] belde.",
        "Later sprak [PERSOON-1] met [PERSOON-2]. [PERSOON-1] huilde.",
    ]


def test_a_bare_name_is_found_before_and_after_it_is_introduced():
    assert new("1. Xhevahires verhaal", "Cliënt Xhevahire Krasniqi viel.", "De fiets van Krasniqi is weg; KRASNIQI stond op het bord.") == [
        "1. [PERSOON-1]s verhaal",
        "Cliënt [PERSOON-1] viel.",
        "De fiets van [PERSOON-1] is weg; [PERSOON-1] stond op het bord.",
    ]


def test_a_name_that_is_a_word_hides_the_name_only():
    assert new("De heer Wit droeg een wit overhemd. Wit is een kleur.") == ["De heer [PERSOON-1] droeg een wit overhemd. Wit is een kleur."]
    assert new("Dr. Crohn zag de ziekte van Crohn.") == ["Dr. [PERSOON-1] zag de ziekte van Crohn."]


def test_a_name_over_two_lines():
    assert new("Op de gang stond Kees\nvan Dam.") == ["Op de gang stond [PERSOON-1]."]


def test_an_institution_is_named_by_its_type_throughout():
    assert new("Kinderdagverblijf Het Speelschip belde.", "De leidster van Het Speelschip kwam.") == [
        "Kinderdagverblijf [KINDEROPVANG-1] belde.",
        "De leidster van [KINDEROPVANG-1] kwam.",
    ]


def test_a_town_is_no_person_elsewhere():
    assert new("Zij woont in Meerwoude.", "Volgens Meerwoude was dat genoeg.") == [
        "Zij woont in [PLAATS-1].",
        "Volgens [PLAATS-1] was dat genoeg.",
    ]


def test_an_alias_is_followed():
    assert new("Cliënt Anna de Vries (hierna: A.) viel. A. huilde.") == [
        "Cliënt [PERSOON-1] (hierna: [PERSOON-1]) viel. [PERSOON-1] huilde."
    ]


def test_settings():
    text = "Op 3 mei 2023 om 14.30 uur belde Kevin naar Stichting De Haven over Tornado."
    assert new(text) == ["Op [DATUM 2023] om [TIJD] belde [PERSOON-1] naar [ORGANISATIE-1] over [PERSOON-2]."]
    assert new(text, dates="remove", times=False, organisations="keep", keep=["Tornado"]) == [
        "Op [DATUM] om 14.30 uur belde [PERSOON-1] naar Stichting De Haven over Tornado."
    ]
    assert new("Het project blauwe vink liep.", extra_names=["blauwe vink"]) == ["Het project [PERSOON-1] liep."]


def test_identifiers():
    assert new(
        "BSN 111222333, 06-12345678, j@voorbeeld.nl, NL91ABNA0417164300, 9712 AB, Dorpsstraat 12, dossier 23/1187, "
        "12-ABC-3, www.voorbeeld.nl"
    ) == ["BSN [BSN], [TELEFOON], [E-MAIL], [IBAN], [POSTCODE], [ADRES-1], dossier [ZAAKNUMMER-1], [KENTEKEN], [URL]"]


@given(
    st.lists(
        st.sampled_from(
            ["Kevin ", "de heer Wit ", "3 mei 2023 ", "een bos ", "06-12345678 ", "'t Zand 21 ", "\n", "ß", "İ", "\u0301", "De "]
        ),
        max_size=20,
    )
)
def test_what_was_replaced_can_be_put_back(parts):
    """Every replacement knows what stood there: putting it back gives the raw text, whatever the text."""
    raw = "".join(parts)
    (result,) = pseudonymise([raw], word_lists("rules"), Pseudonymise(names="rules"))
    back = result.text
    for done in reversed(result.replacements):
        assert back[done.new_start : done.new_end] == done.surrogate
        assert raw[done.span.start : done.span.end] == done.text
        back = back[: done.new_start] + done.text + back[done.new_end :]
    assert back == raw
