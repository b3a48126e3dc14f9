"""The settings of a reading model. Read by ``train.settings``; shipped values in ``configs/train/lens.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from rodedraad.config import Section, Share
from rodedraad.train.embedding.settings import Fit, Rate
from rodedraad.train.settings import Training, resolve

Weight = Annotated[float, Field(ge=0, le=1000)]


class Tune(Fit):
    """Tuning the encoder on labels."""

    head_rate: Rate = Field(2e-2, description="Leersnelheid van de laag op de vectoren, die bij niets begint.")
    dropout: Share = Field(0.1, description="Deel van de waarden dat bij het leren telkens wegvalt.")
    consistency: Weight = Field(
        0.0, description="Gewicht waarmee twee lezingen van een passage, elk met andere weggevallen waarden, gelijk horen te zijn."
    )
    items: Weight = Field(3.0, description="Gewicht van de onderdelen van de lenzen.")
    polarity: Weight = Field(0.5, description="Gewicht van plus en min.")
    modality: Weight = Field(0.5, description="Gewicht van de modaliteit.")


class Ngrams(Section):
    """Words and pieces of words beside the encoder."""

    least: int = Field(3, ge=1, description="Een kenmerk telt als het in zoveel passages voorkomt.")
    strength: float = Field(2.0, gt=0, le=1000, description="Hoe vrij de gewichten zijn (C van de logistische regressie).")


class LensTraining(Training):
    """A model that reads passages: modality, items of lenses, polarity."""

    task: Literal["lens"]
    corpus: Path = Field(Path("corpora/gold"), description="Map met een gelabeld corpus (docs/goudcorpus.md).")
    lenses: tuple[str, ...] = Field(
        ("puddingprincipes", "calamiteit_archetypen"), min_length=1, description="Lenzen waarvan de onderdelen worden geleerd."
    )
    without_styles: tuple[str, ...] = Field((), description="Stijlen van het corpus waarvan niet wordt geleerd, om daarop te meten.")
    encoder: str = Field("nl-mini", min_length=1, description="Zinsmodel dat wordt afgesteld: map of naam uit het register.")
    examples: bool = Field(True, description="Leer ook van de voorbeeldzinnen in de lenzen.")
    reviews: tuple[Path, ...] = Field(
        (), description="Mappen van afgeronde runs waarvan ook wordt geleerd wat beoordelaars over onderdelen beslisten."
    )
    least_examples: int = Field(20, ge=1, description="Een onderdeel met minder passages om van te leren wordt niet geleerd.")
    max_tokens: int = Field(128, ge=8, le=512, description="Langere passages worden door het model hier afgekapt.")
    precision: Literal["auto", "float32", "bfloat16"] = Field("auto", description="Rekenprecisie bij het leren; auto = naar de processor.")
    tune: Tune
    ngrams: Ngrams = Ngrams()

    def labelled(self) -> Path:
        """Return the folder of the corpus."""
        return self.corpus

    def model_hashes(self) -> dict[str, str]:
        """Return the hashes of the encoder, of the corpus and of the decisions learned from."""
        from rodedraad.labels.read import corpus_hash
        from rodedraad.registry.integrity import combined, hash_files
        from rodedraad.train.embedding.places import folder
        from rodedraad.train.lens.reviewed import decisions_hash

        reviewed = {f"reviews {n}": decisions_hash(run) for n, run in enumerate(self.reviews, 1)}  # no folder's name: it may be a person's
        return {self.encoder: combined(hash_files(folder(self.encoder))), "corpus": corpus_hash(resolve(self.corpus)), **reviewed}
