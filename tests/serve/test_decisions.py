"""Decisions sent in: saved at once, for good, by whoever and however many at a time; what is no decision changes nothing."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest

from rodedraad.serve.desk import MOST_BYTES
from serve.conftest import Visitor, decision

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from serve.conftest import Server

FIRST = 1_790_000_000_000  # the browser numbers by its clock


def kept(run: Path, reviewer: str = "mk") -> list[dict[str, object]]:
    """Return what lies in the file of a reviewer."""
    path = run / "decisions" / f"{reviewer}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def test_a_decision_is_in_the_run_folder_at_once_and_is_told_to_every_browser(server: Server):
    mine, other = server.visitor(), server.visitor()
    answer = mine.send(decision(server.run, action="memo", value="Klopt dit wel? é 🌪️"))
    assert answer.json == {"saved": [f"mk-{FIRST}"], "refused": []}
    assert [one["value"] for one in kept(server.run)] == ["Klopt dit wel? é 🌪️"]
    told = other.ask("/decisions").json
    assert [one["id"] for one in told["decisions"]] == [f"mk-{FIRST}"]
    assert told["report"] == decision(server.run)["report"]


def test_sending_the_same_again_changes_nothing(server: Server):
    """The answer was lost, so the page tries again."""
    visitor = server.visitor()
    for _ in range(3):
        assert visitor.send(decision(server.run), decision(server.run)).json["saved"] == [f"mk-{FIRST}"] * 2
    assert len(kept(server.run)) == 1


def test_each_reviewer_has_a_file_and_nobody_writes_in_that_of_another(server: Server):
    visitor = server.visitor()
    visitor.send(decision(server.run, reviewer="mk"), decision(server.run, reviewer="jd", id=f"jd-{FIRST}"))
    before = (server.run / "decisions" / "jd.jsonl").read_bytes()
    visitor.send(decision(server.run, reviewer="mk", id=f"mk-{FIRST + 1}"))
    assert (server.run / "decisions" / "jd.jsonl").read_bytes() == before
    assert len(kept(server.run)) == 2


def test_two_who_use_one_name_and_one_number_both_stay(server: Server):
    """Two browsers of one reviewer, numbering alike: neither takes the place of the other."""
    one, other = server.visitor(), server.visitor()
    one.send(decision(server.run, action="fits"))
    other.send(decision(server.run, action="fits_not"))
    assert {line["action"] for line in kept(server.run)} == {"fits", "fits_not"}


@pytest.mark.parametrize("n_servers", [1, 2])
def test_many_at_once_lose_nothing(serving: Callable[..., Server], run: Path, n_servers: int):
    """Four browsers, two reviewers, also over two servers on the same folder."""
    servers = [serving() for _ in range(n_servers)]
    visitors = [servers[i % n_servers].visitor() for i in range(4)]
    failed: list[object] = []

    def judge(visitor: Visitor, who: int) -> None:
        reviewer = ("mk", "jd")[who % 2]
        for n in range(15):
            name = f"{reviewer}-{FIRST + 100 * who + n}"
            answer = visitor.send(decision(run, id=name, reviewer=reviewer, passage=f"p{who}{n}"))
            if answer.status != 200 or answer.json["saved"] != [name]:
                failed.append(answer)

    threads = [threading.Thread(target=judge, args=(visitor, who)) for who, visitor in enumerate(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failed == []
    assert [len({one["id"] for one in kept(run, reviewer)}) for reviewer in ("mk", "jd")] == [30, 30]
    assert len(visitors[0].ask("/decisions").json["decisions"]) == 60


def test_what_is_no_decision_is_named_and_the_rest_is_saved(server: Server):
    good = decision(server.run, id=f"mk-{FIRST + 9}")
    bad = [
        decision(server.run, format=2),
        decision(server.run, action="verwijder alles"),
        decision(server.run, reviewer="../../mk", id="../../mk-1"),
        decision(server.run, reviewer="con", id="con-1"),
        decision(server.run, id="jd-1"),
        decision(server.run, anchor={"document": "../../etc/passwd", "start": -1, "end": 0, "text_hash": "x"}),
        decision(server.run, time="gisteren"),
        decision(server.run, onbekend="x" * 1_000),
        "geen json",
        "[]",
        '"</script><script>alert(1)</script>"',
        "\x00\x01",
        '{"format": 1',
        "[" * 100_000,
        '{"format": 1e999}',
    ]
    answer = server.visitor().send(*bad[:8], good, *bad[8:])
    assert answer.json["saved"] == [good["id"]]
    assert len(answer.json["refused"]) == len(bad)
    assert {refusal["reason"] for refusal in answer.json["refused"]} == {"Deze regel is niet als beslissing te lezen."}
    assert [path.name for path in (server.run / "decisions").iterdir()] == ["mk.jsonl"]
    assert [one["id"] for one in kept(server.run)] == [good["id"]]


def test_a_decision_about_another_report_is_refused(server: Server):
    answer = server.visitor().send(decision(server.run, report="0123456789ab"))
    assert answer.json == {"saved": [], "refused": [{"id": f"mk-{FIRST}", "reason": "Deze beslissing hoort bij een ander rapport."}]}
    assert kept(server.run) == []


def test_hostile_text_stays_text(server: Server):
    visitor = server.visitor()
    visitor.send(decision(server.run, action="memo", value="</script><img src=x onerror=alert(1)> \u202eomgekeerd \x00 =1+1"))
    answer = visitor.ask("/decisions")
    assert answer.headers["content-type"] == "application/json"
    assert "\u202e" not in answer.json["decisions"][0]["value"]
    assert "<img src=x onerror=alert(1)>" in answer.json["decisions"][0]["value"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", None]
)
def test_a_form_is_not_taken_for_decisions(server: Server, kind: str | None):
    assert server.visitor().send(decision(server.run), Content_Type=kind).status == 415
    assert kept(server.run) == []


def test_too_much_at_once_is_refused(server: Server):
    visitor = server.visitor()
    assert visitor.ask("/decisions", "POST", b" " * (MOST_BYTES + 1)).status == 413
    assert visitor.send(decision(server.run)).status == 200


def test_a_disk_that_refuses_is_said_and_nothing_half_is_left(server: Server):
    visitor = server.visitor()
    visitor.send(decision(server.run))
    before = (server.run / "decisions" / "mk.jsonl").read_bytes()
    (server.run / "decisions" / "mk.jsonl.part").mkdir()  # in the way of the file that is written aside
    answer = visitor.send(decision(server.run, id=f"mk-{FIRST + 1}"))
    assert answer.status == 507
    assert answer.json["error"]
    assert str(server.run) not in answer.text
    assert (server.run / "decisions" / "mk.jsonl").read_bytes() == before
    (server.run / "decisions" / "mk.jsonl.part").rmdir()
    assert visitor.send(decision(server.run, id=f"mk-{FIRST + 1}")).status == 200
    assert len(kept(server.run)) == 2
    told = server.stop()[1]
    assert len(told.splitlines()) == 1
    assert "Traceback" not in told


def test_a_file_that_is_damaged_is_not_written_over(server: Server):
    visitor = server.visitor()
    visitor.send(decision(server.run))
    path = server.run / "decisions" / "mk.jsonl"
    path.write_bytes(path.read_bytes() + b'{"format": 1, "id": "mk-2", "rep')
    damaged = path.read_bytes()
    assert visitor.send(decision(server.run, id=f"mk-{FIRST + 1}")).status == 507
    assert path.read_bytes() == damaged
    assert visitor.ask("/decisions").json["unread"] == 1
