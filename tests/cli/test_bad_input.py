"""Every kind of bad input through the real command: one Dutch line that names file, cause and remedy; the rest is processed."""

import json
import os
import shutil
import subprocess
from html import unescape

import polars as pl
import pytest

from cli import bad_files as bad
from rodedraad.errors import DocumentError
from rodedraad.messages import printable
from scenario import FAST, cli, contents

COLUMNS = ("--set", 'ingest.columns.text=["omschrijving"]', "--set", 'ingest.columns.delimiter=";"')
GOOD = {"wijkteam.md": "Onderzoek wijkteam", "crisisdienst.md": "Onderzoek crisisdienst", "thuiszorg.md": "Onderzoek thuiszorg"}
OWN_LINES = {  # files that are no bytes of their own, or only partly bad
    "kopie.md": ("duplicate_file", "crisisdienst.md"),
    "kopie van\nregel.txt": ("duplicate_file", "kopie\\u000aregel.txt"),
    "koppeling.txt": ("symlink_outside", "buiten de map"),
    "register.csv#3": ("row_too_long", "100.000 tekens"),
}
CLOSED = "dicht.txt"


def without_rights_of_root():
    """Return what to put before the command so that a closed file is closed: root may read everything. Empty when that cannot be."""
    if os.geteuid() != 0:
        return ()
    before = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-dac_override,-dac_read_search")
    able = shutil.which("setpriv") and subprocess.run([*before, "true"], capture_output=True, check=False).returncode == 0
    return before if able else None


class Folder:
    """The folder of reports with everything bad in it, and the run over it."""

    def __init__(self, base):
        self.base, self.out = base, base / "uit"
        files = base / "stukken"
        stolen = base / "gestolen.txt"
        stolen.write_text("Buitgemaakt is dit. " * 20, encoding="utf-8")
        self.bad = bad.bad_files(stolen)
        self.odd = bad.odd_files()
        bad.write(files, {name: bad.report(title) for name, title in GOOD.items()} | self.odd | {b.name: b.data for b in self.bad})
        rows = (("R-1", "03-02-2023", f"{bad.TEXT.strip()} Een."), ("R-2", "04-02-2023", f"{bad.NAME} " * 100_000))
        last = ("R-3", "05-02-2023", f"{bad.TEXT.strip()} Drie.")
        bad.write(files, {"register.csv": bad.register(*rows, last), "kopie.md": bad.report(GOOD["crisisdienst.md"])})
        bad.write(files, {"kopie\nregel.txt": self.odd["regel\neinde.txt"], "kopie van\nregel.txt": self.odd["regel\neinde.txt"]})
        (files / "regel\neinde.txt").unlink()
        (files / "koppeling.txt").symlink_to(stolen)
        self.before = without_rights_of_root()
        if self.before is not None:
            (files / CLOSED).write_text(bad.TEXT, encoding="utf-8")
            (files / CLOSED).chmod(0)

    def run(self, *more):
        return cli("run", "stukken", "--out", "uit", *FAST, *COLUMNS, *more, cwd=self.base, before=self.before or ())

    def lines(self, told):
        """Return the lines about files: those between the stages and the count."""
        return [line.strip() for line in told.stderr.split("\n") if ": " in line and ": klaar" not in line and ": niets" not in line]

    def table(self, name):
        place = "private" if name == "raw_documents" else "tables"
        return pl.read_parquet(self.out / place / f"{name}.parquet")

    def reasons(self, *tables):
        """Return source path → reason."""
        rows = [row for table in tables for row in self.table(table).iter_rows(named=True)]
        return {row["source_path"]: row["reason"] for row in rows if row["reason"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One run over everything."""
    made = Folder(tmp_path_factory.mktemp("slecht"))
    made.told = made.run()
    return made


def line_of(folder, name):
    """Return the one line about a file."""
    lines = [line for line in folder.lines(folder.told) if line.startswith(f"{printable(name)}: ")]
    assert len(lines) == 1, (name, lines)
    return lines[0]


def test_the_rest_is_processed(folder):
    assert folder.told.returncode == 3, folder.told.stderr
    documents = folder.table("documents").filter(pl.col("status") == "ok")
    read = {path.partition("#")[0] for path in documents["source_path"]}
    assert read == {*GOOD, *folder.odd, "register.csv", "kopie\nregel.txt"} - {"regel\neinde.txt"}
    assert set(folder.table("passages")["doc_id"]) == set(documents["doc_id"])
    assert (folder.out / "report" / "index.html").is_file()


def test_every_bad_file_has_one_line_with_cause_and_remedy(folder):
    expected = {b.name: (b.code, b.said) for b in folder.bad} | OWN_LINES
    if folder.before is not None:
        expected[CLOSED] = ("unreadable", "niet te openen")
    reasons, shared = folder.reasons("sources", "raw_documents"), folder.reasons("sources", "documents")
    for name, (code, said) in expected.items():
        line = line_of(folder, name)
        assert said in line, (name, line)
        if code != "duplicate_file":
            assert reasons[name].partition("?")[0] == shared[name].partition("?")[0] == code
            told = DocumentError.from_reason(reasons[name])
            assert line == f"{printable(name)}: {told.what} {told.remedy}"
        assert line.endswith((".", "…"))
    assert len(folder.lines(folder.told)) == len(expected)


@pytest.mark.skipif(without_rights_of_root() is None, reason="root reads every file, and setpriv is not here to give that up")
def test_a_file_that_may_not_be_read(folder):
    assert "Controleer of u het mag lezen" in line_of(folder, CLOSED)


def test_nothing_of_a_file_is_told(folder):
    """Not in the messages, the journal, the log or the manifest; neither tracebacks nor terminal codes."""
    told = folder.told.stderr + folder.told.stdout
    for name in ("journal.jsonl", "log.jsonl", "manifest.json"):
        told += (folder.out / name).read_text(encoding="utf-8") if (folder.out / name).is_file() else ""
    for word in (bad.NAME, "Buitgemaakt", "Scriptwoord", "Traceback", "\x1b", "overgedragen"):
        assert word not in told, word
    assert "\u202e" not in folder.told.stderr + folder.told.stdout


def test_the_content_of_the_local_file_is_nowhere(folder):
    tables = [*folder.out.rglob("*.parquet")]
    assert len(tables) > 10
    for path in tables:  # compressed: the bytes themselves would never show it
        assert "Buitgemaakt" not in pl.read_parquet(path).write_json(), path
    for path in folder.out.rglob("*"):
        if path.is_file():
            assert b"Buitgemaakt" not in path.read_bytes(), path


def test_odd_files_are_read_whole(folder):
    """Every encoding and every name: both sections, accents, and no script."""
    blocks = pl.read_parquet(folder.out / "private" / "blocks.parquet")
    names = dict(folder.table("raw_documents").select("doc_id", "source_path").iter_rows())
    texts = {names[key[0]]: "\n".join(group["text"]) for key, group in blocks.sort("doc_id", "block").group_by("doc_id")}
    for name in set(folder.odd) - {"regel\neinde.txt", "script.html"}:
        assert "De cliënt is daarna niet meer gezien in café Eén." in texts[name], name
        assert texts[name].count("overgedragen aan de nachtdienst") == 2, name
    assert "“zo”" in texts["cp1252.txt"]
    assert "Scriptwoord" not in texts["script.html"]
    assert "Verslag" in texts["script.html"]
    shared = b"".join(content for place, content in contents(folder.out).items() if place.startswith("report/"))
    assert b"Scriptwoord" not in shared


def test_the_report_names_what_was_set_aside(folder):
    """By the reason; files by the start of their hash, since names may hold names."""
    page = unescape((folder.out / "report" / "documenten.html").read_text(encoding="utf-8"))
    for row in folder.table("documents").filter(pl.col("status") == "set_aside").iter_rows(named=True):
        assert row["sha256"][:8] in page, row["source_path"]
    for said in ("beveiligd met een wachtwoord", "3000 bladzijden", "zipbom", "XML-entiteiten", "oude soort (.doc)", "buiten de map"):
        assert said in page, said
    assert "streep.csv" not in page


def test_again_changes_nothing_and_says_the_same(folder):
    before = contents(folder.out)
    again = folder.run()
    assert again.returncode == 3
    assert again.stderr.count("niets veranderd") == 13
    assert folder.lines(again) == folder.lines(folder.told)
    assert contents(folder.out) == before


def test_one_process_or_two_say_the_same(folder, tmp_path):
    """PDFium keeps the error of the file before; what it says of one file must not depend on which that was."""
    done = cli(
        "run", "stukken", "--out", tmp_path / "uit", *FAST, *COLUMNS, "--set", "run.workers=1", cwd=folder.base, before=folder.before or ()
    )
    assert folder.lines(done) == folder.lines(folder.told)
    assert contents(tmp_path / "uit") == contents(folder.out)


def test_check_tells_the_same(folder):
    told = cli("check", "stukken", "--config", "quick", *COLUMNS, cwd=folder.base, before=folder.before or ())
    assert told.returncode == 3
    assert folder.lines(told) == sorted(folder.lines(folder.told), key=folder.lines(told).index)


def test_a_folder_with_nothing_usable(tmp_path):
    wanted = {"leeg.pdf", "oud.doc", "programma.exe", "lachbui.docx"}
    files = {b.name: b.data for b in bad.bad_files(tmp_path / "weg.txt") if b.name in wanted}
    bad.write(tmp_path / "stukken", files)
    done = cli("run", "stukken", "--out", "uit", *FAST, cwd=tmp_path)
    assert done.returncode == 2
    lines = done.stderr.split("\n")
    for name in files:
        assert sum(line.strip().startswith(f"{name}: ") for line in lines) == 1, name
    assert lines[-2].startswith("Geen van de 4 bestanden is bruikbaar.")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "uit" / "manifest.json").exists()


def test_a_folder_with_nothing_that_is_even_opened(tmp_path):
    bad.write(tmp_path / "stukken", {"programma.exe": b"MZ", "zonder": b"x"})
    done = cli("run", "stukken", "--out", "uit", *FAST, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 3
    assert not (tmp_path / "uit").exists()


def test_files_that_hang_or_want_too_much(tmp_path):
    """A page without end, a workbook that grows to 300 GB, a text too large for the memory it is given: stopped, and the rest goes on."""
    greedy = {"hangt.pdf": bad.hanging_pdf(), "vraatzuchtig.xlsx": bad.greedy_workbook(), "groot.txt": bad.greedy_text()}
    bad.write(tmp_path / "stukken", greedy | {name: bad.report(title) for name, title in GOOD.items()})
    limits = ("--set", "run.seconds_per_file=8", "--set", "run.memory_mb=800")
    done = cli("run", "stukken", "--out", "uit", *FAST, *limits, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    said = {"hangt.pdf": "duurde te lang", "vraatzuchtig.xlsx": "te veel werkgeheugen", "groot.txt": "te veel werkgeheugen"}
    for name, words in said.items():
        assert [words in line for line in done.stderr.split("\n") if line.strip().startswith(name)] == [True], done.stderr
    assert "memory allocation" not in done.stderr  # what a library cries when it dies
    documents = pl.read_parquet(tmp_path / "uit" / "tables" / "documents.parquet")
    assert set(documents.filter(pl.col("status") == "ok")["source_path"]) == set(GOOD)
    reasons = {fault["where"]: fault["reason"] for fault in json.loads((tmp_path / "uit" / "manifest.json").read_text())["set_aside"]}
    (tmp_path / "stukken" / "groot.txt").unlink()
    assert reasons == {"hangt.pdf": "too_slow", "vraatzuchtig.xlsx": "crashed", "groot.txt": "too_much_memory"}


def test_a_register_in_another_language_takes_one_line(tmp_path):
    """Not a line for every row."""
    rows = [(str(i), "03-02-2023", f"{bad.ENGLISH.strip()} Entry {i}.") for i in range(40)]
    bad.write(tmp_path / "stukken", {"register.csv": bad.register(*rows), "a#1.md": bad.report("Onderzoek")})
    done = cli("run", "stukken", "--out", "uit", *FAST, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    lines = [line for line in done.stderr.split("\n") if "register.csv" in line]
    assert len(lines) == 1
    assert lines[0].startswith("  register.csv (40 rijen: #2, #3, #4, …): Dit document is niet in het Nederlands (herkend: en).")
    assert "1 bestand(en) terzijde gelegd" in done.stderr
