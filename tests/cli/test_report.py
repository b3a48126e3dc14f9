"""`rodedraad report` and its options, on a real run: another language, and one file for mailing."""

from __future__ import annotations

import shutil

import pytest

from rodedraad import site
from rodedraad.cli import main as command_line
from rodedraad.report import single
from scenario import FAST, cli, small_corpus


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A finished run over the small corpus, asked for in English."""
    base = tmp_path_factory.mktemp("basis")
    done = cli("run", small_corpus(base), "--out", base / "uit", "--lang", "en", *FAST, cwd=base)
    assert done.returncode == 0, done.stderr
    return base / "uit"


def test_a_run_in_english_has_an_english_report_and_speaks_dutch_itself(finished):
    assert '<html lang="en"' in (finished / "report/index.html").read_text(encoding="utf-8")
    assert not (finished / site.SINGLE).exists()


def test_another_language_and_one_file(finished, tmp_path, capsys):
    run = shutil.copytree(finished, tmp_path / "uit")
    assert command_line.main(["report", str(run), "--lang", "nl", "--enkel-bestand"]) == 0
    told = capsys.readouterr().out
    assert f"In één bestand: {(run / site.SINGLE).resolve()}" in told
    text = (run / site.SINGLE).read_text(encoding="utf-8")
    assert '<html lang="nl"' in text
    assert text == single.made(run / "report")
    assert command_line.main(["report", str(run)]) == 0  # as it was asked for at first: in a folder alone, in English
    assert not (run / site.SINGLE).exists()
    assert '<html lang="en"' in (run / "report/index.html").read_text(encoding="utf-8")


def test_a_language_that_is_not_there_is_refused_by_name(finished, tmp_path, capsys):
    run = shutil.copytree(finished, tmp_path / "uit")
    assert command_line.main(["report", str(run), "--lang", "fr"]) == 2
    assert "report.language" in capsys.readouterr().err


def test_too_big_to_mail_says_so_and_leaves_the_folder(finished, tmp_path, capsys, monkeypatch):
    run = shutil.copytree(finished, tmp_path / "uit")
    monkeypatch.setattr(single, "MOST_BYTES", 10_000)
    assert command_line.main(["report", str(run), "--single-file"]) == 2
    assert "Stuur die map als zip-bestand" in capsys.readouterr().err
    assert (run / "report/index.html").is_file()
    assert not (run / site.SINGLE).exists()
