"""The settings of a language pipeline's training. Read by ``train.settings``; shipped values in ``configs/train/language.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from rodedraad.config import Section, Share
from rodedraad.train.settings import SourceIds, Training

Rate = Annotated[float, Field(gt=0, lt=1)]


class Pretraining(Section):
    """Learning to spell the words of running text before learning to annotate them."""

    texts: SourceIds = Field((), description="Bronnen met Nederlandse tekst; leeg = niet voortrainen.")
    words: int = Field(2_000_000, ge=1000, description="Aantal woorden om van te leren.")
    batch_words: int = Field(3000, ge=100, description="Woorden per stap.")
    rate: Rate = Field(0.002, description="Leersnelheid.")


class Fit(Section):
    """Learning to annotate."""

    epochs: float = Field(14, gt=0, le=500, description="Aantal keren door alle zinnen.")
    current_epochs: float = Field(0, ge=0, le=500, description="Daarna zoveel keer alleen door de zinnen in de huidige annotatie.")
    current_weight: int = Field(1, ge=1, le=20, description="Zo vaak telt een zin in de huidige annotatie per keer.")
    batch_words: int = Field(500, ge=20, description="Woorden per stap; lager bij te weinig werkgeheugen.")
    rate: Rate = Field(0.002, description="Hoogste leersnelheid.")
    warmup: int = Field(200, ge=1, description="Stappen waarin de leersnelheid oploopt.")
    dropout: Share = Field(0.2, description="Deel van de waarden dat bij het leren wegvalt.")
    lower_case: Share = Field(0.05, description="Deel van de teksten dat in kleine letters wordt geleerd.")
    checkpoint_steps: int = Field(250, ge=1, description="Elke zoveel stappen een meting en een herstelpunt.")


class LanguageTraining(Training):
    """Tags, sentence structure and lemmas from treebanks, with spaCy."""

    task: Literal["language"]
    pipeline: Path = Field(Path("configs/train/language.cfg"), description="spaCy-configuratie met de onderdelen van het model.")
    current: SourceIds = Field(min_length=1, description="Bronnen (conllu) in de huidige annotatie.")
    older: SourceIds = Field((), description="Bronnen (conllu) in een oudere annotatie.")
    harmonise: bool = Field(True, description="De oudere annotatie eerst naar de huidige brengen.")
    words: SourceIds = Field((), description="Woordenlijsten (synonyms) met grondvormen.")
    frequencies: SourceIds = Field((), description="Frequentielijsten.")
    common: int = Field(100, ge=1, description="Een samenstelling uit de woordenlijst die zo vaak voorkomt, wordt niet gesplitst.")
    dev_share: Share = Field(0.1, description="Deel van de documenten in de huidige annotatie dat alleen dient om te meten.")
    pretraining: Pretraining = Field(default=Pretraining(), description="Voortrainen op gewone tekst.")
    fit: Fit = Field(default=Fit(), description="Leren annoteren.")
