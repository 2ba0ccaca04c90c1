"""The vendors whose contracts the engine's tests run over, and what was generated from each."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import jsonschema
import jsonschema_rs

from eventcontract.model import Contract, Event, dump
from eventcontract.source import load_spec

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
# The vendor of this repository first, as committed; then those that only tests have, each in its own directory.
SPECS = {"canvas": ROOT / "spec"} | {spec.parent.name: spec for spec in sorted(HERE.glob("*/spec"))}

View = Literal["reader", "strict"]


@cache
def contract_of(vendor: str) -> Contract:
    """The contract of one vendor, loaded once per process."""
    return load_spec(SPECS[vendor])


#: What some vendors have and others do not: a test that is about one of these asks for it with ``needs``.
PARTS: dict[str, Callable[[Contract], object]] = {
    "batches": lambda contract: contract.batches,
    "bindings": lambda contract: any(channel.message_bindings for channel in contract.channels.values()),
    "channels": lambda contract: contract.channels,
    "envelopes": lambda contract: contract.envelopes,
    "errata": lambda contract: contract.errata,
    "forms": lambda contract: contract.forms,
    "http": lambda contract: any(each.server.protocol in ("http", "https") for each in contract.channels.values()),
    "message keys": lambda contract: contract.message.tree.keys,
    "nested forms": lambda contract: any(form.inside for form in contract.forms.values()),
    "origins": lambda contract: any(shape.origins for shape in contract.shapes.values()),
    "partition": lambda contract: any(each.partition for each in contract.types.values()),
    "remarks": lambda contract: any(not event.documented for event in contract.events.values()),
    "retries": lambda contract: any(channel.retries for channel in contract.channels.values()),
    "shapes": lambda contract: contract.shapes,
    "signing": lambda contract: contract.signing,
    "time": lambda contract: contract.message.time,
    "values": lambda contract: '"values"' in dump(contract),
}


@cache
def having(part: str) -> tuple[str, ...]:
    """The vendors that have ``part``, one of :data:`PARTS`."""
    return tuple(vendor for vendor in SPECS if PARTS[part](contract_of(vendor)))


def all_events() -> list[tuple[str, str]]:
    """(vendor, event name) of every event of every vendor, for parametrization."""
    return [(vendor, name) for vendor in SPECS for name in contract_of(vendor).events]


class Validators:
    """One schema under two validators that share no code, formats asserted."""

    def __init__(self, schema: dict[str, Any]) -> None:
        checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
        # Without its format extra, jsonschema passes any date-time: nothing would be checked.
        assert "date-time" in checker.checkers
        self.python = jsonschema.Draft202012Validator(schema, format_checker=checker)
        self.rust = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        self.asked: dict[str, Any] = {"jsonschema": self.python, "jsonschema-rs": self.rust}

    def only(self, name: str) -> Validators:
        """One of the two."""
        alone = copy(self)
        alone.asked = {name: self.asked[name]}
        return alone

    def verdicts(self, payload: Any) -> dict[str, bool]:
        """Whether each validator accepts ``payload``."""
        return {name: validator.is_valid(payload) for name, validator in self.asked.items()}


@dataclass(frozen=True)
class Vendor:
    """A contract and the package generated from it."""

    name: str
    contract: Contract
    package: ModuleType
    directory: Path

    @property
    def spec(self) -> Path:
        """Where the contract is written."""
        return SPECS[self.name]

    def schema(self, event: str, view: View) -> dict[str, Any]:
        """The published schema of one event."""
        folder = self.directory / "schemas" / ("strict" if view == "strict" else "")
        schema: dict[str, Any] = json.loads((folder / f"{event}.json").read_bytes())
        return schema


@dataclass(frozen=True)
class Subject:
    """One event of one vendor."""

    vendor: Vendor
    event: str

    @property
    def contract(self) -> Contract:
        """The contract that the event belongs to."""
        return self.vendor.contract

    @cached_property
    def entry(self) -> Event:
        """What the contract says of the event."""
        return self.contract.events[self.event]

    @cached_property
    def readings(self) -> dict[str, Validators]:
        """The two published schemas, compiled once."""
        return {view: Validators(self.vendor.schema(self.event, view)) for view in ("reader", "strict")}
