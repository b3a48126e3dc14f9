"""The product on one screen: the stages in order, what each takes and gives.

files → ingest → pseudonymise → segment → syntax → read → fold → decisions → actors → embed → lens → relations → cluster
→ (report)

Data flows one way. From `pseudonymise` on no table holds a raw name. `report` is no stage: it turns the
tables of a finished run into pages.
"""

from __future__ import annotations

from rodedraad.run.fingerprint import TABLE_LIBRARY, library_version
from rodedraad.run.stage import Grain, Stage

STAGES: tuple[Stage, ...] = (
    Stage(
        name="ingest",
        version=1,
        grain=Grain.SOURCE,
        inputs=("sources",),
        outputs=("raw_documents", "blocks"),
        config="ingest",
        function="rodedraad.ingest.stage:run",
        set_aside="rodedraad.ingest.stage:set_aside",
        libraries=(
            "pypdfium2",
            "docx2python",
            "odfdo",
            "trafilatura",
            "python-calamine",
            "charset-normalizer",
            "ftfy",
            "py3langid",
            "markdown-it-py",
            "lxml",
        ),
        resources=("package:ingest/data", "package:text/data"),
        limited=True,
    ),
    Stage(
        name="pseudonymise",
        version=1,
        grain=Grain.DOCUMENT,
        inputs=("raw_documents", "blocks"),
        outputs=("documents", "paragraphs", "mentions"),
        config="pseudonymise",
        function="rodedraad.pseudonymise.stage:run",
        set_aside="rodedraad.pseudonymise.stage:set_aside",
        libraries=("deduce", "docdeid", "regex"),
        resources=("package:pseudonymise/data", "package:text/data"),
        limited=True,  # a text of nothing but names takes quadratic time
    ),
    Stage(
        name="segment",
        version=1,
        grain=Grain.DOCUMENT,
        inputs=("documents", "paragraphs"),
        outputs=("fragments",),
        config="segment",
        function="rodedraad.segment.stage:run",
        resources=("package:segment/data", "package:text/data"),
    ),
    Stage(
        name="syntax",
        version=2,
        grain=Grain.DOCUMENT,
        inputs=("fragments",),
        outputs=("words",),
        config="syntax",
        function="rodedraad.syntax.stage:run",
        ready="rodedraad.syntax.load:check",
        depends="rodedraad.syntax.load:identity",
        libraries=("spacy", "thinc"),
        resources=("package:syntax/data", "package:text/data"),
    ),
    Stage(
        name="read",
        version=2,
        grain=Grain.DOCUMENT,
        inputs=("fragments",),
        outputs=("readings", "evidence"),
        config="read",
        function="rodedraad.reading.stage:run",
        ready="rodedraad.reading.load:check",
        depends="rodedraad.reading.load:identity",
        libraries=("scikit-learn", "onnxruntime", "tokenizers"),
    ),
    Stage(
        name="fold",
        version=2,
        grain=Grain.CORPUS,
        inputs=("fragments", "readings"),
        outputs=("passages",),
        config="segment",
        function="rodedraad.segment.duplicates:run",
        libraries=("datasketch",),
    ),
    Stage(
        name="decisions",
        version=1,
        grain=Grain.CORPUS,
        inputs=("reviews", "documents", "paragraphs", "passages"),
        outputs=("decisions",),
        config="segment",
        function="rodedraad.review.stage:run",
    ),
    Stage(
        name="actors",
        version=2,
        grain=Grain.CORPUS,
        inputs=("passages",),
        outputs=("actors",),
        config="segment",
        function="rodedraad.actors.stage:run",
        resources=("package:text/data",),
    ),
    Stage(
        name="embed",
        version=1,
        grain=Grain.CORPUS,
        inputs=("passages",),
        outputs=("embeddings",),
        config="embed",
        function="rodedraad.embed.stage:run",
        ready="rodedraad.embed.load:check",
        depends="rodedraad.embed.load:identity",
        libraries=("scikit-learn", "onnxruntime", "tokenizers", "sentence-transformers", "model2vec", "torch"),
        resources=("package:text/data",),
    ),
    Stage(
        name="lens",
        version=3,
        grain=Grain.CORPUS,
        inputs=("passages", "readings", "evidence", "decisions"),
        outputs=("mappings",),
        config="lens",
        function="rodedraad.lens.stage:run",
        libraries=("scikit-learn", "snowballstemmer"),
        resources=("configs/lenses", "package:lens/data"),
    ),
    Stage(
        name="relations",
        version=2,
        grain=Grain.CORPUS,
        inputs=("passages", "words", "actors", "mappings"),
        outputs=("relations",),
        config="syntax",
        function="rodedraad.relations.stage:run",
        resources=("package:relations/data", "package:text/data"),
    ),
    Stage(
        name="cluster",
        version=8,
        grain=Grain.CORPUS,
        inputs=("documents", "passages", "words", "embeddings", "mappings", "decisions"),
        outputs=("members", "archetypes", "lineage"),
        config="cluster",
        function="rodedraad.cluster.stage:run",
        ready="rodedraad.cluster.known:check",
        depends="rodedraad.cluster.known:identity",
        libraries=("graspologic-native", "hdbscan", "scikit-learn", "scipy"),
        resources=("package:text/data",),
    ),
)


def library_versions() -> dict[str, str]:
    """Return distribution → version of every library whose version changes a result."""
    names = {TABLE_LIBRARY, *(name for stage in STAGES for name in stage.libraries)}
    return {name: library_version(name) for name in sorted(names)}
