"""Two people judge in real browsers at the same time; the server goes away and comes back; the page says what is saved and what is not."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from serve.conftest import decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from serve.conftest import Server

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")
SAVED = "Uw beslissingen staan in de map van de run"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def entered(browser: Browser) -> Iterator[Callable[[Server, str], Page]]:
    """Return a function that opens the address of a server in a browser of its own, and gives the reviewer a name."""
    contexts = []

    def enter(server: Server, name: str) -> Page:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        page.faults = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
        page.on("console", lambda told: page.faults.append(told.text) if told.type == "error" else None)  # type: ignore[attr-defined]
        page.goto(f"{server.address}/?token={server.token}")
        server.next_token()
        assert page.url == f"{server.address}/index.html"
        page.locator(".serve-state", has_text=SAVED).wait_for()
        page.evaluate("name => RodeDraad.store.setReviewer(name)", name)
        return page

    yield enter
    for context in contexts:
        context.close()


def lines(run: Path, reviewer: str) -> list[dict[str, object]]:
    path = run / "decisions" / f"{reviewer}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def archetype(server: Server, n: int = 0) -> str:
    """Return the address of the page of an archetype."""
    page = sorted((server.run / "report" / "archetype").glob("*.html"))[n]
    return f"{server.address}/archetype/{page.name}"


def judge(page: Page, n: int, answer: str) -> None:
    """Answer about the n-th quote of the page, with the mouse."""
    quote = page.locator("figure.quote[data-at]").nth(n)
    if not quote.locator(".judge-panel").count():
        quote.locator(".judge-open").click()
    quote.locator(".judge-panel").get_by_role("button", name=re.compile(rf"^{answer}\b( \w)?$")).first.click()


def settled(page: Page) -> None:
    page.locator(".serve-state:not(.trouble)", has_text=SAVED).wait_for()


def until(page: Page, expression: str) -> None:
    """Wait until an expression holds; the policy of the page forbids the browser's own way, which compiles it there."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def test_a_judgement_is_in_the_run_folder_before_the_page_is_left(server: Server, entered: Callable[[Server, str], Page]):
    page = entered(server, "mk")
    page.goto(archetype(server))
    judge(page, 0, "Past")
    settled(page)
    assert [(one["action"], one["reviewer"]) for one in lines(server.run, "mk")] == [("fits", "mk")]
    page.keyboard.press("u")
    settled(page)
    until(page, "RodeDraad.store.own().length === 2")
    settled(page)
    assert [one["action"] for one in lines(server.run, "mk")] == ["fits", "undo"]
    assert page.evaluate("RodeDraad.store.waiting()") == 0  # nothing to export, so no warning on closing
    assert page.faults == []  # type: ignore[attr-defined]


def test_two_browsers_judge_at_the_same_time_and_nothing_is_lost(server: Server, entered: Callable[[Server, str], Page]):
    mk, jd = entered(server, "mk"), entered(server, "jd")
    for page in (mk, jd):
        page.goto(archetype(server))
    for n in range(3):
        judge(mk, n, "Past")
        judge(jd, n, "Past niet")
    for page in (mk, jd):
        page.evaluate("""async () => { for (let n = 0; n < 25; n += 1) {
            RodeDraad.store.add({kind: "passage", action: "memo", passage: "p" + n, value: "tegelijk"});
            await new Promise(done => setTimeout(done, n % 3)); } }""")
    for page in (mk, jd):
        settled(page)
    for reviewer, action in (("mk", "fits"), ("jd", "fits_not")):
        kept = lines(server.run, reviewer)
        assert [one["action"] for one in kept].count("memo") == 25
        assert [one["action"] for one in kept].count(action) == 3
        assert {one["reviewer"] for one in kept} == {reviewer}
        assert len({one["id"] for one in kept}) == 28
    assert mk.faults == jd.faults == []  # type: ignore[attr-defined]


def test_one_reviewer_in_two_browsers_is_one_reviewer(server: Server, entered: Callable[[Server, str], Page]):
    """Also with numbers that clash: both judgements stay."""
    desk, sofa = entered(server, "mk"), entered(server, "mk")
    add = "record => RodeDraad.store.add(record)"
    desk.evaluate(add, decision(server.run, id="mk-1", action="memo", value="aan het bureau"))
    sofa.evaluate(add, decision(server.run, id="mk-1", action="memo", value="op de bank"))
    sofa.evaluate(add, decision(server.run, id="mk-2", action="memo", value="nog een", passage="p2"))
    settled(desk)
    settled(sofa)
    assert {one["value"] for one in lines(server.run, "mk")} == {"aan het bureau", "op de bank", "nog een"}
    desk.goto(archetype(server))
    until(desk, "RodeDraad.store.get('mk-2') !== undefined")
    settled(desk)
    assert len(lines(server.run, "mk")) == 3


def test_what_another_decided_is_shown_only_when_asked_for(server: Server, entered: Callable[[Server, str], Page]):
    mk = entered(server, "mk")
    mk.goto(archetype(server))
    judge(mk, 0, "Past niet")
    settled(mk)
    jd = entered(server, "jd")
    jd.goto(archetype(server))
    settled(jd)
    judge(jd, 0, "Past")
    panel = jd.locator(".judge-panel").first
    assert "mk" not in panel.inner_text()
    jd.get_by_role("button", name="Toon ook wat mk vond (1)").click()
    assert "mk: past niet" in panel.inner_text()
    assert jd.get_by_role("button", name="Toon ook").count() == 0
    settled(jd)
    assert len(lines(server.run, "mk")) == 1


def test_the_server_goes_away_and_comes_back(serving: Callable[..., Server], entered: Callable[[Server, str], Page]):
    first = serving()
    page = entered(first, "mk")
    page.goto(archetype(first))
    first.stop()
    judge(page, 0, "Past")
    trouble = page.locator(".serve-state.trouble")
    trouble.wait_for()
    assert "Nog niet opgeslagen: 1" in trouble.inner_text()
    assert "rodedraad serve" in trouble.inner_text()
    assert "Nog niet opgeslagen: 1" in (page.locator("#said").text_content() or "")
    second = serving()
    assert second.port == first.port
    page.get_by_role("button", name="Nu opslaan").click()
    page.locator(".serve-state.trouble", has_text="opnieuw gestart").wait_for()
    other = page.context.new_page()  # the newest address, in the same browser
    other.goto(f"{second.address}/?token={second.token}")
    other.locator(".serve-state:not(.trouble)", has_text=SAVED).wait_for()
    assert [one["action"] for one in lines(second.run, "mk")] == ["fits"]


def test_a_page_of_an_earlier_server_says_what_to_do(serving: Callable[..., Server], entered: Callable[[Server, str], Page]):
    first = serving()
    page = entered(first, "mk")
    first.stop()
    serving()
    page.evaluate("RodeDraad.store.setReviewer('jd')")  # which asks what jd said before
    assert "Open het nieuwe adres" in page.locator(".serve-state.trouble").inner_text()
    assert "Nog niet opgeslagen" not in page.locator(".serve-state").inner_text()


def test_the_server_comes_back_by_itself(server: Server, entered: Callable[[Server, str], Page]):
    page = entered(server, "mk")
    page.route("**/decisions", lambda route: route.abort())
    page.evaluate("RodeDraad.store.add({kind: 'passage', action: 'memo', passage: 'p1', value: 'onderweg'})")
    page.locator(".serve-state.trouble").wait_for()
    page.unroute("**/decisions")
    settled(page)  # tried again without anybody's help
    assert [one["value"] for one in lines(server.run, "mk")] == ["onderweg"]


def test_a_disk_that_refuses_is_told_and_the_browser_keeps_what_it_has(server: Server, entered: Callable[[Server, str], Page]):
    page = entered(server, "mk")
    (server.run / "decisions").mkdir(exist_ok=True)
    blocked = server.run / "decisions" / "mk.jsonl.part"
    blocked.mkdir()
    page.evaluate("RodeDraad.store.add({kind: 'passage', action: 'memo', passage: 'p1', value: 'bewaar mij'})")
    trouble = page.locator(".serve-state.trouble")
    trouble.wait_for()
    assert "Nog niet opgeslagen: 1" in trouble.inner_text()
    assert "De beslissingen staan in deze browser" in trouble.inner_text()
    page.reload()
    page.locator(".serve-state.trouble").wait_for()
    blocked.rmdir()
    page.get_by_role("button", name="Nu opslaan").click()
    settled(page)
    assert [one["value"] for one in lines(server.run, "mk")] == ["bewaar mij"]


def test_a_decision_that_the_server_will_not_have_is_named(server: Server, entered: Callable[[Server, str], Page]):
    page = entered(server, "mk")
    page.evaluate("RodeDraad.store.add({kind: 'passage', action: 'memo', passage: '../../weg', value: 'x'})")
    trouble = page.locator(".serve-state.trouble")
    trouble.wait_for()
    assert "Niet opgeslagen: 1" in trouble.inner_text()
    page.evaluate("RodeDraad.store.add({kind: 'passage', action: 'memo', passage: 'p1', value: 'goed'})")
    until(page, "RodeDraad.store.waiting() === 1")
    assert [one["value"] for one in lines(server.run, "mk")] == ["goed"]


def test_a_browser_that_keeps_nothing_gets_it_back_from_the_run_folder(server: Server, entered: Callable[[Server, str], Page]):
    page = entered(server, "mk")
    page.goto(archetype(server))
    judge(page, 0, "Past")
    settled(page)
    page.evaluate("localStorage.clear()")
    page.evaluate("localStorage.setItem('rodedraad.' + RodeDraad.report + '.reviewer', 'mk')")
    page.reload()
    until(page, "RodeDraad.store.own().length === 1")
    assert "besloten" in page.locator("figure.quote[data-at] .state").first.inner_text()
    settled(page)
    assert len(lines(server.run, "mk")) == 1


def test_many_decisions_are_sent_in_parts(server: Server, entered: Callable[[Server, str], Page]):
    """A reviewer who worked from disk imports a file of a whole week."""
    page = entered(server, "mk")
    records = [decision(server.run, id=f"mk-{n}", passage=f"p{n}", action="memo", value="m" * 900) for n in range(1, 801)]
    page.evaluate("list => RodeDraad.store.addAll(list)", records)
    settled(page)
    assert len(lines(server.run, "mk")) == 800


def test_a_copy_of_the_report_on_disk_knows_of_no_server(server: Server, browser: Browser, tmp_path: Path):
    copied = shutil.copytree(server.run / "report", tmp_path / "kopie")
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((copied / "index.html").as_uri())
    assert page.locator(".serve-state").count() == 0
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


def test_a_page_may_connect_to_nothing_but_this_server(server: Server, entered: Callable[[Server, str], Page]):
    page = entered(server, "mk")
    told = page.evaluate("fetch('http://127.0.0.1:1/').then(() => 'went', () => 'refused')")
    assert told == "refused"
    assert any("Content Security Policy" in fault for fault in page.faults)  # type: ignore[attr-defined]


def test_another_site_in_the_same_browser_gets_nothing(
    server: Server, entered: Callable[[Server, str], Page], serving: Callable[..., Server]
):
    """A page at another port of this computer, which a browser counts as the same site and to which it sends the cookie."""
    page = entered(server, "mk")
    other = serving()
    evil = page.context.new_page()
    evil.route(
        "**/*",
        lambda route: (
            route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html")
            if route.request.url.startswith(other.address)
            else route.continue_()
        ),
    )
    evil.goto(f"{other.address}/kwaad.html")
    told = evil.evaluate(
        """async address => {
            const tries = [
                () => fetch(address + "/decisions", {credentials: "include"}).then(a => a.text()),
                () => fetch(address + "/decisions", {credentials: "include", mode: "no-cors", method: "POST", body: "{}"})
                    .then(a => a.type + a.status),
                () => new Promise((good, bad) => { const s = document.createElement("script"); s.src = address + "/assets/rodedraad.js";
                    s.onload = () => good("loaded"); s.onerror = () => bad("refused"); document.head.append(s); }),
            ];
            return Promise.all(tries.map(one => one().catch(() => "refused")));
        }""",
        server.address,
    )
    assert told in (["refused", "opaque0", "refused"], ["refused", "refused", "refused"])
    assert not (server.run / "decisions").exists()
