"""Agreement, against figures worked out by hand."""

import pytest

from review.said import decision
from rodedraad.review import store
from rodedraad.review.agreement import differences, figures, light_kappa


def judged(reviewer, answers, **more):
    """Decisions about one item on passages p0, p1, …: y (accept), n (reject) or . (none)."""
    words = {"y": "accept", "n": "reject"}
    return [
        decision(n + 1, reviewer=reviewer, kind="mapping", action=words[a], passage=f"p{n}", **more)
        for n, a in enumerate(answers)
        if a != "."
    ]


def rows(*decisions):
    return store.table(decisions).rows(named=True)


def test_alpha_and_kappa_of_two_reviewers():
    """Ten passages, eight the same: 4 × yes/yes, 4 × no/no, 1 × yes/no, 1 × no/yes.

    Kappa: (0.8 − 0.5) / (1 − 0.5) = 0.6. Alpha: 1 − (n − 1) · 4 / (2 · 10 · 10) with n = 20 and 4 = the disagreements in both orders.
    """
    (one,) = figures(rows(*judged("mk", "yyyynnnnyn"), *judged("pj", "yyyynnnnny")))
    assert (one.subject, one.n, one.same) == (("mapping", "lens", "i1"), 10, 8)
    assert one.kappa == pytest.approx(0.6)
    assert one.alpha == pytest.approx(1 - 19 * 4 / 200)


def test_blind_judgements_are_counted_apart_and_single_ones_not():
    found = rows(*judged("mk", "yyn"), *judged("pj", "yn", blind=True), *judged("ab", "nn", blind=True))
    assert figures(found)[0].n == 2
    (blind,) = figures(found, blind=True)
    assert (blind.n, blind.same) == (2, 1)


def test_where_nothing_varies_there_is_no_figure():
    (one,) = figures(rows(*judged("mk", "yy"), *judged("pj", "yy")))
    assert (one.alpha, one.kappa, one.same) == (None, None, 2)


def test_kappa_of_three_is_the_mean_over_pairs():
    units = [{"a": "y", "b": "y", "c": "n"}, {"a": "n", "b": "n", "c": "n"}, {"a": "y", "b": "y"}, {"a": "n", "b": "n"}]
    pair = (0.5 - 0.5) / (1 - 0.5)  # a and c: one of two the same; chance (½·0 + ½·1)
    assert light_kappa(units) == pytest.approx((1.0 * 4 + pair * 2 + pair * 2) / 8)


def test_differences_name_who_said_what():
    fits, elsewhere = decision(1), decision(1, reviewer="pj", action="move", value="a2")
    found = differences(rows(fits, elsewhere, decision(2, passage="p2"), decision(2, reviewer="pj", passage="p2")))
    assert [(one.question[1], dict(one.answers)) for one in found] == [("p1", {"mk": "a1", "pj": "a2"})]
