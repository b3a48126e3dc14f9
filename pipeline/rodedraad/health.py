"""Is everything there that a run may need? One finding a line."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rodedraad import __version__, messages, registry, resources
from rodedraad.errors import ConfigError
from rodedraad.run.fingerprint import library_version

_NEEDED_DISK_GB = 2
_TESSERACT_SECONDS = 20
_LIBRARIES = (
    "polars", "pypdfium2", "docx2python", "odfdo", "trafilatura", "deduce", "scikit-learn", "hdbscan", "jinja2",
    "onnxruntime", "tokenizers", "spacy", "graspologic-native",
)  # fmt: skip
_OPTIONAL = ("sentence-transformers", "torch", "model2vec")  # for other models than the shipped ones


class State(StrEnum):
    """How serious a finding is."""

    GOOD = "good"
    NOTE = "note"  # something optional is absent
    MISSING = "missing"  # a run will fail


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination."""

    state: State
    text: str


def examine() -> list[Finding]:
    """Look at program, libraries, shipped data, models (every file hashed), tesseract and disk; change nothing."""
    return [_program(), *_libraries(), _data(), *_models(), _ocr(), _disk()]


def _program() -> Finding:
    text = messages.text("doctor.program", version=__version__, python=platform.python_version(), system=f"{sys.platform}")
    return Finding(State.GOOD, text)


def _libraries() -> list[Finding]:
    absent = [name for name in _LIBRARIES if library_version(name) == "absent"]
    optional = [name for name in _OPTIONAL if library_version(name) == "absent"]
    findings = []
    if absent:
        findings.append(Finding(State.MISSING, messages.text("doctor.libraries_absent", names=", ".join(absent))))
    else:
        findings.append(Finding(State.GOOD, messages.text("doctor.libraries", n=len(_LIBRARIES))))
    if optional:
        findings.append(Finding(State.NOTE, messages.text("doctor.optional_absent", names=", ".join(optional))))
    return findings


def _data() -> Finding:
    lenses = len(list(resources.lenses().glob("*.toml")))
    if not lenses or not (resources.configs() / "base.toml").is_file():
        return Finding(State.MISSING, messages.text("doctor.data_absent"))
    return Finding(State.GOOD, messages.text("doctor.data", lenses=lenses))


def _models() -> list[Finding]:
    try:
        entries = registry.entries()
    except ConfigError as error:
        return [Finding(State.MISSING, str(error))]
    return [_model(entry) for entry in entries] or [Finding(State.NOTE, messages.text("doctor.models_none"))]


def _model(entry: registry.Entry) -> Finding:
    try:
        faults = registry.verify(entry)
    except ConfigError as error:
        return Finding(State.MISSING, str(error))
    if not faults:
        return Finding(State.GOOD, messages.text("doctor.model", model=entry.id, n=len(entry.files)))
    needed = entry.status in ("default", "quick")
    return Finding(State.MISSING if needed else State.NOTE, messages.text("doctor.model_changed", model=entry.id, n=len(faults)))


def _ocr() -> Finding:
    program = shutil.which("tesseract")
    if program is None:
        return Finding(State.NOTE, messages.text("doctor.ocr_absent"))
    try:
        told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=_TESSERACT_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return Finding(State.NOTE, messages.text("doctor.ocr_absent"))
    if "nld" not in told.stdout.split():
        return Finding(State.NOTE, messages.text("doctor.ocr_no_dutch"))
    return Finding(State.GOOD, messages.text("doctor.ocr"))


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free / 1e9
    state = State.GOOD if free > _NEEDED_DISK_GB else State.NOTE
    return Finding(state, messages.text("doctor.disk", gb=f"{free:.0f}"))
