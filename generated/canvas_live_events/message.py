# Generated from the spec by 'eventcontract generate'. Do not edit.
"""What all events have in common, before it is known which one it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from canvas_live_events.metadata import Metadata
from eventcontract.runtime import Unknown


class Head(msgspec.Struct, frozen=True, gc=False):
    """An event whose body is not decoded yet."""

    metadata: Metadata
    body: msgspec.Raw


@dataclass(frozen=True, kw_only=True, repr=False)
class UnknownEvent(Unknown):
    """An event that no entry of the contract describes, kept as it came.

    What all events have in common is ``None`` where the delivery holds nothing readable.
    """

    _hidden: ClassVar[frozenset[str]] = frozenset({"body", "delivery"})

    name: str
    """The name that the event gives itself."""

    metadata: Metadata | None = None
    """What caused the event, where and when."""

    body: Any = None
    """What happened."""

    delivery: Any
    """What was handed in, untouched."""
