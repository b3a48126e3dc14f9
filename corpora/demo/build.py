"""Makes ``documents/`` from ``source/``: ``python corpora/demo/build.py [--out FOLDER]`` (needs the extra ``corpus``).

Running it twice gives the same bytes; the test tests/corpora/test_demo.py holds git to that.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from builders import odt, pdf, plain, register, scan, source, word

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).resolve().parent
WRITERS: dict[str, Callable[[source.Source], bytes]] = {
    "docx": word.write,
    "odt": odt.write,
    "html": plain.html,
    "txt": plain.text,
    "md": plain.markdown,
}
SCAN_SEED = 29
REGISTER = "register-incidenten"


def build(sources: Path, target: Path) -> list[Path]:
    """Write every document of ``sources`` into ``target``, remove files that have no source, and return the paths in order."""
    target.mkdir(parents=True, exist_ok=True)
    made = {}
    for path in sorted(sources.glob("*.md")):
        document = source.read(path)
        made[f"{document.name}.{document.format}"] = _bytes(document)
    rows = register.read(sources / "register.csv")
    made[f"{REGISTER}-{register.CSV_YEAR}.csv"] = register.write_csv(register.of_year(rows, register.CSV_YEAR))
    made[f"{REGISTER}-{register.XLSX_YEAR}.xlsx"] = register.write_xlsx(register.of_year(rows, register.XLSX_YEAR))
    for name, data in made.items():
        (target / name).write_bytes(data)
    for stale in sorted(path for path in target.iterdir() if path.name not in made):
        stale.unlink()
    return [target / name for name in sorted(made)]


def _bytes(document: source.Source) -> bytes:
    if document.format != "pdf":
        return WRITERS[document.format](document)
    data = pdf.write(document)
    return scan.scan(data, SCAN_SEED) if "scan" in document.layout else data


def main() -> None:
    """Build and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE / "documents")
    made = build(HERE / "source", parser.parse_args().out)
    print(f"{len(made)} files, {sum(path.stat().st_size for path in made) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
