"""The report's own id: of its documents alone."""

from rodedraad.report.identity import report_id


def test_the_order_of_documents_does_not_matter_and_another_document_does():
    assert report_id(["b", "a"]) == report_id(["a", "b"])
    assert report_id(["a"]) != report_id(["a", "b"])
    assert len(report_id([])) == 12


def test_every_page_bears_it(site):
    ids = {page.read_text(encoding="utf-8").split('data-report="')[1].split('"')[0] for page in site.rglob("*.html")}
    assert len(ids) == 1
    assert len(ids.pop()) == 12
