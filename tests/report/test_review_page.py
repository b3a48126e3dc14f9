"""Judging in a real Chromium, opened from disk: a whole session, storage that refuses, blind judging, the keyboard alone."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from report.browsing import CHROMIUM
from report.judging import STORED, archetype, counter, exported, named, page, review
from rodedraad.review.model import Decision

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")
REFUSES = "Storage.prototype.setItem = function () { throw new DOMException('no', 'QuotaExceededError'); };"
__all__ = ["page"]  # a fixture, used by its name


@pytest.mark.requirement(19, 20, 21, 22, 23)
def test_a_whole_session_from_the_first_judgement_to_a_file_that_the_contract_knows(site: Path, page: Page, tmp_path: Path):
    page.goto(archetype(site))
    page.click(".judge-open >> nth=0")
    page.click(".judge-panel [data-key=p]")  # the first judgement asks for a name
    page.fill(".name-dialog input", "Mk")
    page.keyboard.press("Enter")
    assert page.locator(".judge-panel [data-key=p]").get_attribute("aria-pressed") == "true"
    assert page.locator(".state.decided").first.text_content() == "besloten: past"
    assert counter(page) == "1 beslissing nog niet geëxporteerd"

    page.click(".tally a")
    page.wait_for_url("**/beoordelen.html")
    page.locator("#queue-at").wait_for()
    assert page.locator("#who").text_content() == "U beoordeelt als mk.Andere naam"  # not asked twice
    for _ in range(3):
        page.keyboard.press("n" if page.locator(".queue-card [data-key=n]").count() else "f")
        page.keyboard.press("ArrowRight")
    assert counter(page) == "4 beslissingen nog niet geëxporteerd"
    page.keyboard.press("u")
    page.keyboard.press("u")
    assert counter(page) == "2 beslissingen nog niet geëxporteerd"
    assert "Ongedaan gemaakt" in (page.locator("#said").text_content() or "")

    context = page.context
    page.close()
    page = context.new_page()
    page.goto(review(site))
    assert counter(page) == "2 beslissingen nog niet geëxporteerd"
    assert page.locator("ol.decisions > li").count() == 2
    made = exported(page, tmp_path)
    report = page.evaluate("RodeDraad.report")
    assert (tmp_path / f"beslissingen-{report}-mk.jsonl").is_file()
    assert page.locator(".tally").is_hidden()
    assert [record["action"] for record in made].count("undo") == 2
    for record in made:
        told = Decision.model_validate(record)
        assert (told.report, told.reviewer, told.program) == (report, "mk", "0.1.0")
        assert told.anchor is not None
    page.reload()
    assert page.locator(".tally").is_hidden()  # what was exported is remembered


@pytest.mark.requirement(21)
def test_where_storage_refuses_there_is_a_standing_warning_and_nothing_is_lost(site: Path, browser: Browser, tmp_path: Path):
    context = browser.new_context(accept_downloads=True)
    context.add_init_script(REFUSES)
    page = context.new_page()
    named(page, review(site))
    assert page.locator("#decided .caution").is_visible()
    page.keyboard.press("p" if page.locator(".queue-card [data-key=p]").count() else "k")
    assert "bewaart niets" in counter(page)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    assert len(exported(page, tmp_path)) == 1
    page.close(run_before_unload=True)
    page.wait_for_event("close") if not page.is_closed() else None
    assert asked == ["beforeunload"]
    context.close()


@pytest.mark.requirement(21)
def test_closing_warns_while_something_is_in_no_file_yet_but_another_page_of_the_report_does_not(site: Path, browser: Browser):
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    named(page, review(site))
    page.click(".queue-card [data-key=p], .queue-card [data-key=k]")
    page.click(".menu a >> nth=0")
    page.wait_for_url("**/index.html")
    assert asked == []
    page.click("h1")
    page.close(run_before_unload=True)
    page.wait_for_event("close") if not page.is_closed() else None
    assert asked == ["beforeunload"]
    context.close()


@pytest.mark.requirement(21)
def test_two_windows_of_one_reviewer_lose_nothing(site: Path, page: Page):
    named(page, review(site))
    other = page.context.new_page()
    other.goto(review(site))
    for window in (page, other, page, other):
        window.locator(".queue-card [data-key=p], .queue-card [data-key=k]").first.click()
        window.keyboard.press("Enter")
    page.wait_for_function("RodeDraad.store.all().length === RodeDraad.store.own().length && RodeDraad.store.own().length > 2")
    stored = page.evaluate(STORED)
    assert len({record["id"] for record in stored}) == len(stored)
    assert page.evaluate("RodeDraad.store.own().length") == other.evaluate("RodeDraad.store.own().length") == len(stored)


@pytest.mark.requirement(20)
def test_blind_judging_hides_the_proposal_until_the_judgement(site: Path, page: Page):
    named(page, review(site))
    page.check("text=Blind beoordelen")
    queue = page.evaluate("RodeDraad.data('queue').entries")
    choices = page.evaluate("RodeDraad.data('choices')")
    labels = {one["id"]: one["label"] for one in choices["archetypes"]}
    at = next(k for k, entry in enumerate(queue) if k and not entry["lens"] and entry["archetype"])  # the first was seen already
    for _ in range(at):
        page.keyboard.press("ArrowRight")
    shown = page.locator(".queue-card").inner_text()
    assert not page.locator(".queue-card .proposed").count()
    assert not page.locator(".queue-card a[href*='document']").count()  # the document would tell
    assert "twijfelt" not in shown
    other = next(i for i in labels if i != queue[at]["archetype"])
    page.select_option(".blind-form select", other)
    page.click(".blind-form button")
    assert "verschillen" in page.locator(".queue-card .compared").inner_text()
    assert labels[queue[at]["archetype"]] in page.locator(".queue-card .proposed").inner_text()
    (record,) = page.evaluate(STORED)
    assert (record["action"], record["value"], record["blind"], record["proposal"]) == ("move", other, True, queue[at]["archetype"])
    assert record["queue"] == queue[at]["reason"]
    page.click(".queue-card [data-key=p]")  # on second thoughts, having seen it
    assert [r["blind"] for r in page.evaluate(STORED)] == [True, False]


def betrays(page: Page, entry: dict[str, str]) -> list[str]:
    """Return what on the page tells the proposal of a question: its archetype or item, how strong, why it is asked, a link to it."""
    choices = page.evaluate("RodeDraad.data('choices')")
    names = {one["id"]: one["label"] for one in choices["archetypes"]} | {
        i["id"]: i["name"] for lens in choices["lenses"] for i in lens["items"]
    }
    told = page.evaluate(
        """() => { const main = document.querySelector("main").cloneNode(true);
          main.querySelectorAll("select, section[aria-labelledby=patronen]").forEach((one) => one.remove());  // they name every one of them
          return document.title + main.innerHTML; }"""
    )
    about = [names[entry["item"] or entry["archetype"]]] if entry["item"] or entry["archetype"] else []
    hidden = [*about, "Gevraagd", entry["href"]] + ([entry["strength"]] if entry["strength"] else [])
    return [one for one in hidden if one in told]


@pytest.mark.requirement(20)
@pytest.mark.parametrize("way", ["link", "chosen", "earlier"])
def test_the_very_first_question_is_blind_too(site: Path, page: Page, way: str):
    page.goto(review(site) + ("#blind=aan" if way == "link" else ""))
    first = page.evaluate("RodeDraad.data('queue').entries")[0]
    assert betrays(page, first) == [], "nothing is shown before it is chosen how to judge"
    if way != "link":
        page.click("text=Blind: eerst mijn oordeel")
    if way == "earlier":
        page.goto(review(site))
    assert page.is_checked("text=Blind beoordelen")
    assert page.locator(".blind-form").count() == 1
    assert not page.locator(".queue-card .state, .queue-card .proposed, .queue-card a").count()
    assert betrays(page, first) == []
    page.evaluate("RodeDraad.store.setReviewer('mk')")
    page.select_option(".blind-form select >> nth=0", index=1)
    page.click(".blind-form button")
    assert page.locator(".queue-card .proposed").count() == 1
    assert {record["blind"] for record in page.evaluate(STORED)} == {True}


@pytest.mark.requirement(20)
def test_a_proposal_that_was_seen_is_not_forgotten(site: Path, page: Page):
    named(page, review(site))
    assert page.locator(".queue-card .proposed").count() == 1
    page.check("text=Blind beoordelen")
    page.reload()
    assert "telt niet als blind" in page.locator(".queue-card").inner_text()
    page.click(".queue-card [data-key=p], .queue-card [data-key=k]")
    assert [record["blind"] for record in page.evaluate(STORED)] == [False]


@pytest.mark.requirement(20)
def test_blind_judging_of_a_statement_asks_for_the_item_and_the_sign(site: Path, page: Page):
    named(page, review(site))
    page.check("text=Blind beoordelen")
    queue = page.evaluate("RodeDraad.data('queue').entries")
    at = next(k for k, entry in enumerate(queue) if k and entry["lens"] == "puddingprincipes")
    for _ in range(at):
        page.keyboard.press("ArrowRight")
    page.select_option(".blind-form select >> nth=0", queue[at]["item"])
    page.select_option(".blind-form select >> nth=1", "1")
    page.click(".blind-form button")
    first, second = page.evaluate(STORED)
    assert (first["kind"], first["action"], first["value"], first["item"]) == ("passage", "polarity", "1", queue[at]["item"])
    assert (second["kind"], second["action"], second["blind"]) == ("mapping", "accept", True)
    assert "eens" in page.locator(".queue-card .compared").inner_text()


@pytest.mark.requirement(26)
def test_the_keyboard_alone_is_enough(site: Path, page: Page, tmp_path: Path):
    page.goto(review(site))

    def to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(selector)

    to("#who input")
    page.keyboard.type("mk")
    page.keyboard.press("Enter")
    to(".queue-card .how button")
    page.keyboard.press("Enter")
    to(".queue-card button.choice")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.textContent").startswith("Volgende")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "queue-at"
    page.keyboard.press("m")
    page.keyboard.type("let op, past niet")  # letters in a field are letters
    page.keyboard.press("Control+Enter")
    page.keyboard.press("m")
    page.keyboard.press("Escape")
    assert not page.locator("form.ask textarea").count()
    stored = page.evaluate(STORED)
    assert [r["action"] for r in stored[1:]] == ["memo"]
    assert stored[1]["value"] == "let op, past niet"
    to("#decided button.go")
    with page.expect_download():
        page.keyboard.press("Enter")
    assert page.locator(".tally").is_hidden()


@pytest.mark.requirement(26)
def test_keys_can_be_switched_off_for_judging_too(site: Path, page: Page):
    named(page, review(site))
    page.keyboard.press("?")
    assert "Pseudonimisering onjuist" in page.locator("dialog").inner_text()
    page.uncheck("dialog input")
    page.keyboard.press("Escape")
    for key in ("p", "k", "n", "f", "u", "ArrowRight"):
        page.keyboard.press(key)
    assert page.evaluate(STORED) == []
    assert page.locator("#queue-at").text_content() == "Vraag 1 van 120"
    page.reload()
    assert not page.locator(".queue-card kbd").count()  # no key is shown that does nothing


@pytest.mark.requirement(19)
def test_every_judgement_of_a_passage_has_its_key_and_its_record(site: Path, page: Page):
    principle = next(site.glob("lens/puddingprincipes/p03*.html"))
    named(page, principle.as_uri())
    quote = page.locator(".group:has(h3 a) figure.quote").first
    quote.locator(".source").focus()
    for key, value in (("n", None), ("a", ""), ("k", None), ("i", "p05_regie"), ("o", "0"), ("x", None), ("m", "denk aan")):
        page.keyboard.press(key)
        if key in "aio":
            page.select_option("form.ask select", value)
            page.click("form.ask button >> nth=0")
        elif key == "m":
            page.keyboard.type(str(value))
            page.keyboard.press("Control+Enter")
    stored = page.evaluate(STORED)
    assert [r["action"] for r in stored] == ["fits_not", "move", "accept", "other", "polarity", "pseudonym_wrong", "memo"]
    assert [r["value"] for r in stored] == [None, "", None, "p05_regie", "0", None, "denk aan"]
    marks = quote.evaluate("one => RodeDraad.held.read(one)")
    for record in stored:
        assert Decision.model_validate(record).anchor.text_hash == marks["hash"]  # type: ignore[union-attr]
        assert record["passage"] == marks["passage"]
    assert {(r["lens"], r["item"]) for r in stored if r["kind"] == "mapping"} == {("puddingprincipes", "p03_overdragen")}
    assert page.evaluate("RodeDraad.store.answers().size") == 5  # the last answer to each question counts
    for _ in range(7):
        page.keyboard.press("u")
    assert page.evaluate("RodeDraad.store.answers().size") == 0
    assert page.evaluate("RodeDraad.store.waiting()") == 0


@pytest.mark.requirement(19)
def test_an_archetype_is_renamed_merged_split_rejected_and_annotated(site: Path, page: Page):
    named(page, archetype(site))
    page.keyboard.press("h")
    page.fill("form.ask input", "Beter gezegd")
    page.keyboard.press("Enter")
    page.keyboard.press("v")
    page.click("form.ask button >> nth=0")
    page.keyboard.press("s")
    for k in (0, 1):
        page.locator("ul.signed .split-box input").nth(k).check()
    page.fill("form.ask input", "Een eigen patroon")
    page.click("form.ask button >> nth=0")
    assert not page.locator(".split-box").count()
    page.keyboard.press("r")
    page.keyboard.press("t")
    page.keyboard.type("waarom dit niet kan")
    page.keyboard.press("Control+Enter")
    stored = page.evaluate(STORED)
    assert [r["action"] for r in stored] == ["rename", "merge", "split", "reject", "memo"]
    assert all(Decision.model_validate(r).kind == "archetype" for r in stored)
    split = json.loads(stored[2]["value"])
    assert split["label"] == "Een eigen patroon"
    assert len(split["passages"]) == 2
    assert "heet ‘Beter gezegd’" in page.locator("header.head .state").inner_text()


@pytest.mark.requirement(12)
def test_proposal_decision_and_changed_since_are_told_apart_by_icon_and_word(site: Path, page: Page):
    named(page, archetype(site))
    found = page.locator("figure.quote .state")
    assert found.first.text_content() == "voorstel"
    marks = page.locator("figure.quote").evaluate_all("all => all.map(one => RodeDraad.held.read(one))")
    assert marks[0]["passage"] != marks[1]["passage"]
    page.evaluate(
        """([one, two]) => [[one, one.archetype], [two, "a0000000000000000"]].forEach(([mark, then]) => RodeDraad.store.add({
          kind: "passage", action: "fits", passage: mark.passage, archetype: then, proposal: then,
          anchor: {document: mark.document, start: mark.start, end: mark.end, text_hash: mark.hash}}))""",
        marks[:2],
    )
    assert [found.nth(k).text_content() for k in (0, 1)] == ["besloten: past", "gewijzigd sinds besluit: past"]
    icons = found.evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content)")
    assert len({*icons[:2], '"○ "'}) == 3


@pytest.mark.requirement(12)
def test_the_state_of_a_quote_stands_in_the_page_itself(html: dict[str, str]):
    quotes = [
        re.findall(r'<span class="state (\w+)">([\w ]+)</span>', text) for name, text in html.items() if name.startswith("archetype/")
    ]
    assert all(quotes)
    assert {word for found in quotes for word in found} == {("proposal", "voorstel")}


@pytest.mark.requirement(34)
def test_without_javascript_the_page_says_so_and_points_to_the_evidence(site: Path, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(review(site))
    assert "Beoordelen werkt alleen als JavaScript aan staat" in page.locator("main").inner_text()
    assert page.locator("#queue").is_hidden()
    page.click(".without-script a >> nth=0")
    page.wait_for_url("**/archetypen.html")
    context.close()


@pytest.mark.requirement(19)
def test_a_passage_in_a_document_is_judged_in_the_margin_or_where_a_link_led(site: Path, page: Page):
    named(page, sorted(site.glob("document/*.html"))[1].as_uri())
    page.click(".notes .judge-open >> nth=0")
    page.click(".notes .judge-panel [data-key=n]")
    plain = page.locator(".reading span.plain[data-at]").first.get_attribute("id")
    page.evaluate("id => { location.hash = id; }", plain)
    page.click(".judged-here .judge-open")
    page.click(".judged-here .judge-panel [data-key=a]")
    page.click("form.ask button >> nth=0")
    stored = page.evaluate(STORED)
    assert [r["action"] for r in stored] == ["fits_not", "move"]
    assert plain == f"p-{stored[1]['passage']}"
    assert all(Decision.model_validate(r) for r in stored)
