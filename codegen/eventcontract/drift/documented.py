"""What a page documents, whatever its form."""

from __future__ import annotations

from dataclasses import dataclass, field

from eventcontract.drift.examples import Shown
from eventcontract.drift.pieces import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something on a page that was not understood. In doubt, nothing is said to be gone.

    What is merely ``unread`` may belong to the site: it counts only where something is missing.
    """

    line: int
    says: str
    unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedField:
    """A row of a table of fields: the text, and the members where it describes an object."""

    name: str
    text: str
    line: int
    members: tuple[DocumentedField, ...] | None = None


@dataclass(slots=True, kw_only=True)
class DocumentedEvent:
    """The section of one event. Texts are those of the page.

    ``trigger`` has the notes that follow it; ``paragraphs`` are its lines, and whether each is an item of a list.
    """

    name: str
    line: int
    definition: str = ""
    trigger: str = ""
    paragraphs: list[tuple[bool, str]] = field(default_factory=list)
    fields: list[DocumentedField] = field(default_factory=list)
    examples: list[Shown] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def damaged(self) -> bool:
        """Whether a part of it was not understood."""
        return any(not each.unread for each in self.doubts)


@dataclass(slots=True, kw_only=True)
class Page:
    """A saved page: its title, its events in their order, and what of it was not understood.

    ``headings`` are the lines above the first event; ``ended`` says that the page has an end, and is not cut off.
    """

    name: str
    title: str = ""
    events: list[DocumentedEvent] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)
    ended: bool = False
