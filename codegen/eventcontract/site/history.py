"""What changed from release to release: for a page, for the page of each event, and for an Atom feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from xml.etree import ElementTree

from eventcontract.model import Catalogue, Contract
from eventcontract.model.comparison import LEVELS, Change, changes, merged

#: The path of the page about all releases, and of the feed.
PAGE = "what-changed.html"
FEED = "what-changed.atom"
_ATOM = "http://www.w3.org/2005/Atom"
_PLURALS = {"break": "breaks", "risk": "risks", "note": "notes", "text": "changes of texts"}
_SINGULARS = {"text": "change of texts"}


@dataclass(frozen=True)
class Release:
    """The contract of an earlier release, and when that was released."""

    contract: Contract
    released: datetime


@dataclass(frozen=True)
class Step:
    """One version, and what changed since the one before it; ``changes`` is ``None`` for the first one.

    ``released`` is ``None`` if it has not been released yet.
    """

    version: str
    released: datetime | None
    changes: Sequence[Change] | None

    @property
    def anchor(self) -> str:
        """The ``id`` of its section."""
        return f"version-{self.version}"

    @property
    def shown(self) -> list[Change]:
        """The changes that are more than another text, the most serious first."""
        return [each for each in self.changes or () if each.level != "text"]

    @property
    def summary(self) -> str:
        """How many changes of each level there are."""
        if self.changes is None:
            return "The first release."
        counts = {level: sum(each.level == level for each in self.changes) for level in LEVELS}
        said = [
            f"{count} {_SINGULARS.get(level, level) if count == 1 else _PLURALS[level]}"
            for level, count in counts.items()
            if count
        ]
        return ", ".join(said).capitalize() + "." if said else "The contract did not change."

    def of(self, event: str) -> list[Change]:
        """What changed in one event."""
        return [each for each in self.shown if event in each.events]


def steps(contract: Contract, releases: Sequence[Release]) -> list[Step]:
    """Every version, the newest first. ``releases`` are in the order in which they were released.

    The last of them is ``contract`` itself if it has its version. Empty if there are no releases.
    """
    if not releases:
        return []
    found: list[Step] = []
    every = [(each.contract, each.released) for each in releases]
    if releases[-1].contract.catalogue.version != contract.catalogue.version:
        found, last = [_step(contract, None, releases[-1].contract)], every
    else:
        last = [*every[:-1], (contract, releases[-1].released)]
    before = [None, *(each for each, _ in last[:-1])]
    earlier = [_step(each, released, old) for (each, released), old in zip(last, before, strict=True)]
    return [*found, *reversed(earlier)]


def _step(contract: Contract, released: datetime | None, old: Contract | None) -> Step:
    return Step(contract.catalogue.version, released, None if old is None else merged(changes(old, contract)))


def feed(catalogue: Catalogue, found: Sequence[Step]) -> bytes | None:
    """The releases as an Atom feed (RFC 4287), the newest first; ``None`` if nothing has been released.

    Its links are relative, since a site does not know where it is published. Identifiers begin as those of schemas do.
    """
    released = [(step, step.released) for step in found if step.released is not None]
    if not released:
        return None
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(root, "title", f"{catalogue.title}: what changed")
    _add(root, "id", f"{catalogue.schema_ids}releases")
    _add(root, "updated", _moment(max(moment for _, moment in released)))
    _add(root, "link", rel="self", type="application/atom+xml", href=FEED)
    _add(root, "link", rel="alternate", type="text/html", href=PAGE)
    _add(_add(root, "author"), "name", catalogue.title)
    for step, moment in released:
        entry = _add(root, "entry")
        _add(entry, "title", f"{catalogue.title} {step.version}")
        _add(entry, "id", f"{catalogue.schema_ids}releases:{step.version}")
        _add(entry, "updated", _moment(moment))
        _add(entry, "link", rel="alternate", type="text/html", href=f"{PAGE}#{step.anchor}")
        _add(entry, "summary", step.summary)
        if step.shown:
            items = "".join(f"<li>{escape(_line(each))}</li>" for each in step.shown)
            _add(entry, "content", f"<ul>{items}</ul>", type="html")
    ElementTree.indent(root, " ")
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _line(change: Change) -> str:
    where = " ".join(filter(None, [", ".join(change.events), change.pointer]))
    return f"{change.level}: {where + ': ' if where else ''}{change.says}. {change.about.advice}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text
    return element
