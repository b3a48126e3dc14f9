from rodedraad.pseudonymise.evaluate import Labelled, evaluate

KEVIN = Labelled("a", "Kevin Bos belde.", ((0, 9, "persoon"),))


def test_an_entity_is_found_when_all_its_letters_are_replaced():
    assert evaluate([KEVIN], {"a": [(0, 9)]}).recall["persoon"].share == 1.0
    assert evaluate([KEVIN], {"a": [(0, 5), (6, 9)]}).recall["persoon"].share == 1.0  # the space between may stay


def test_half_a_name_is_a_leak():
    result = evaluate([KEVIN], {"a": [(0, 5)]})
    assert result.recall["persoon"].share == 0.0
    assert result.missed == {"a": ("persoon:Kevin Bos",)}
    assert result.precision.share == 1.0


def test_what_touches_no_entity_was_replaced_for_nothing():
    result = evaluate([KEVIN], {"a": [(0, 9), (10, 15)]})
    assert result.needless == {"a": ("belde",)}
    assert (result.precision.right, result.precision.total) == (1, 2)


def test_nothing_to_find_and_nothing_found():
    result = evaluate([], {})
    assert result.recall == {}
    assert result.precision.share == 1.0
    assert result.recall_of(["persoon"]).share == 1.0
