"""Timestamps and dates: whatever a type says of their form, what the engine cannot read is a violation."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from eventcontract.cli.commands.generate import command
from eventcontract.render.package import events_validated_first, narrow_types
from eventcontract.runtime import explain, spellings
from tests.engine.runtime.test_agreement import disagreement, parse_says
from tests.support.specs import made
from tests.vendors import Vendor

ONE = "2025-03-09T08:15:00Z"
TIMES = [
    *(
        ONE,
        "2025-03-09 08:15:00 -0800",
        "2025-03-09T08:15:00+05:30",
        "2025-03-09t08:15:00.250z",
        "0001-01-01T00:00:00Z",
    ),
    *("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999-2359", "2025-03-09T08:15:00.123456789Z"),
    *("2025-03-09T08:15:00", "2025-03-09T08:15Z", "2025-03-09", "20250309T081500Z", "2025-W10-7T08:15:00Z"),
    *("2025-03-09T08:15:60Z", "2025-02-29T08:15:00Z", "0000-01-01T00:00:00Z", "2025-03-09T24:00:00Z", f"{ONE}\n"),
    *(
        f" {ONE}",
        "2025-03-09T08:15:00+24:00",
        "2025-03-09T08:15:00-08",
        "\u0662025-03-09T08:15:00Z",
        "hello",
        "",
        "1741508100",
    ),
]
DAYS = [
    *("2025-03-09", "2024-02-29", "0001-01-01", "9999-12-31", "2025-03-09T00:00:00Z", "2025-03-09 00:00:00 -0800"),
    *(
        "2025-02-29",
        "0000-01-01",
        "2025-3-9",
        "20250309",
        "2025-W10-7",
        "2025-03-09T08:15:00Z",
        "2025-03-09x",
        "hello",
        "",
    ),
]
FORMS: dict[str, dict[str, str]] = {
    "nothing": {},
    "a wide pattern": {"pattern": ".*"},
    "a wide pattern and wide reads": {"pattern": "[0-9T:Z-]+", "reads": r"[\s\S]*"},
    "a narrow pattern": {"pattern": "20[0-9]{2}-.*"},
    "a narrow pattern and as narrow reads": {"pattern": "20[0-9]{2}-.*", "reads": "20[0-9]{2}-.*"},
    "alternatives": {"pattern": "20.*", "reads": "20.*|now"},
}


@pytest.fixture(scope="module", params=FORMS)
def form(request: pytest.FixtureRequest) -> dict[str, str]:
    """One of the ways to say how timestamps and dates are written."""
    return FORMS[request.param]


@pytest.fixture(scope="module")
def timed(form: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Vendor:
    """A vendor whose timestamps and dates are written so."""
    types = {kind: {"kind": kind, "description": "A time.", **form} for kind in ("timestamp", "date")}
    fields = {
        name: {"type": kind, "nullable": True, "description": "When."}
        for name, kind in (("at", "timestamp"), ("day", "date"))
    }
    fields["every"] = {"type": "array", "items": "timestamp", "nullable": True, "description": "When else."}
    changes = {"types": types, "events": {"thing.done": {"body": {"fields": fields}}}}
    return made(tmp_path_factory.mktemp("made"), changes, {"thing.done": payload(at=ONE, day="2025-03-09")})


def payload(**body: Any) -> dict[str, Any]:
    """An event with this body."""
    return {"kind": "thing.done", "data": body}


@pytest.mark.parametrize(("name", "text"), [*(("at", text) for text in TIMES), *(("day", text) for text in DAYS)])
def test_every_reading_agrees(timed: Vendor, name: str, text: str) -> None:
    scalar = timed.contract.types["timestamp" if name == "at" else "date"]
    accepted = all(re.fullmatch(each, text) for each in (spellings.READABLE[scalar.kind], scalar.reads or ""))
    for body in ({name: text}, {name: text, "surplus": 1}, *([{"every": [text]}] if name == "at" else [])):
        delivery = json.dumps(payload(**body)).encode()
        assert disagreement(timed, delivery) is None
        assert parse_says(timed, delivery) == ("event" if accepted else "refused")
        if not accepted:
            with pytest.raises(timed.package.ContractViolation) as caught:
                timed.package.parse(delivery)
            (violation,) = caught.value.violations
            naive = text == "2025-03-09T08:15:00"
            assert violation.rule == ("naive-timestamp" if naive else "bad-timestamp")
        elif name in body:
            assert type(getattr(timed.package.parse(delivery).data, name)) is (datetime if name == "at" else date)


def test_only_what_a_type_restricts_is_validated_first(
    form: dict[str, str], timed: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    restricted = "reads" in form
    assert narrow_types(timed.contract) == (["timestamp", "date"] if restricted else [])
    assert events_validated_first(timed.contract) == (("thing.done",) if restricted else ())
    validated: list[Any] = []
    monkeypatch.setattr(explain.Reading, "refusals", lambda *_, **__: validated.append(1) or [])
    timed.package.parse(json.dumps(payload(at=ONE, day="2025-03-09")))
    assert len(validated) == restricted


def test_generate_names_the_types_that_make_reading_slower(form: dict[str, str], timed: Vendor, tmp_path: Path) -> None:
    spec = timed.directory.parent / "spec"
    done = CliRunner().invoke(command, ["--spec", str(spec), "--into", str(tmp_path)])
    assert done.exit_code == 0, done.output
    told = "1 of 1 events are slower to read: 'reads' of timestamp, date refuses spellings that can be read\n"
    assert done.output.endswith(told) == ("reads" in form)
    assert ("slower" in done.output) == ("reads" in form)


def test_other_events_than_those_with_a_restricted_type_are_not_validated_first(tmp_path: Path) -> None:
    fields = {"at": {"type": "narrow", "nullable": True, "description": "When."}}
    event = {"definition": "x.", "trigger": "x.", "examples": {"one": {"origin": "synthesized", "summary": "x."}}}
    narrow = {"kind": "timestamp", "description": "A time.", "pattern": "20.*", "reads": "20.*"}
    changes = {
        "types": {"narrow": narrow},
        "events": {"thing.timed": {**event, "body": {"fields": fields}}},
    }
    names = ("thing.done", "thing.timed")
    vendor = made(tmp_path, changes, {name: {"kind": name, "data": {}} for name in names})
    assert events_validated_first(vendor.contract) == ("thing.timed",)
