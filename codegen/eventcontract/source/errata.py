"""Errata: every event, pointer and example that they name must exist."""

from __future__ import annotations

from eventcontract import pointers
from eventcontract.model import Array, Contract, Erratum, Object, Once, Recognition, Scalar, Type, Witness, event_root
from eventcontract.model.tree import at
from eventcontract.pointers import ELEMENT
from eventcontract.source.entries import Entries, Entry
from eventcontract.source.patterns import regex_fault
from eventcontract.suggestions import suggest


class Errata:
    """Compiles the errata of a spec against the rest of its contract."""

    def __init__(self, entries: Entries, contract: Contract) -> None:
        self.entries = entries
        self.contract = contract
        self.report = entries.report
        self.known = entries.known

    def compile(self) -> dict[str, Erratum]:
        """The errata by id."""
        result = {}
        for name, entry in sorted(self.entries.sections["errata"].items()):
            value = entry.value
            if (value["effect"] == "tolerated") != ("tolerates" in value):
                message = "'effect: tolerated' requires 'tolerates', and other effects do not have it"
                self.report(entry, "invalid-combination", message, at_key=True)
                continue
            if value["effect"] != "note" and "witnesses" not in value:
                self.report(entry, "missing-key", f"'effect: {value['effect']}' requires 'witnesses'", at_key=True)
            for index, event in enumerate(value["events"]):
                self.known(entry.at("events", index), "unknown-event", event, self.contract.events)
            for event in (event for event in value["events"] if event in self.contract.events):
                for index, place in enumerate(value.get("pointers", ())):
                    self._pointer(entry.at("pointers", index), event, place)
            for index, witness in enumerate(value.get("witnesses", ())):
                event_of_witness = self.contract.events.get(witness["event"])
                place = entry.at("witnesses", index)
                if event_of_witness is None:
                    self.known(place.at("event"), "unknown-event", witness["event"], self.contract.events)
                else:
                    names = [example.name for example in event_of_witness.examples]
                    self.known(place.at("example"), "unknown-example", witness["example"], names)
            if "recognize" in value:
                pointer, pattern = entry.at("recognize", "pointer"), value["recognize"].get("pattern")
                if not value["recognize"]["pointer"].startswith("/"):
                    self.report(pointer, "invalid-value", "a JSON Pointer begins with '/'")
                if pattern is not None and (fault := regex_fault(pattern)):
                    self.report(entry.at("recognize", "pattern"), "invalid-value", fault)
            if "once" in value:
                self._once(entry)
            result[name] = Erratum(
                id=name,
                **{word: value[word] for word in ("shows", "actual", "source", "effect")},
                tolerates=value.get("tolerates"),
                recognize=Recognition(**value["recognize"]) if "recognize" in value else None,
                once=Once(**value["once"]) if "once" in value else None,
                events=tuple(value["events"]),
                pointers=tuple(value.get("pointers", ())),
                witnesses=tuple(
                    Witness(event=witness["event"], example=witness["example"], patch=tuple(witness["patch"]))
                    for witness in value.get("witnesses", ())
                ),
            )
        return result

    def _once(self, entry: Entry) -> None:
        value, place = entry.value, entry.at("once")
        once = value["once"]
        if value["effect"] != "note":
            self.report(place, "invalid-combination", "'once' requires 'effect: note'", at_key=True)
            return
        if "after" not in once and "by" not in once:
            self.report(place, "missing-key", "'once' requires 'after' or 'by'", at_key=True)
        elif once.get("after", "") > once.get("by", "9"):
            message = f"'after' is later than 'by', which is {once['by']}"
            self.report(place.at("after"), "invalid-combination", message)
        for index, text in enumerate(value.get("pointers", ())):
            for event in value["events"]:
                of = self._type_at(event, text)
                if not isinstance(of, Scalar) or of.kind != "identifier":
                    if of is not None:
                        message = "'once' with 'scope' applies to identifiers"
                        self.report(entry.at("pointers", index), "invalid-combination", message)
                        break
                    continue
                self.known(place.at("scope"), "unknown-scope", once["scope"], self.contract.types[of.type].scopes)
                if of.scope in (None, once["scope"]):
                    message = f"the ids at {text} of '{event}' have the scope {of.scope or 'unknown'}, as they had once"
                    self.report(place.at("scope"), "invalid-combination", message)

    def _type_at(self, event: str, text: str) -> Type | None:
        try:
            return at(event_root(self.contract, event, errata=False), pointers.parse(text))
        except (KeyError, ValueError):
            return None  # reported elsewhere

    def _pointer(self, place: Entry, event: str, text: str) -> None:
        try:
            path = pointers.parse(text)
        except ValueError as error:
            self.report(place, "invalid-value", str(error))
            return
        place_in: Type = event_root(self.contract, event, errata=False)
        for step in path:
            match place_in:
                case Object() if step != ELEMENT:
                    names = [member.name for member in place_in.fields]
                    if step not in names:
                        message = f"event '{event}' has no field '{step}' at {text}{suggest(step, names)}"
                        self.report(place, "unknown-field", message)
                        return
                    place_in = place_in.member(step).type
                case Array() if step == ELEMENT:
                    place_in = place_in.items
                case _:
                    self.report(place, "unknown-field", f"event '{event}' has no array at {text}")
                    return
