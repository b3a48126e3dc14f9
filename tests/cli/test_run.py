"""`rodedraad run` as an analyst meets it: first, again, one more report, killed, interrupted, offline, on a full disk."""

import os
import shutil
import signal
import subprocess
import sys
import time

import polars as pl
import pytest

from scenario import FAST, cli, contents, small_corpus, start


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A finished run over the small corpus."""
    base = tmp_path_factory.mktemp("basis")
    files = small_corpus(base)
    began = time.monotonic()
    done = cli("run", files, "--out", base / "uit", *FAST, cwd=base)
    done.seconds = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    return base, done


def test_prints_where_the_report_is(undisturbed):
    base, done = undisturbed
    assert str(base / "uit" / "report" / "index.html") in done.stdout
    assert (base / "uit" / "report" / "index.html").is_file()
    assert "9 documenten" in done.stdout
    assert (base / "uit" / "private").stat().st_mode & 0o777 == 0o700


def test_no_name_leaves_the_private_folder(undisturbed):
    base, _ = undisturbed
    for place, content in contents(base / "uit").items():
        if not place.startswith("private/") and not place.endswith(".parquet"):
            text = content.decode("utf-8")
            assert "Hendriksma" not in text, place
            assert "Bakker" not in text, place
    shared = pl.read_parquet(base / "uit" / "tables" / "passages.parquet")
    assert not shared["text"].str.contains("Hendriksma|Bakker").any()


def test_again_does_nothing(undisturbed):
    base, _ = undisturbed
    before = contents(base / "uit")
    again = cli("run", base / "stukken", "--out", base / "uit", *FAST, cwd=base)
    assert again.returncode == 0
    assert again.stderr.count("niets veranderd") == 13  # twelve stages and the report
    assert contents(base / "uit") == before


def test_explain_says_what_and_why_and_does_nothing(undisturbed, tmp_path):
    base, _ = undisturbed
    told = cli("run", base / "stukken", "--out", base / "uit", *FAST, "--explain", cwd=base)
    assert told.stdout.count("niets veranderd") == 12
    other = cli("run", base / "stukken", "--out", base / "uit", *FAST, "--set", "cluster.damping=0.1", "--explain", cwd=base)
    assert "een instelling" in other.stdout.splitlines()[-1]
    fresh = cli("run", base / "stukken", "--out", tmp_path / "nieuw", *FAST, "--explain", cwd=base)
    assert fresh.stdout.count("nog niet eerder gedaan") == 12
    assert not (tmp_path / "nieuw").exists()


def test_one_more_report(undisturbed, tmp_path):
    base, _ = undisturbed
    shutil.copytree(base, tmp_path / "kopie")
    files = tmp_path / "kopie" / "stukken"
    text = "# Nieuw rapport\n\n## Analyse\n\nDe avonddienst heeft de afspraken niet overgedragen aan de nachtdienst. Niemand wist ervan.\n"
    (files / "nieuw.md").write_text(text, encoding="utf-8")
    again = cli("run", files, "--out", tmp_path / "kopie" / "uit", *FAST, cwd=tmp_path)
    assert "Inlezen: klaar (1 van 7)" in again.stderr
    assert "10 documenten" in again.stdout


def test_one_or_two_threads_give_the_same_bytes(undisturbed, tmp_path):
    base, _ = undisturbed
    env = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
    files = base / "stukken"
    cli("run", files, "--out", tmp_path / "een", *FAST, "--set", "run.workers=1", cwd=base, env=env)
    assert contents(tmp_path / "een") == contents(base / "uit")


@pytest.mark.parametrize("share", [0.2, 0.45, 0.7, 0.9])
def test_killed_at_any_moment_and_run_again(undisturbed, tmp_path, share):
    base, done = undisturbed
    process = start("run", base / "stukken", "--out", tmp_path / "uit", *FAST, cwd=base)
    time.sleep(done.seconds * share)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    again = cli("run", base / "stukken", "--out", tmp_path / "uit", *FAST, cwd=base)
    assert again.returncode == 0, again.stderr
    assert contents(tmp_path / "uit") == contents(base / "uit")


@pytest.mark.parametrize("seconds", [0, 0.5, 1, 2])
def test_ctrl_c(undisturbed, tmp_path, seconds):
    base, _ = undisturbed
    process = start("run", base / "stukken", "--out", tmp_path / "uit", *FAST, cwd=base)
    while not (tmp_path / "uit").is_dir() and process.poll() is None:  # before that there is nothing to interrupt
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Onderbroken" in told
    assert "Traceback" not in told


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting a small disk needs root on Linux")
def test_a_full_disk(undisturbed, tmp_path):
    base, _ = undisturbed
    small = tmp_path / "schijf"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", small], check=False)
    if mounted.returncode:
        pytest.skip("no right to mount here")
    try:
        full = cli("run", base / "stukken", "--out", small / "uit", *FAST, cwd=base)
        assert full.returncode == 2
        assert "De schijf is vol" in full.stderr
        assert "Traceback" not in full.stderr
        subprocess.run(["mount", "-o", "remount,size=100m", small], check=True)
        assert cli("run", base / "stukken", "--out", small / "uit", *FAST, cwd=base).returncode == 0
        assert contents(small / "uit") == contents(base / "uit")
    finally:
        subprocess.run(["umount", small], check=True)


@pytest.mark.skipif(shutil.which("unshare") is None or os.geteuid() != 0, reason="a process without network needs unshare and root")
def test_without_network(undisturbed, tmp_path):
    base, _ = undisturbed
    done = cli("run", base / "stukken", "--out", tmp_path / "uit", *FAST, cwd=base, before=("unshare", "-n"))
    assert done.returncode == 0
    assert contents(tmp_path / "uit") == contents(base / "uit")


def test_two_at_once_in_one_folder(undisturbed, tmp_path):
    base, _ = undisturbed
    first = start("run", base / "stukken", "--out", tmp_path / "uit", *FAST, cwd=base)
    while not (tmp_path / "uit" / "private" / "lock").exists():
        time.sleep(0.02)
    time.sleep(0.3)
    second = cli("run", base / "stukken", "--out", tmp_path / "uit", *FAST, cwd=base)
    first.communicate(timeout=120)
    assert first.returncode == 0
    assert second.returncode == 2
    assert "Een andere opdracht" in second.stderr


def test_never_mixes_with_somebodys_files(undisturbed, tmp_path):
    base, _ = undisturbed
    (tmp_path / "eigen").mkdir()
    (tmp_path / "eigen" / "brief.txt").write_text("van mij", encoding="utf-8")
    done = cli("run", base / "stukken", "--out", tmp_path / "eigen", *FAST, cwd=base)
    assert done.returncode == 2
    assert "andere bestanden" in done.stderr
    same = cli("run", base / "stukken", "--out", base / "stukken", *FAST, cwd=base)
    assert same.returncode == 2


def test_rebuild_the_report(undisturbed, tmp_path):
    base, _ = undisturbed
    shutil.copytree(base / "uit", tmp_path / "uit")
    before = contents(tmp_path / "uit")
    shutil.rmtree(tmp_path / "uit" / "report")
    done = cli("report", tmp_path / "uit", cwd=base)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "uit") == before


def test_light_commands_import_nothing_heavy(undisturbed):
    base, _ = undisturbed
    heavy = ("torch", "spacy", "sklearn", "scipy", "transformers", "sentence_transformers", "hdbscan", "deduce")
    for arguments in (["--help"], ["config", "show"], ["report", str(base / "uit")], ["lens", "list"]):
        code = f"import sys; from rodedraad.cli.main import main; main({arguments!r}); print([m for m in {heavy!r} if m in sys.modules])"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "[]", arguments


def test_a_row_more_in_a_register_leaves_the_others_alone(undisturbed, tmp_path):
    base, _ = undisturbed
    shutil.copytree(base, tmp_path / "kopie")
    with (tmp_path / "kopie" / "stukken" / "register.csv").open("a", encoding="utf-8") as register:
        register.write("R-5;01-06-2023;Avonddienst;De afspraak over de sleutel is niet overgedragen aan de nacht.\n")
    again = cli("run", tmp_path / "kopie" / "stukken", "--out", tmp_path / "kopie" / "uit", *FAST, cwd=tmp_path)
    assert "Pseudonimiseren: klaar (1 van 10)" in again.stderr


def test_another_folder_of_the_same_name_gets_no_say(undisturbed, tmp_path):
    base, _ = undisturbed
    for place in ("een", "twee"):
        shutil.copytree(base / "stukken", tmp_path / place / "rapporten.2023")
    first = cli("run", "een/rapporten.2023", *FAST, cwd=tmp_path)
    assert (tmp_path / "runs" / "rapporten.2023" / "report").is_dir(), first.stderr
    second = cli("run", "twee/rapporten.2023", *FAST, cwd=tmp_path)
    assert second.returncode == 2
    assert "dezelfde naam" in second.stderr
    assert cli("run", "een/rapporten.2023", *FAST, cwd=tmp_path).returncode == 0
