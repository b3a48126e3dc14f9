"""Prints how big and how fast the report is: bytes for 1,000 passages, the first useful view, search time and memory, in a real Chromium.

usage: python benchmarks/report_speed.py [--passages 1000 --passages 20000] [--chromium /usr/bin/chromium]

The reports are of invented filler: made-up words as frequent as words are (Zipf), passages of about 435 characters, forty to a
document, half of them in an archetype and 0.6 statements of a lens to each, as in the demo and in five real reports.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from rodedraad import config, ids
from rodedraad.report.build import build
from rodedraad.report.model import NEEDED, LensItem, LensView, ReportInput, RunFacts
from rodedraad.schema import TABLES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SEED, WORDS, PER_DOCUMENT, ARCHETYPES, ITEMS = 13, 6_000, 40, 24, 12
N_WORDS, STATEMENTS = 48, (60, 25, 10, 5)  # words of a passage; of a hundred passages so many have 0, 1, 2 or 3 statements
SYLLABLES = (
    "aan",
    "be",
    "de",
    "door",
    "ge",
    "hand",
    "in",
    "kaar",
    "lijk",
    "ling",
    "man",
    "met",
    "na",
    "om",
    "on",
    "op",
    "over",
    "raad",
    "re",
    "schap",
    "sig",
    "ste",
    "tal",
    "ten",
    "tie",
    "uit",
    "van",
    "ver",
    "voor",
    "zorg",
)
ASKED = ["overdracht", "kerstdag"]
KINDS = ("inspectierapport", "calamiteitenrapport", "leerreview", "leerverhaal")
SECTORS, TYPES = ("jeugdhulp", "ggz", "ouderenzorg", "ziekenhuis"), ("jeugdhulpaanbieder", "ggz", "verpleeghuis", "ziekenhuis")
VIEWS = (
    ("index.html", "table.cards tbody tr, main table tbody tr"),
    ("archetypen.html", "main table tbody tr"),
    ("zoeken.html", ".found-passages figure.quote"),
    ("kaart.html", ".map-table tbody tr"),
)
SEEN = """new MutationObserver((_, self) => {
  if (document.querySelector(%r)) { requestAnimationFrame(() => { window.firstView = performance.now(); }); self.disconnect(); }
}).observe(document, {childList: true, subtree: true});"""
SEARCH = """(asked) => {
  const store = RodeDraad.passages.loaded, find = RodeDraad.find, all = find.facets(store, RODE_DRAAD_TEXTS.search);
  const question = find.read(asked, all), times = [];
  let hits = 0;
  for (let k = 0; k < 9; k += 1) {
    const from = performance.now();
    hits = find.run(store, all, question).hits.length;
    times.push(performance.now() - from);
  }
  return [times.sort((a, b) => a - b)[4], hits, store.n];
}"""
DRAW = """() => new Promise((done) => {
  const button = document.querySelector('.map-tools button'), times = [];
  function step(k, from) {
    requestAnimationFrame(() => { if (k) { times.push(performance.now() - from); }
      if (k === 9) { done(times.sort((a, b) => a - b)[4]); return; }
      const now = performance.now();
      button.click();
      requestAnimationFrame(() => step(k + 1, now));
    });
  }
  step(0, 0);
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description="How big and how fast is the report?")
    parser.add_argument("--passages", type=int, action="append", help="passages of a report; may be given more than once")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    told = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for n in told.passages or [1_000, 20_000]:
            began = time.monotonic()
            target = Path(folder) / str(n)
            build(synthetic(n), target)
            print(f"{n:,} passages, built in {time.monotonic() - began:.0f} s")
            sizes(target, n)
            browser = playwright.chromium.launch(executable_path=told.chromium, args=["--no-sandbox"])
            speed(browser, target)
            browser.close()


def sizes(target: Path, n: int) -> None:
    """Print megabytes (10⁶ bytes) of pages and data for a thousand passages, by folder, and the shell, which every report has once."""
    by_folder: Counter[str] = Counter()
    for path in target.rglob("*"):
        if path.is_file():
            parts = path.relative_to(target).parts
            by_folder[parts[0] if len(parts) > 1 else "the rest"] += path.stat().st_size
    assets = by_folder.pop("assets")
    data = sum(path.stat().st_size for path in target.glob("data/search*.js"))
    shell = sum((target / "assets" / name).stat().st_size for name in ("rodedraad.css", "rodedraad.js"))
    print(f"  for 1,000 passages: {by_folder.total() / n / 1_000:.2f} MB of pages and data, of which {data / n / 1_000:.3f} MB search data")
    print("    " + ", ".join(f"{folder} {size / n / 1_000:.2f}" for folder, size in by_folder.most_common()))
    print(f"  shell {shell / 1_000:.0f} kB on every page, {assets / 1_000:.0f} kB with the parts that some pages load")


def speed(browser: Browser, target: Path) -> None:
    """Print seconds to the first useful view, the median of nine searches, and the memory of the page's process."""
    for name, shown in VIEWS:
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.add_init_script(SEEN % shown)
        page.goto((target / name).as_uri(), wait_until="commit")
        seconds = until(page, "window.firstView") / 1_000
        print(f"  {name}: first useful view {seconds:.2f} s", end="")
        if name in ("zoeken.html", "kaart.html"):
            began = time.monotonic()
            until(page, "RodeDraad.passages.loaded && RodeDraad.passages.loaded.done")
            print(f", all passages {time.monotonic() - began:.2f} s later, {memory(browser, page)}", end="")
        print()
        if name == "zoeken.html":
            searches(page)
        if name == "kaart.html":
            print(f"    a step of the zoom is drawn in {page.evaluate(DRAW):.0f} ms")
        page.context.close()


def until(page: Page, expression: str) -> float:
    """Return the value of an expression once it has one. Playwright's own way asks for eval, which the policy of the pages forbids."""
    for _ in range(3_000):
        if found := page.evaluate(expression):
            return float(found)
        page.wait_for_timeout(20)
    raise TimeoutError(expression)


def searches(page: Page) -> None:
    common, rare = ASKED
    for asked in (
        f"q={common}",
        f"q={rare}%20{common}",
        f'q="{common} {rare}"',
        f"q={common}&kind=leerreview&sign=minus&strength=strong",
        "",
    ):
        median, hits, n = page.evaluate(SEARCH, asked)
        print(f"    search {asked or '(everything)'}: {median:.1f} ms, {hits:,} of {n:,}")


def memory(browser: Browser, page: Page) -> str:
    heap = next(m["value"] for m in cdp(page, "Performance.getMetrics")["metrics"] if m["name"] == "JSHeapUsedSize")
    session = browser.new_browser_cdp_session()
    pids = [p["id"] for p in session.send("SystemInfo.getProcessInfo")["processInfo"] if p["type"] == "renderer"]
    resident = max(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 for pid in pids)
    return f"{heap / 1e6:.0f} MB script heap, {resident / 1e6:.0f} MB resident in the largest page process"


def cdp(page: Page, method: str) -> dict[str, Any]:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    return session.send(method)


def synthetic(n: int) -> ReportInput:
    """Return a report of n passages of filler."""
    chance = random.Random(SEED)  # noqa: S311 - filler, not a secret
    words = sorted({"".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(WORDS)} - set(ASKED))
    chance.shuffle(words)
    words[3:3], words[300:300] = ASKED[:1], ASKED[1:]  # a common and a rare word to look for
    weights = [1 / (rank + 1) for rank in range(len(words))]

    def text(length: int) -> str:
        return " ".join(chance.choices(words, weights, k=length)).capitalize() + "."

    rows: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
    for k in range(-(-n // PER_DOCUMENT)):
        _document(rows, k, min(PER_DOCUMENT, n - k * PER_DOCUMENT), text, chance)
    _archetypes(rows, text)
    items = tuple(LensItem(f"i{k:02d}", str(k + 1), text(3), text(4), text(12), text(20)) for k in range(ITEMS))
    lenses = (LensView("filler", "Vulling", "Vulling", "verzonnen", text(8), True, (), items),)
    facts = RunFacts("Vulling", "Alles is verzonnen.", "0", config.Config().model_dump(mode="json"))
    return ReportInput({name: TABLES[name].frame(rows[name]) for name in NEEDED}, config.Report(), facts, lenses)


def _document(rows: dict[str, list[dict[str, object]]], k: int, n: int, text: Any, chance: random.Random) -> None:  # noqa: ANN401
    doc_id = ids.document_id(f"{k:064x}")
    rows["documents"].append(
        {
            "doc_id": doc_id, "source_path": f"{k}.pdf", "sha256": f"{k:064x}", "title": text(5), "kind": KINDS[k % 4],
            "sector": SECTORS[k % 4], "date": date(2018, 1, 1) + timedelta(days=chance.randrange(3_000)),
            "organisation_type": TYPES[k % 4], "language": "nl", "n_pages": 20,
            "media_type": "application/pdf", "status": "ok", "warnings": [],
        }
    )  # fmt: skip
    at = 0
    for position in range(n):
        said = text(N_WORDS)
        passage_id = ids.passage_id(doc_id, said, position)
        place = {
            "block": position,
            "page_first": position // 2 + 1,
            "page_last": position // 2 + 1,
            "section": f"{position // 10 + 1} Analyse",
        }
        span = {"doc_id": doc_id, "text": said, "start": at, "end": at + len(said)}
        rows["paragraphs"].append(place | span | {"kind": "paragraph", "level": 0, "paragraph": position + 1})
        rows["passages"].append(place | span | {"passage_id": passage_id, "position": position, "n_words": N_WORDS, "modality": "feit"})
        at += len(said) + 2
        _found(rows, passage_id, chance)


def _found(rows: dict[str, list[dict[str, object]]], passage_id: str, chance: random.Random) -> None:
    owner = chance.randrange(ARCHETYPES * 2)
    owned = owner < ARCHETYPES
    place = {
        "x": min(1, max(0, chance.gauss(0.1 + 0.2 * (owner % 5), 0.05))),
        "y": min(1, max(0, chance.gauss(0.1 + 0.2 * (owner // 5 % 5), 0.05))),
    }
    strength = chance.random() if owned else 0.0
    member = {"passage_id": passage_id, "archetype_id": f"a{owner:016x}" if owned else None, "strength": strength}
    rows["members"].append(member | place | {"reason": None if owned else "noise"})
    for item in chance.sample(range(ITEMS), chance.choices(range(len(STATEMENTS)), STATEMENTS)[0]):
        scores = {"score": 0.5 + chance.random() / 2, "threshold": 0.5, "assigned": True, "polarity": chance.choice((-1, -1, 0, 1))}
        rows["mappings"].append({"passage_id": passage_id, "lens_id": "filler", "item_id": f"i{item:02d}", "method": "head"} | scores)


def _archetypes(rows: dict[str, list[dict[str, object]]], text: Any) -> None:  # noqa: ANN401
    for owner in range(ARCHETYPES):
        archetype_id = f"a{owner:016x}"
        mine = [row["passage_id"] for row in rows["members"] if row["archetype_id"] == archetype_id]
        rows["archetypes"].append(
            {
                "archetype_id": archetype_id, "label": text(4), "keywords": text(6).rstrip(".").lower().split(), "n_passages": len(mine),
                "n_documents": len(mine), "stability": 0.8, "exemplars": mine[:6], "boundary_cases": mine[-2:],
            }
        )  # fmt: skip


if __name__ == "__main__":
    main()
