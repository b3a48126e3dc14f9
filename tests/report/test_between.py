"""Tussen wie: the table, the list and the pages of pairs, from small tables of relations."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

from report.world import HOSTILE, N_PASSAGES, N_READ, given
from rodedraad.report import corpus, links, places
from rodedraad.report.build import build, pages
from rodedraad.report.render import Renderer
from rodedraad.report.views import pairs
from rodedraad.report.views.pairpages import Piece, pieces
from rodedraad.schema import TABLES
from rodedraad.text import gazetteer

if TYPE_CHECKING:
    from pathlib import Path

    from rodedraad.report.model import ReportInput

Row = dict[str, object]
WIJKTEAM_SCHOOL, HUISARTS_SCHOOL = "tussen-wie/school/wijkteam.html", "tussen-wie/huisarts/school.html"


def row(passage_id: str, giver: str, receiver: str, sign: int = 0, **more: object) -> Row:
    """Return a relation; ``more`` overrules what the others have in common."""
    return {
        "passage_id": passage_id, "position": 0, "from_type": giver, "to_type": receiver, "from_surface": giver, "to_surface": receiver,
        "from_start": 0, "to_start": 0, "directed": True, "kind": "melding", "polarity": sign, "method": "parse",
    } | more  # fmt: skip


def passage_ids(report_input: ReportInput, position: int) -> list[str]:
    """Return the passage at a position of every document, in a fixed order."""
    table = report_input.tables["passages"]
    return table.filter(table["position"] == position).sort("doc_id")["passage_id"].to_list()


def with_relations(report_input: ReportInput, rows: list[Row]) -> ReportInput:
    return dataclasses.replace(report_input, tables=report_input.tables | {"relations": TABLES["relations"].frame(rows)})


def rendered(report_input: ReportInput) -> dict[str, str]:
    """Return the pages about pairs, by their path."""
    renderer = Renderer(report_input)
    return {page.path: renderer.html(page) for page in pages(report_input) if page.section == places.BETWEEN}


def table(html: str) -> dict[tuple[str, str], lxml_html.HtmlElement]:
    """Return the cells of the table that hold something, by the names of row and column."""
    found = lxml_html.fromstring(html).xpath("//table[contains(@class, 'heatmap')]")[0]
    heads = [head.text_content() for head in found.xpath(".//thead//th")]
    return {
        (line.xpath("./th")[0].text_content(), head): cell
        for line in found.xpath(".//tbody/tr")
        for head, cell in zip(heads, line.xpath("./td"), strict=True)
        if "none" not in cell.get("class")
    }


def words(html: str, path: str = "//main") -> str:
    return spaced(lxml_html.fromstring(html).xpath(path)[0])


def spaced(element: lxml_html.HtmlElement) -> str:
    """Return the text of an element, with a space where an element ends."""
    return re.sub(r"\s+", " ", " ".join(element.itertext())).strip()


@pytest.fixture(scope="module")
def two_pairs(report_input: ReportInput) -> ReportInput:
    """Four passages of school to wijkteam (−−−+), one back (−), two between school and huisarts, both ways (0 0)."""
    at = [passage_ids(report_input, position) for position in range(4)]
    return with_relations(
        report_input,
        [
            *(row(at[0][k], "school", "wijkteam", sign) for k, sign in enumerate((-1, -1, -1, 1))),
            row(at[1][0], "wijkteam", "school", -1, kind="overdracht"),
            *(row(at[2][k], "huisarts", "school", directed=False, kind="afstemming", method="order") for k in range(2)),
        ],
    )


def test_the_menu_leads_to_the_page_from_everywhere(html: dict[str, str]):
    for path, text in html.items():
        menu = lxml_html.fromstring(text).xpath("//ul[@class='menu']/li/a")
        names = [link.text_content() for link in menu]
        assert names[names.index("Lenzen") + 1] == "Tussen wie", path


def test_the_lead_names_the_most_frequent_pair_and_the_one_with_most_minus(two_pairs: ReportInput):
    lead = words(rendered(two_pairs)["tussen-wie.html"], "//p[@class='lead']")
    assert "Het vaakst beschreven is het contact tussen ‘School’ en ‘Wijkteam’: 5 passages in 4 documenten." in lead
    assert "Daar staan ook de meeste passages die laten zien wat beter kan: 4 van 5." in lead
    assert "te weinig om een richting te noemen" in lead


def test_the_lead_tells_two_pairs_apart_when_the_most_frequent_is_not_the_worst(report_input: ReportInput):
    at = [passage_ids(report_input, position) for position in range(2)]
    rows = [row(one, "school", "wijkteam") for one in at[0]] + [row(one, "ggz", "huisarts", -1) for one in at[1][:5]]
    lead = words(rendered(with_relations(report_input, rows))["tussen-wie.html"], "//p[@class='lead']")
    assert f"tussen ‘School’ en ‘Wijkteam’: {N_READ} passages" in lead
    assert lead.endswith("gaan over het contact tussen ‘GGZ (volwassenen)’ en ‘Huisarts’: 5 van 5.")


def test_the_lead_does_not_pick_a_winner_where_there_is_none(report_input: ReportInput):
    at = passage_ids(report_input, 0)
    rows = [row(at[0], "school", "wijkteam", -1), row(at[1], "ggz", "huisarts", -1)]
    lead = words(rendered(with_relations(report_input, rows))["tussen-wie.html"], "//p[@class='lead']")
    assert lead.startswith("Geen paar springt eruit: 2 paren hebben elk 1 passage in 1 document")
    assert "bij 2 paren even talrijk (1 per paar)" in lead


@pytest.mark.parametrize(
    ("sign", "told"), [(0, "Geen van deze passages heeft een oordeel"), (1, "Geen van deze passages laat zien wat beter kan")]
)
def test_the_lead_says_when_nothing_can_be_better(report_input: ReportInput, sign: int, told: str):
    rows = [row(one, "school", "wijkteam", sign) for one in passage_ids(report_input, 0)]
    assert told in words(rendered(with_relations(report_input, rows))["tussen-wie.html"], "//p[@class='lead']")


def test_a_cell_counts_passages_documents_and_signs_of_one_way(two_pairs: ReportInput):
    cells = table(rendered(two_pairs)["tussen-wie.html"])
    assert cells["School", "Wijkteam"].text_content() == "4 4 doc. +1 −3"
    assert cells["Wijkteam", "School"].text_content() == "1 −1"
    assert cells["School", "Wijkteam"].get("class") == "heat minus-2"
    assert cells["Wijkteam", "School"].get("class") == "heat minus-1"


def test_what_went_both_ways_counts_in_both_cells_and_once_in_the_list(two_pairs: ReportInput):
    page = rendered(two_pairs)["tussen-wie.html"]
    cells = table(page)
    assert cells["School", "Huisarts"].text_content() == cells["Huisarts", "School"].text_content() == "2 2 doc."
    assert "telt in beide vakken" in words(page)
    listed = lxml_html.fromstring(page).xpath("//table[contains(@class, 'pairs')]/tbody/tr")
    told = [spaced(one) for one in listed]
    assert len(told) == 2
    assert "over en weer: 2 2 passages in 2 documenten" in told[1]
    assert "School → Wijkteam: 4 Wijkteam → School: 1 5 passages" in told[0]


def test_only_types_that_occur_are_rows_and_columns(report_input: ReportInput):
    cells = table(rendered(with_relations(report_input, [row(passage_ids(report_input, 0)[0], "school", "wijkteam")]))["tussen-wie.html"])
    assert list(cells) == [("School", "Wijkteam")]


def test_two_of_a_type_have_one_cell_and_a_name_of_their_own(report_input: ReportInput):
    at = passage_ids(report_input, 0)
    made = rendered(with_relations(report_input, [row(at[0], "school", "school", directed=False), row(at[1], "school", "school")]))
    assert table(made["tussen-wie.html"])["School", "School"].text_content() == "2 2 doc."
    page = made["tussen-wie/school/school.html"]
    assert words(page, "//h1") == "School onderling"
    assert "van de een naar de ander: 1 over en weer: 1" in words(page, "//dl")


def test_every_cell_leads_to_a_group_that_holds_its_passages(two_pairs: ReportInput):
    made = rendered(two_pairs)
    expected = {
        ("School", "Wijkteam"): (WIJKTEAM_SCHOOL, "minus-forth-2", "Melding School → Wijkteam"),
        ("Wijkteam", "School"): (WIJKTEAM_SCHOOL, "minus-back-0", "Overdracht Wijkteam → School"),
        ("School", "Huisarts"): (HUISARTS_SCHOOL, "neutral-mutual-1", "Afstemming over en weer"),
        ("Huisarts", "School"): (HUISARTS_SCHOOL, "neutral-mutual-1", "Afstemming over en weer"),
    }
    for names, cell in table(made["tussen-wie.html"]).items():
        path, anchor, title = expected[names]
        assert cell.xpath(".//a/@href") == [f"{path}#{anchor}"]
        group = lxml_html.fromstring(made[path]).get_element_by_id(anchor)
        assert re.sub(r"\s+", " ", group.xpath("./h3")[0].text_content()) == title


def test_a_pair_shows_both_sides_and_the_kinds_apart(two_pairs: ReportInput):
    page = rendered(two_pairs)[WIJKTEAM_SCHOOL]
    sides = [section.get("aria-labelledby") for section in lxml_html.fromstring(page).xpath("//section[starts-with(@class, 'side-of')]")]
    assert sides == ["k-minus", "k-plus", "k-neutral"]
    minus = lxml_html.fromstring(page).xpath("//section[@aria-labelledby='k-minus']")[0]
    assert [group.xpath("count(.//figure)") for group in minus.xpath("./section")] == [3, 1]
    assert words(page, "//section[@aria-labelledby='k-neutral']") == "Zonder oordeel Niets gevonden."
    assert "Overdracht: 1 Melding: 4" in words(page, "//dl")


def test_every_quote_of_a_pair_links_to_its_place_in_the_document(two_pairs: ReportInput):
    page = rendered(two_pairs)[WIJKTEAM_SCHOOL]
    linked = set(re.findall(r"document/\w+\.html#p-(p\w+)", page))
    wanted = set(two_pairs.tables["relations"].filter(two_pairs.tables["relations"]["kind"] != "afstemming")["passage_id"])
    assert linked >= wanted


def test_a_passage_with_minus_and_plus_stands_with_what_can_be_better(report_input: ReportInput):
    one = passage_ids(report_input, 0)[0]
    rows = [row(one, "school", "wijkteam", 1), row(one, "wijkteam", "school", -1, position=1, kind="overdracht")]
    made = rendered(with_relations(report_input, rows))
    cells = table(made["tussen-wie.html"])
    assert cells["School", "Wijkteam"].text_content() == cells["Wijkteam", "School"].text_content() == "1 −1"
    assert words(made[WIJKTEAM_SCHOOL], "//section[@class='group']/h3") == "Overdracht Wijkteam → School"
    who = lxml_html.fromstring(made[WIJKTEAM_SCHOOL]).xpath("//figure//p[@class='who']/text()")
    assert who == ["‘school’ → ‘wijkteam’", "‘wijkteam’ → ‘school’"]


def test_nearly_equal_passages_count_but_are_one_quote(html: dict[str, str]):
    page = html[places.pair("wijkteam", "jeugdhulpaanbieder")]
    n_quotes = len(lxml_html.fromstring(page).xpath("//figure"))
    assert words(page, "//p[@class='counts']").startswith(f"{n_quotes + 2} passages")
    assert "en 2 vrijwel gelijke passages" in words(page)


def test_the_parties_are_marked_where_they_stand(report_input: ReportInput):
    found = corpus.read(report_input)
    passage = next(p for p in found.passages.values() if p.id in found.relations and "school, huisarts" in p.text)
    marked = pieces(passage.text, found.relations[passage.id])
    assert "".join(piece.text for piece in marked) == passage.text
    assert [piece.text for piece in marked if piece.party] == ["school", "huisarts"]


@pytest.mark.parametrize("start", [-3, 1, 4, 900])
def test_a_surface_that_stands_elsewhere_is_not_marked_and_no_text_is_lost(start: int):
    relation = corpus.Relation("school", "wijkteam", "school", "", start, 0, directed=True, kind="melding", polarity=0, method="parse")
    text = "Een wijkteam en een school."
    assert pieces(text, (relation,)) == (Piece(text, party=False),)


def test_hostile_surfaces_and_types_are_text(html: dict[str, str], site: Path):
    page = html[places.pair(HOSTILE[1], "huisarts")]
    who = " ".join(lxml_html.fromstring(page).xpath("//p[@class='who']/text()"))
    assert HOSTILE[0] in who
    assert "e" * 10_000 in who
    assert "nul\ufffdbyte" in who
    assert words(page, "//h1") == f"{HOSTILE[1]} – Huisarts"
    assert not re.search(r"<img|<script>alert|<svg onload", page)
    assert all(re.fullmatch(r"[a-z0-9_.-]+", path.name) for path in (site / "tussen-wie").rglob("*"))


def test_without_relations_the_page_says_why(report_input: ReportInput):
    lonely = rendered(with_relations(report_input, []))
    assert list(lonely) == ["tussen-wie.html"]
    page = words(lonely["tussen-wie.html"])
    assert f"Er is geen paar gevonden: in geen van de {N_READ * N_PASSAGES} passages staan twee organisaties of rollen bij elkaar." in page
    at = passage_ids(report_input, 0)
    actors = [
        {"passage_id": one, "start": start, "end": start + 6, "actor_type": "school", "surface": "school", "role": "organisation"}
        for one in at[:2]
        for start in (0, 10)
    ]
    together = dataclasses.replace(report_input, tables=report_input.tables | {"actors": TABLES["actors"].frame(actors)})
    assert "In 2 van 120 passages staan twee" in words(rendered(with_relations(together, []))["tussen-wie.html"])


def test_without_passages_the_page_says_so(report_input: ReportInput):
    empty = dataclasses.replace(report_input, tables={name: frame.clear() for name, frame in report_input.tables.items()}, lenses=())
    assert "Er zijn geen passages om te lezen" in words(rendered(empty)["tussen-wie.html"])


def test_relations_of_a_document_that_was_set_aside_do_not_count(report_input: ReportInput):
    assert list(rendered(with_relations(report_input, [row("pweg", "school", "wijkteam", -1)]))) == ["tussen-wie.html"]


def test_the_way_it_was_read_is_told(two_pairs: ReportInput):
    told = words(rendered(two_pairs)["tussen-wie.html"], "//section[@aria-labelledby='gelezen']")
    assert "In 5 passages is uit de zinsbouw gelezen" in told
    assert "In 2 passages is dat afgeleid uit de volgorde van de woorden" in told
    assert "nooit een afzonderlijke organisatie" in told


def test_pairs_with_most_minus_come_first_then_the_most_frequent(report_input: ReportInput):
    at = [passage_ids(report_input, position) for position in range(3)]
    rows = [row(one, "school", "wijkteam") for one in at[0][:4]]
    rows += [row(one, "ggz", "huisarts", -1) for one in at[1][:2]] + [row(one, "politie", "huisarts") for one in at[2][:5]]
    found = pairs.pairs(corpus.read(with_relations(report_input, rows)))
    assert [pair.name for pair in found] == ["GGZ (volwassenen) – Huisarts", "Politie – Huisarts", "School – Wijkteam"]


def test_long_lists_are_cut_into_pages_and_every_link_resolves(tmp_path: Path, report_input: ReportInput):
    passages = [one for position in range(N_PASSAGES) for one in passage_ids(report_input, position)]
    rows = [row(one, "school", "wijkteam", -1, kind="melding" if k % 2 else "overdracht") for k, one in enumerate(passages[:70])]
    kinds = sorted(gazetteer.load().kinds)
    rows += [row(passages[0], "huisarts", kind, position=k + 1) for k, kind in enumerate(kinds)]
    rows += [row(passages[1], "politie", kind, position=k + 1) for k, kind in enumerate(kinds) if kind != "huisarts"]
    site = build(with_relations(report_input, rows), tmp_path / "report").index.parent
    assert links.broken(site) == []
    rest = (site / "tussen-wie.2.html").read_text(encoding="utf-8")
    assert "Van wie naar wie" not in rest
    first = (site / "tussen-wie.html").read_text(encoding="utf-8")
    listed = [lxml_html.fromstring(page).xpath("//table[contains(@class, 'pairs')]/tbody/tr") for page in (first, rest)]
    assert [len(one) for one in listed] == [places.PER_PAGE, 2 * len(kinds) - places.PER_PAGE]
    pages_of_pair = [path.read_text(encoding="utf-8") for path in (site / "tussen-wie" / "school").glob("wijkteam*.html")]
    assert len(pages_of_pair) == 2
    assert {one for page in pages_of_pair for one in re.findall(r"#p-(p\w+)", page)} >= set(passages[:70])


def test_types_that_do_not_fit_the_table_are_counted_and_stay_in_the_list(report_input: ReportInput):
    kinds = ["school", "wijkteam", "ggz", "huisarts", "politie", "gemeente", "ziekenhuis", "verpleeghuis", "kinderopvang", "pleegzorg"]
    kinds += ["reclassering", "ambulance", "veilig_thuis", "jeugd_ggz", "kinderrechter", "woningcorporatie"]
    at = passage_ids(report_input, 0) + passage_ids(report_input, 1)
    made = rendered(with_relations(report_input, [row(at[k], "school", kind) for k, kind in enumerate(kinds)]))
    page = made["tussen-wie.html"]
    assert "toont de 14 soorten die het vaakst voorkomen; 2 soorten staan alleen in de lijst eronder" in words(page)
    assert len(table(page)) == 14
    assert len(lxml_html.fromstring(page).xpath("//table[contains(@class, 'pairs')]/tbody/tr")) == 16


def test_the_english_report_has_the_same_page():
    from rodedraad import messages

    messages.use("en")
    try:
        page = rendered(given())["tussen-wie.html"]
    finally:
        messages.use("nl")
    assert "5 pairs · 50 passages" in words(page)
    assert "A row is who hands over" in words(page)
    assert "Tussen wie" not in page
