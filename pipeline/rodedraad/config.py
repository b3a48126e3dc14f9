"""The configuration: pydantic models of the TOML files, `extends`, and every fault at once with a did-you-mean.

``configs/base.toml`` holds the defaults, a profile (``quick.toml``) extends it, a user's file extends either, ``--set`` comes last.
Every field's description is Dutch, because ``rodedraad config schema`` and docs/configuratie.md show it to the user.
"""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rodedraad import __version__, resources
from rodedraad.errors import ConfigError, EnvironmentFault

_BLANK = "…"  # stands for a name in a shared configuration
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Section(BaseModel):
    """A table of the configuration: frozen, unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Run(Section):
    """How the work is done; nothing here changes a result."""

    workers: int = Field(0, ge=0, le=256, description="Aantal processen; 0 = één per processorkern, ten hoogste vier.")
    seconds_per_file: int = Field(300, ge=1, description="Langer dan dit aantal seconden mag het lezen van één bestand niet duren.")
    memory_mb: int = Field(2048, ge=256, description="Meer werkgeheugen (MB) mag het lezen van één bestand niet vragen.")


class Columns(Section):
    """How to read a register: a table in which every row is a report."""

    text: list[str] = Field(default=[], description="Kolommen met de tekst van een melding, in volgorde; leeg = zelf herkennen.")
    id: str | None = Field(None, description="Kolom met het nummer van de melding; weglaten = zelf herkennen.")
    date: str | None = Field(None, description="Kolom met de datum; weglaten = zelf herkennen.")
    sector: str | None = Field(None, description="Kolom met de sector; weglaten = zelf herkennen.")
    organisation: str | None = Field(None, description="Kolom met de organisatie of afdeling; weglaten = zelf herkennen.")
    delimiter: str | None = Field(None, description="Scheidingsteken van CSV-bestanden; weglaten = zelf herkennen.")


class Ingest(Section):
    """Reading files."""

    languages: list[str] = Field(default=["nl"], description="Talen die worden meegenomen (ISO-codes, zoals nl en en).")
    other_languages: Literal["set_aside", "keep"] = Field(
        "set_aside", description="Wat er gebeurt met een document in een andere taal: set_aside (terzijde leggen) of keep (houden)."
    )
    ocr: bool = Field(False, description="Lees scans met tesseract (ook: --ocr).")
    ocr_language: str = Field("nld", description="Taalbestand(en) voor tesseract, bijvoorbeeld nld of nld+eng.")
    min_characters: int = Field(40, ge=1, description="Een document met minder tekens dan dit geldt als leeg.")
    max_mb: int = Field(200, ge=1, description="Grotere bestanden (MB) worden terzijde gelegd.")
    max_pages: int = Field(2000, ge=1, description="PDF-bestanden met meer bladzijden worden terzijde gelegd.")
    max_unpacked_mb: int = Field(500, ge=1, description="Zoveel MB mag een DOCX, ODT of XLSX uitgepakt ten hoogste zijn.")
    columns: Columns = Field(default=Columns(), description="Kolommen van een register (CSV of spreadsheet).")


class Pseudonymise(Section):
    """Taking names and identifiers out."""

    names: Literal["deduce", "rules"] = Field(
        "deduce", description="Namen en plaatsen vinden met deduce (beste) of alleen met regels (snel)."
    )
    dates: Literal["remove", "year", "keep"] = Field(
        "year", description="Datums: remove ([DATUM]), year ([DATUM 2023]) of keep (laten staan)."
    )
    times: bool = Field(True, description="Kloktijden vervangen door [TIJD].")
    organisations: Literal["type", "number", "keep"] = Field(
        "type", description="Organisatienamen: type ([JEUGDHULPAANBIEDER-1]), number ([ORGANISATIE-1]) of keep."
    )
    keep: list[str] = Field(default=[], description="Woorden die nooit een naam zijn, bijvoorbeeld een productnaam.")
    extra_names: list[str] = Field(default=[], description="Namen die altijd worden vervangen.")


class Segment(Section):
    """Cutting text into passages."""

    max_words: int = Field(60, ge=5, description="Een passage van meer zinnen wordt niet langer dan dit aantal woorden.")
    min_words: int = Field(4, ge=1, description="Kortere zinnen gaan samen met hun buur binnen de alinea.")
    join_short: int = Field(12, ge=0, description="Zinnen tot dit aantal woorden mogen met de vorige zin één passage vormen.")
    duplicate_similarity: Share = Field(0.85, description="Vanaf deze overeenkomst (0 tot 1) zijn twee passages vrijwel gelijk.")
    excluded_roles: list[str] = Field(
        default=["voorwerk", "werkwijze", "bijlage"],
        description="Soorten paragrafen die wel te lezen zijn maar geen passages leveren voor patronen.",
    )


class Syntax(Section):
    """Reading words: lemma and tag."""

    models: list[str] = Field(
        default=["nl_core_news_lg", "nl_core_news_md", "nl-syntax"],
        min_length=1,
        description="Taalmodellen in volgorde van voorkeur: een spaCy-pakket, een model van Rode Draad of een map; rules = regels.",
    )
    batch_size: int = Field(64, ge=1, description="Aantal passages dat een taalmodel tegelijk leest.")


class Read(Section):
    """Reading passages with a trained model: what each does, and evidence for the lenses."""

    model: str = Field("nl-lens", min_length=1, description="Leesmodel: naam uit het register of map; rules = regels en indicatoren.")


class Embed(Section):
    """Turning passages into vectors."""

    model: str = Field(
        "nl-mini",
        min_length=1,
        description="Naam uit het register of map van een zinsmodel, naam op de hub met revisie (naam@revisie), of lsa.",
    )
    kind: Literal["auto", "lsa", "sentence-transformers", "static"] = Field("auto", description="Soort model; auto kijkt in de map.")
    dimensions: int = Field(192, ge=2, le=4096, description="Aantal waarden per vector bij lsa.")
    truncate: int = Field(0, ge=0, le=16384, description="Andere modellen: alleen de eerste zoveel waarden houden; 0 = alle.")
    backend: Literal["auto", "torch", "onnx"] = Field(
        "auto", description="Rekenen met torch of (sneller, 8 bits) onnx; auto = onnx als de map van het model daarvoor is klaargemaakt."
    )
    max_tokens: int = Field(0, ge=0, le=8192, description="Van een passage tellen de eerste zoveel woorddelen; 0 = zoals het model zegt.")
    batch_size: int = Field(64, ge=1, description="Aantal passages tegelijk op een GPU (op de processor gaan ze één voor één).")
    prompt: str = Field("", description="Naam van een aanloop die het model meebrengt, zoals query; leeg = wat het model zelf kiest.")
    prefix: str = Field("", description="Eigen tekst vóór elke passage, zoals 'query: ' voor e5-modellen; gaat vóór prompt.")
    device: str = Field("cpu", description="cpu of cuda.")


class Cluster(Section):
    """Finding archetypes."""

    method: Literal["graph", "hdbscan"] = Field(
        "graph", description="Methode om groepen te vinden: graph (gemeenschappen in een graaf, met consensus) of hdbscan (dichte kernen)."
    )
    resolution: float = Field(1.0, gt=0, le=20, description="Bij graph: hoger geeft meer, kleinere groepen; minder bij weinig passages.")
    broad_resolution: float = Field(0.5, gt=0, le=20, description="Bij graph: hetzelfde voor de families waarin groepen samenkomen.")
    belonging: Share = Field(
        0.2, description="Bij graph: een passage met een kleiner deel van haar banden in de groep (0 tot 1) hoort bij geen patroon."
    )
    reduction: Literal["spectral", "svd", "none"] = Field(
        "spectral", description="Bij hdbscan: hoe vectoren worden teruggebracht tot weinig dimensies."
    )
    components: int = Field(32, ge=2, le=100, description="Bij hdbscan: aantal dimensies na het terugbrengen.")
    neighbours: int = Field(25, ge=2, description="Aantal naaste buren per passage.")
    min_passages: int = Field(6, ge=2, description="Een groep heeft ten minste zoveel passages.")
    min_documents: int = Field(3, ge=1, description="Een archetype komt in ten minste zoveel documenten voor.")
    damping: Share = Field(0.7, description="Hoe sterk het eigene van één document wordt gedempt (0 = niet, 1 = helemaal).")
    resamples: int = Field(
        10, ge=0, le=200, description="Aantal herhalingen met weggelaten documenten, voor consensus (graph) en stabiliteit."
    )
    min_stability: Share = Field(0.35, description="Een groep die bij herhaling minder terugkomt (0 tot 1) is geen archetype.")
    fit_sample: int = Field(20000, ge=100, description="Op ten hoogste zoveel passages wordt gezocht; de rest wordt toegedeeld.")
    modalities: list[str] = Field(default=["feit", "oordeel"], description="Soorten passages waarin archetypen worden gezocht.")
    excluded_roles: list[str] = Field(
        default=["voorwerk", "werkwijze", "bijlage"], description="Soorten paragrafen waarin niet naar archetypen wordt gezocht."
    )
    focus: Literal["findings", "all"] = Field(
        "findings", description="Zoek in bevindingen (oordelen, analyse, of wat een lens herkent) of in alle passages (all)."
    )
    finding_roles: list[str] = Field(
        default=["analyse", "conclusie", "oordeel", "leerpunt"], description="Soorten paragrafen waarvan elke passage als bevinding telt."
    )
    guides: list[str] = Field(
        default=["calamiteit_archetypen", "puddingprincipes"], description="Lenzen die het zoeken mogen sturen; leeg = geen."
    )
    guidance: Share = Field(0.9, description="Hoe sterk die lenzen sturen (0 = niet).")
    evidence: Share = Field(0.3, description="Vanaf deze score (0 tot 1) telt wat een sturende lens herkent mee.")
    known: Path | None = Field(
        None, description="Map van een afgeronde run: passages gaan eerst naar de archetypen van die run, alleen de rest is nieuw."
    )


class Lens(Section):
    """Mapping passages on learning frameworks."""

    lenses: list[str] = Field(default=[], description="Welke lenzen; leeg = alle lenzen in de map.")
    folder: Path | None = Field(None, description="Extra map met eigen lenzen (TOML).")
    threshold: Share = Field(0.5, description="Zonder leesmodel: vanaf deze score krijgt een passage een item toegewezen.")
    least: Share = Field(
        0.35, description="Met leesmodel: wat minder waarschijnlijk is, wordt niet toegewezen, ook waar het model een lagere drempel heeft."
    )


class Report(Section):
    """The report site."""

    title: str = Field("Rode Draad", description="Titel boven het rapport.")
    confidential: bool = Field(True, description="Zet 'vertrouwelijk' op elke bladzijde.")
    show_file_names: bool = Field(False, description="Toon bestandsnamen in het rapport (ze kunnen een naam bevatten).")
    quotes: int = Field(8, ge=1, le=50, description="Aantal citaten per archetype op de eigen bladzijde.")
    language: Literal["nl", "en"] = Field("nl", description="Taal van het rapport: nl of en. Citaten en lenzen blijven zoals zij zijn.")
    single_file: bool = Field(False, description="Maak naast de map ook één bestand om te mailen: report.html in de map van de run.")


class Config(Section):
    """The whole configuration."""

    seed: int = Field(13, ge=0, description="Startgetal van het toeval; hetzelfde getal geeft hetzelfde rapport.")
    run: Run = Field(default=Run(), description="Uitvoering.")
    ingest: Ingest = Field(default=Ingest(), description="Inlezen.")
    pseudonymise: Pseudonymise = Field(default=Pseudonymise(), description="Pseudonimiseren.")
    segment: Segment = Field(default=Segment(), description="In passages knippen.")
    syntax: Syntax = Field(default=Syntax(), description="Woorden en woordsoorten.")
    read: Read = Field(default=Read(), description="Lezen met een getraind model.")
    embed: Embed = Field(default=Embed(), description="Vectoren.")
    lens: Lens = Field(default=Lens(), description="Lenzen.")
    cluster: Cluster = Field(default=Cluster(), description="Archetypen zoeken.")
    report: Report = Field(default=Report(), description="Rapport.")


def load(path: Path | str | None = None, settings: list[str] | None = None) -> Config:
    """Return the configuration of a file or profile name, with ``key=value`` settings applied last.

    Raises:
        ConfigError: the file cannot be read, is no TOML, extends in a circle, or has faults; all faults in one message.
    """
    where = str(path or "base")
    values = read(_find(path or "base"), settings)
    if _BLANK in str(values.get("pseudonymise", "")):
        raise ConfigError("config_blanked", where)
    config = _checked(values, where)
    if config.cluster.known == Path(_BLANK):
        raise ConfigError("config_known_blanked", where)
    return config


def with_settings(config: Config, settings: list[str]) -> Config:
    """Return a configuration with ``key=value`` settings applied to it.

    Raises:
        ConfigError: a setting is malformed or has a fault.
    """
    values = config.model_dump(mode="json")
    for setting in settings:
        _apply(values, setting)
    return _checked(values, "--set")


def _checked(values: dict[str, Any], where: str) -> Config:
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        faults = [fault_line(e, Config) for e in error.errors()]
        raise ConfigError("config_invalid", where, n=len(faults), faults="\n".join(f"  - {f}" for f in faults)) from None


def read(path: Path, settings: list[str] | None = None) -> dict[str, Any]:
    """Return the values of a TOML file laid over what it extends, ``key=value`` settings applied last; no key is checked yet.

    Raises:
        ConfigError: the file cannot be read, is no TOML or extends in a circle, or a setting is malformed.
    """
    values = _read(path, ())
    for setting in settings or []:
        _apply(values, setting)
    return values


def of_manifest(manifest: dict[str, Any], run_folder: Path) -> Config:
    """Return the configuration that a run was made with.

    Raises:
        EnvironmentFault: it was made by a version with other settings.
    """
    try:
        return Config.model_validate(manifest["config"])
    except (KeyError, ValidationError):
        version = manifest.get("program", {}).get("version", "?")
        raise EnvironmentFault("run_other_format", str(run_folder), found=version, known=__version__) from None


def without_names(config: Config) -> Config:
    """Return a configuration fit for a shared file: the user's own lists of names are blanked, their number kept, and a run's folder."""
    hidden = {field: [_BLANK] * len(getattr(config.pseudonymise, field)) for field in ("keep", "extra_names")}
    update: dict[str, Section] = {"pseudonymise": config.pseudonymise.model_copy(update=hidden)}
    if config.cluster.known:
        update["cluster"] = config.cluster.model_copy(update={"known": Path(_BLANK)})
    return config.model_copy(update=update)


def _find(name: Path | str) -> Path:
    path = Path(name)
    if path.is_file():
        return path
    shipped = resources.configs() / f"{name}.toml"
    if path.parent == Path() and shipped.is_file():
        return shipped
    known = sorted(p.stem for p in resources.configs().glob("*.toml"))
    raise ConfigError("config_not_found", str(name), known=", ".join(known))


def _read(path: Path, trail: tuple[Path, ...]) -> dict[str, Any]:
    path = path.resolve()
    if path in trail:
        raise ConfigError("config_circle", str(path))
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError("config_unreadable", str(path), reason=error) from None
    parent = values.pop("extends", None)
    if parent is None:
        return values
    beside = path.parent / str(parent)
    return merge(_read(beside if beside.is_file() else _find(str(parent)), (*trail, path)), values)


def merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return ``below`` with the values of ``above`` laid over it, table by table."""
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def _apply(values: dict[str, Any], setting: str) -> None:
    key, found, raw = setting.partition("=")
    parts = key.strip().split(".")
    if not found or not all(parts):
        raise ConfigError("setting_malformed", setting)
    try:
        value = tomllib.loads(f"v = {raw.strip()}")["v"]
    except tomllib.TOMLDecodeError:
        value = raw.strip()  # an unquoted word
    for part in parts[:-1]:
        inner = values.get(part)
        values[part] = values = dict(inner) if isinstance(inner, dict) else {}
    values[parts[-1]] = value


def fault_line(error: Any, model: type[BaseModel]) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    """Return a fault that pydantic found in ``model`` in the user's words, with a did-you-mean for an unknown key."""
    from rodedraad import messages

    place = [str(p) for p in error["loc"]]
    key = ".".join(place)
    if error["type"] == "missing":
        return messages.text("config.needed", key=key)
    if error["type"] != "extra_forbidden":
        return messages.text("config.fault", key=key, value=repr(error["input"])[:60], rule=_rule(error))
    near = difflib.get_close_matches(place[-1], _names(model, place[:-1]), 1)
    hint = messages.text("config.did_you_mean", name=".".join([*place[:-1], near[0]])) if near else ""
    return messages.text("config.unknown", key=key, hint=hint)


def _rule(error: Any) -> str:  # noqa: ANN401
    from rodedraad import messages

    rules = messages.section("config.rules")
    context = {k: str(v) for k, v in (error.get("ctx") or {}).items()}
    return rules[error["type"]].format(**context) if error["type"] in rules else str(error["msg"])


def _names(model: Any, place: list[str]) -> list[str]:  # noqa: ANN401 - a model class or a field's annotation
    for part in place:
        field = model.model_fields.get(part)
        if field is None:
            return []
        model = field.annotation
    return list(model.model_fields)
