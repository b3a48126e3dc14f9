"""Finds case and file numbers: "zaaknummer 2021-004512", "dossier 23/1187", "IGJ-2023-004512", "C/18/204512 / JE RK 21-88".

Text goes in, proposals come out. Such numbers have no check digit; a word before them announces them, or their form is nothing else. A
number of the same form as an announced one is taken along ("patiëntnummer 7745120 was verwisseld met 7745102").
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import regex

from rodedraad.pseudonymise.spans import Kind, Span, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST_DIGITS_ANNOUNCED = 2
_LEAST_DIGITS_HINTED = 4
_LEAST_DIGITS_SEPARATED = 3
_COURT = r"[A-Z]{1,3}(?:\s[A-Z]{1,3})?\s\d+(?:[-/.]\d+)+"
_CODE = regex.compile(rf"(?=[A-Za-z/._-]{{0,12}} ?\d)(?:[A-Z]{{1,6}} (?=\d))?[A-Za-z\d]+(?:[-./_:][A-Za-z\d]+)*(?:\s?/\s?{_COURT})?")
_FORMS = (
    r"ECLI(?::[\w.]+){3,4}",
    r"[A-Z]{1,6}[-/](?:19|20)\d{2}[-/.]?\d{2,}(?:[-/.]\d+)*",  # IGJ-2023-004512
    r"[A-Z]{2,6}[-/.]?\d{2}[-/.]\d{3,}(?:[-/.]\d+)*",
    rf"[A-Z]/\d{{2}}/\d{{5,6}}(?:\s?/\s?{_COURT})?",  # a court's: C/18/204512 / JE RK 21-88
    r"(?:19|20)\d{2}[-/]\d{4,}(?:[-/.]\d+)*",
    r"\d{2}/\d{5,}",
    r"[A-Z]{2}\d{3,4}-\d{6,}(?:-\d+)?",  # the police's: PL0100-2020012345
    r"[A-Z]{2,5}-\d{5,}",
)
_FORM = regex.compile(rf"(?<![\w./-])(?:{'|'.join(_FORMS)})(?!\w)")
_YEARS = regex.compile(r"(?:19|20)\d{2}(?:\s?[-/]\s?(?:19|20)\d{2})?$")
_BARE = regex.compile(r"(?<![\w.,/-])[\dA-Z]+(?:[-./][\dA-Z]+)*(?![\w/-])")


def find(text: str) -> list[Span]:
    """Return every case or file number in ``text`` (flattened)."""
    formed = [match.span() for match in _FORM.finditer(text) if not _YEARS.match(match.group())]
    announced = list(_announced(text))
    shapes = {_shape(text[start:end]) for start, end in announced}
    alike = [m.span() for m in _BARE.finditer(text) if shapes and _shape(m.group()) in shapes and _is_code(m.group(), _LEAST_DIGITS_HINTED)]
    return [Span.at(where, Kind.CASE, Strength.ANNOUNCED) for where in [*formed, *announced, *alike]]


def _announced(text: str) -> Iterator[tuple[int, int]]:
    strong, weak = _announcers()
    for pattern, least in ((strong, _LEAST_DIGITS_ANNOUNCED), (weak, _LEAST_DIGITS_HINTED)):
        for word in pattern.finditer(text):
            code = _CODE.match(text, word.end())
            if code and _is_code(code.group(), least):
                yield code.span()


@cache
def _announcers() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    words: dict[str, Any] = tomllib.loads(
        resources.files("rodedraad.pseudonymise").joinpath("data", "identifiers.toml").read_text(encoding="utf-8")
    )

    def any_of(name: str) -> str:
        return "|".join(regex.escape(word).replace(r"\ ", r"\s") for word in sorted(words[name], key=lambda w: (-len(w), w)))

    behind = r"(?:\s+(?:is|was|luidt|van\s+\w+))?\s*[:#=]?\s*"
    strong = rf"(?<![\w-])(?:(?:{any_of('numbered')})[ -]?(?:nummer|nr\.?|no\.?|id|code)(?!\w)|(?:{any_of('announcing')})(?!\w))\.?{behind}"
    weak = rf"(?<![\w-])(?:{any_of('hinting')})(?::\s*|\s+)(?:nr\.?\s*|nummer\s+)?"
    return regex.compile(strong, regex.IGNORECASE), regex.compile(weak, regex.IGNORECASE)


def _is_code(code: str, least: int) -> bool:
    """Return whether it has enough digits to point at one file, and is no year."""
    digits = sum(map(str.isdigit, code))
    separated = any(c in "-/." for c in code[1:-1])
    return (digits >= least or (separated and digits >= min(least, _LEAST_DIGITS_SEPARATED))) and not _YEARS.match(code)


def _shape(code: str) -> str:
    return "".join("9" if c.isdigit() else "A" if c.isalpha() else c for c in code)
