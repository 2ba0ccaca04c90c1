"""Which part of events × checks one run tries; ``--whole`` tries all of it.

Most checks are cheap, and every run tries each of them on every event. Three kinds are not:

* A check marked ``@pytest.mark.costly`` takes a good part of a second for one event. A run tries it on every event of
  a small vendor and on every fourth one of a large vendor. Which events these are differs from check to check, and
  from seed to seed.
* The metadata of all events is the same, so three quarters of all mutations are the same change in another event. A
  slow check takes all mutations of the body and, in each event, another eighth of those of the metadata.
* A test marked ``@pytest.mark.sampled`` starts a process for each of its many variants, or tries hundreds of values,
  which differ little. A run takes every fourth of them.

The seed is the commit (``noxfile.py``), so a failure can be repeated, and what one commit leaves out another tries.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.support.mutations import Mutation
from tests.vendors import Subject

#: A vendor with fewer events is never sampled.
SMALL = 20
EVENTS = 4
METADATA = 8
VARIANTS = 4

_Value = TypeVar("_Value")

#: What depends on the version of Python: annotations, dataclasses, pickling, texts and times.
PYTHON = (
    "tests/contract/test_examples.py",
    "tests/engine/render/test_classes.py",
    "tests/engine/runtime/",
    "tests/engine/webhook/",
)


@dataclass(frozen=True)
class Sample:
    """The part that a run with this seed tries."""

    seed: int = 0
    whole: bool = False

    def tries(self, check: str, event: str, events: Sequence[str]) -> bool:
        """Whether a costly check is tried on this event of a vendor's ``events``."""
        if self.whole or len(events) < SMALL:
            return True
        return (events.index(event) + self.seed + zlib.crc32(check.encode())) % EVENTS == 0

    def takes(self, variant: str) -> bool:
        """Whether a variant of a sampled test is run, by its id."""
        return self.whole or (zlib.crc32(variant.encode()) + self.seed) % VARIANTS == 0

    def some(self, values: Iterable[_Value]) -> list[_Value]:
        """Every fourth of many values."""
        found = list(values)
        return found if self.whole else found[self.seed % VARIANTS :: VARIANTS]

    def mutations(self, subject: Subject, mutations: Sequence[Mutation]) -> list[Mutation]:
        """The mutations of an event that a slow check takes."""
        events = list(subject.contract.events)
        if self.whole or len(events) < SMALL:
            return list(mutations)
        part = subject.contract.message.discriminator[0]
        shared = [case for case in mutations if case.path[:1] == (part,)]
        chosen = {id(case) for case in shared[(events.index(subject.event) + self.seed) % METADATA :: METADATA]}
        return [case for case in mutations if case.path[:1] != (part,) or id(case) in chosen]

    def on_another_python(self, test: str) -> bool:
        """Whether a test that passes on one version of Python is run on another one, too: a quarter of them is."""
        return self.whole or test.startswith(PYTHON) or (zlib.crc32(test.encode()) + self.seed) % 4 == 0
