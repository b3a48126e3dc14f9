"""The files of a run: nothing that was said is lost, and nobody writes in another's file."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from review.said import decision
from rodedraad.errors import EnvironmentFault
from rodedraad.review import store
from rodedraad.schema import TABLES


@pytest.fixture
def run(tmp_path):
    (tmp_path / "run" / "private").mkdir(parents=True)
    return tmp_path / "run"


def test_files_are_the_union_of_what_came(run):
    first, second, third = decision(1), decision(2, action="fits_not"), decision(1, reviewer="pj")
    assert store.add(run, [first, third]).new == (first, third)
    again = store.add(run, [second, first])
    assert (again.new, again.known) == ((second,), 1)
    assert sorted(p.name for p in (run / "decisions").iterdir()) == ["mk.jsonl", "pj.jsonl"]
    assert store.load(run) == ([first, second, third], [])


def test_the_same_number_for_another_decision_loses_neither(run):
    """One reviewer on two computers, each counting from 1."""
    one, other = decision(1), decision(1, action="memo", value="elders")
    store.add(run, [one])
    store.add(run, [other])
    assert sorted(d.action for d in store.load(run)[0]) == ["fits", "memo"]


def test_a_damaged_file_is_never_written_over(run):
    store.add(run, [decision(1)])
    place = run / "decisions" / "mk.jsonl"
    place.write_bytes(place.read_bytes() + b"half")
    before = place.read_bytes()
    with pytest.raises(EnvironmentFault):
        store.add(run, [decision(2)])
    assert place.read_bytes() == before
    found, faults = store.load(run)
    assert (len(found), [f.code for f in faults]) == (1, ["review_cut_off"])


def test_many_at_once_lose_nothing(run):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.add(run, [decision(n, reviewer=("mk", "pj")[n % 2])]), range(1, 25)))
    assert len(store.load(run)[0]) == 24


def test_capitals_make_no_other_file(run):
    store.add(run, [decision(1), decision(1, reviewer="MK", id="MK-1")])
    assert [p.name for p in (run / "decisions").iterdir()] == ["mk.jsonl"]
    assert len(store.load(run)[0]) == 2


def test_the_table_holds_what_was_said():
    made = store.table([decision(1), decision(2, action="memo", value="x")])
    assert made.schema == TABLES["reviews"].schema
    assert made["id"].sort().to_list() == ["mk-1", "mk-2"]
