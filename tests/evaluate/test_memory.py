"""Too little memory: smaller batches, said aloud, with the same vectors."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from rodedraad.errors import EnvironmentFault
from rodedraad.evaluate import memory


@dataclass(frozen=True)
class Small:
    """Room for ``room`` texts at a time; ``batch_size`` go through together."""

    room: int
    batch_size: int = 16
    error: type[Exception] = MemoryError
    cacheable: bool = True
    model_id: str = "small@1"
    seen: list = field(default_factory=list)

    def encode(self, texts):
        self.seen.append((len(texts), self.batch_size))
        if min(len(texts), self.batch_size) > self.room:
            raise self.error("DefaultCPUAllocator: can't allocate memory")
        return np.array([[len(t)] for t in texts], dtype=np.float32).reshape(-1, 1)


@pytest.mark.parametrize("error", [MemoryError, RuntimeError, type("OutOfMemoryError", (RuntimeError,), {})])
def test_the_batch_is_halved_until_it_fits_and_that_is_said(error):
    said, small = [], Small(5, error=error)
    texts = ["x" * i for i in range(30)]
    assert memory.encode(small, texts, said.append).ravel().tolist() == [len(t) for t in texts]
    assert [line.split()[-3] for line in said] == ["8", "4"]
    assert small.seen[-1] == (2, 4)


def test_not_even_one_text_is_an_error():
    with pytest.raises(EnvironmentFault) as error:
        memory.encode(Small(0), ["a", "b"], lambda _: None)
    assert error.value.code == "evaluate_memory"


def test_another_fault_is_not_hidden():
    with pytest.raises(ValueError, match="allocate"):
        memory.encode(Small(0, error=ValueError), ["a"], lambda _: None)


def test_no_texts():
    assert memory.encode(Small(1), [], lambda _: None).shape == (0, 1)
