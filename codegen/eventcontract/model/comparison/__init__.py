"""Two contracts compared: what changed, for whom, and which part of the version has to rise.

Models are compared, never what is rendered from them: schemas say one thing in many ways.
"""

from __future__ import annotations

from eventcontract import pointers
from eventcontract.model.comparison.change import Change, merged
from eventcontract.model.comparison.code import code_changes
from eventcontract.model.comparison.lowering import Touch, Weighed, weighed
from eventcontract.model.comparison.meaning import meaning_changes
from eventcontract.model.comparison.rules import LEVELS, RULES, Direction, Level, Part, Rule
from eventcontract.model.comparison.usage import Reads, Usage, check_usage, dump_usage, known_paths, load_usage
from eventcontract.model.comparison.wire import Reason, Refusal, refusals
from eventcontract.model.contract import Contract

__all__ = [
    "LEVELS",
    "RULES",
    "Change",
    "Direction",
    "Level",
    "Part",
    "Reads",
    "Refusal",
    "Rule",
    "Touch",
    "Usage",
    "Weighed",
    "changes",
    "check_usage",
    "dump_usage",
    "known_paths",
    "load_usage",
    "merged",
    "refusals",
    "weighed",
]

_DEPLOYED: dict[Reason, tuple[str, str]] = {
    "missing": ("field-may-be-missing", "it was always sent with a value, and may be missing or null"),
    "unsent": ("field-no-longer-sent", "it was always sent, and is no longer sent"),
    "type": ("type-changed", "readers in production refuse what is sent now"),
    "number": ("id-may-be-a-number", "it can be an integer"),
    "name": ("discriminator-changed", "it does not name the event as before"),
}
_ARCHIVE: dict[Reason, tuple[str, str]] = {
    "missing": ("field-now-required", "it could be missing or null, and is required"),
    "unsent": ("field-now-required", "it was not sent, and is required"),
    "type": ("type-changed", "the new reader refuses what was sent before"),
    "number": ("tolerance-withdrawn", "it could be an integer, which is refused"),
    "name": ("discriminator-changed", "it does not name the event as before"),
}


def changes(old: Contract, new: Contract) -> list[Change]:
    """Every difference, one for each event and place; the most serious level first.

    Two contracts of which one says something that the other does not have at least one, except for the version.
    """
    found = [_refused(each, "deployed", *_DEPLOYED[each.reason]) for each in refusals(reader=old, sender=new)]
    found += [
        _refused(each, "archive", *_ARCHIVE[each.reason]) for each in refusals(reader=new, sender=old, archived=True)
    ]
    refused = {(event, each.pointer) for each in found for event in each.events}
    found += code_changes(old, new)
    found += meaning_changes(old, new, refused)
    return sorted(found, key=lambda each: LEVELS.index(each.level))


def _refused(refusal: Refusal, direction: Direction, rule: str, says: str) -> Change:
    return Change(rule, direction, (refusal.event,), pointers.build(refusal.path), says)
