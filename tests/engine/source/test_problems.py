"""A broken spec gives all its problems at once, each with its place, and nothing is written.

Each case breaks the second vendor's spec in one place. ``§`` marks where the problem is expected.
"""

# ruff: noqa: E501 (the cases are a table)

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from eventcontract.cli.maintainer import main
from eventcontract.source import SpecError, load_spec
from eventcontract.source.problems import Problem
from eventcontract.suggestions import suggest
from tests.vendors import SPECS

PARCEL = "events/parcel.yaml"
DEPOT = "events/depot.yaml"
PAGES = "pages.yaml"


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A copy of the second vendor's spec."""
    return Path(shutil.copytree(SPECS["parcel"], tmp_path / "spec"))


def problems(spec: Path) -> list[Problem]:
    """What is wrong with a spec."""
    try:
        load_spec(spec)
    except SpecError as error:
        return list(error.problems)
    return []


def mar(spec: Path, file: str, old: str, new: str) -> tuple[int, int] | None:
    """Replace ``old`` by ``new`` in a file of the spec; (line, column) of ``§`` in ``new``."""
    text = (spec / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {file}"
    text = text.replace(old, new, 1)
    place = None
    if "§" in text:
        before = text[: text.index("§")]
        place = before.count("\n") + 1, len(before) - before.rfind("\n")
        text = text.replace("§", "")
    (spec / file).write_text(text, encoding="utf-8")
    return place


# name, file, what stands there, what is put there, rule, words of the message
# fmt: off
CASES: list[tuple[str, str, str, str, str, str]] = [
    # -- YAML ---------------------------------------------------------------
    ("duplicate-key", PARCEL, "  title: Parcels\n", "  title: Parcels\n  §title: Again\n", "duplicate-key", "already defined in line 5"),
    ("anchor", PARCEL, "title: Parcels", "title: §&x Parcels", "invalid-yaml", "anchor 'x'"),
    ("not-yaml", DEPOT, "trigger: It is Sunday.", "trigger: 'It is Sunday.\n", "invalid-yaml", ""),
    ("tag", PARCEL, "title: Parcels", "title: §!secret Parcels", "invalid-yaml", "tag '!secret'"),
    ("merge", PARCEL, "  title: Parcels\n", "  title: Parcels\n  §<<: {title: Again}\n", "invalid-yaml", "merge key"),
    ("key-no-text", DEPOT, "body: {fields: {}}", "body: {fields: {}, §[a]: b}", "invalid-yaml", "a key must be text"),
    # -- the format ---------------------------------------------------------
    ("unknown-key", PARCEL, "nullable: true\n        description: What it weighs.", "§nulable: true\n        description: What it weighs.", "unknown-key", "did you mean 'nullable'?"),
    ("unknown-part", PARCEL, "shapes:\n", "§shaps: {}\nshapes:\n", "unknown-key", "did you mean 'shapes'?"),
    ("missing-key", PARCEL, "    §definition: A parcel left its sender.\n".replace("§", ""), "", "missing-key", "'definition' is missing"),
    ("bad-enum", PARCEL, "evidence: emitter\n    origins", "evidence: §emiter\n    origins", "invalid-value", "did you mean 'emitter'?"),
    ("wrong-type", PARCEL, "limit: 80", "limit: §eighty", "wrong-type", "expected an integer, found 'eighty'"),
    ("invalid-name", PARCEL, "  Refusal:\n", "  §refusal:\n", "invalid-name", "not a valid name here"),
    ("bad-pattern", "catalogue.yaml", "version: 3.2.1", "version: §three", "invalid-value", "'three' is not valid here: three numbers"),
    ("empty-list", PARCEL, "values: [packed, sent]", "values: §[]", "invalid-value", "must not be empty"),
    ("needs-other", PARCEL, "        values: [fragile, upright, cold]\n        separator", "        §separator", "missing-key", "'separator' requires 'values'"),
    # -- what refers to what ------------------------------------------------
    ("unknown-type", PARCEL, "type: grams\n        nullable: true\n        description: What it weighs.", "type: §gram\n        nullable: true\n        description: What it weighs.", "unknown-type", "did you mean 'grams'?"),
    ("unknown-items", PARCEL, "items: Item", "items: §Itm", "unknown-type", "did you mean 'Item'?"),
    ("unknown-shape", PARCEL, "base: Parcel", "base: §Parcl", "unknown-type", "did you mean 'Parcel'?"),
    ("unknown-base", PARCEL, "    base: Item\n", "    base: §Itm\n", "unknown-type", "did you mean 'Item'?"),
    ("base-circle", PARCEL, "  Refusal:\n    description: Why", "  Refusal:\n    base: §Refusal\n    description: Why", "cycle", "based on itself"),
    ("unknown-field-when", PARCEL, "when: {packing:", "when: {§paking:", "unknown-field", "did you mean 'packing'?"),
    ("unknown-field-old-value", PARCEL, "old_value_of: state", "old_value_of: §stat", "unknown-field", "did you mean 'state'?"),
    ("unknown-field-predicate", PARCEL, "present: refusal", "present: §refusals", "unknown-field", "did you mean 'refusal'?"),
    ("unknown-field-alternative", PARCEL, "fields: [aisle, level]", "fields: [aisle, §levl]", "unknown-field", "did you mean 'level'?"),
    ("unknown-field-without", PARCEL, "without: [heavy, labels]", "without: [heavy, §label]", "unknown-field", "did you mean 'labels'?"),
    ("wrong-type-time", "catalogue.yaml", "  time: /at\n", "  time: §/kind\n", "wrong-type", "must be of kind timestamp"),
    ("unknown-field-time", "catalogue.yaml", "  time: /at\n", "  time: §/att\n", "unknown-field", "did you mean '/at'?"),
    ("unknown-field-wording", PARCEL, "aisle: {description: The aisle of the scales.}", "§isle: {description: The aisle of the scales.}", "unknown-field", "did you mean 'aisle'?"),
    ("unknown-field-body", "catalogue.yaml", "body: data", "body: §date", "unknown-field", "did you mean 'data'?"),
    ("unknown-field-discriminator", "catalogue.yaml", "discriminator: [kind]", "discriminator: [§king]", "unknown-field", "did you mean 'kind'?"),
    ("unknown-field-dimension", "catalogue.yaml", "account: /from/code", "account: §/from/coda", "unknown-field", "did you mean '/from/code'?"),
    ("wrong-type-dimension", "catalogue.yaml", "account: /from/code", "account: §/at", "wrong-type", "/at must be of kind text or identifier"),
    ("sensitive-dimension", "catalogue.yaml", "account: /from/code", "account: §/from/clerk", "invalid-combination", "reports show the values of dimensions"),
    ("unknown-dimension", "catalogue.yaml", "{account: /from/code", "{§acount: /from/code", "unknown-key", "did you mean 'account'?"),
    ("unknown-field-envelope", "catalogue.yaml", "members: {kind: /head/kind, at:", "members: {kind: /head/kind, §att:", "unknown-field", "did you mean 'at'?"),
    ("unknown-group", "common.yaml", "group: scan", "group: §scans", "unknown-group", "did you mean 'scan'?"),
    ("unknown-origin", PARCEL, "origins: [machine]", "origins: [§machin]", "unknown-origin", "did you mean 'machine'?"),
    ("unknown-origin-group", "common.yaml", "machine: [scan]", "machine: [§skan]", "unknown-group", "did you mean 'scan'?"),
    ("unknown-independent-group", "common.yaml", "independent: [desk, badge]", "independent: [desk, §badges]", "unknown-group", "did you mean 'badge'?"),
    ("independent-of-nothing", "common.yaml", "independent: [desk, badge]", "§independent: [desk, scan]", "invalid-combination", "requires an origin with several of these groups"),
    ("unknown-scope-once", "errata.yaml", "once: {scope: network,", "once: {scope: §netwrk,", "unknown-scope", "did you mean 'network'?"),
    ("same-scope-once", "errata.yaml", "once: {scope: network,", "once: {scope: §depot,", "invalid-combination", "have the scope depot, as they had once"),
    ("once-without-month", "errata.yaml", "once: {scope: network, after: 2020-03, by: 2020-11}", "§once: {scope: network}", "missing-key", "requires 'after' or 'by'"),
    ("once-turned-round", "errata.yaml", "after: 2020-03, by: 2020-11", "after: §2020-12, by: 2020-11", "invalid-combination", "'after' is later than 'by'"),
    ("once-of-a-number", "errata.yaml", "pointers: [/data/order]", "pointers: [§/data/weight]", "invalid-combination", "applies to identifiers"),
    ("once-without-pointers", "errata.yaml", "    pointers: [/data/order]\n", "", "missing-key", "'once' requires 'pointers'"),
    ("once-tolerated", "errata.yaml", "    effect: refused\n", "    effect: refused\n    §once: {scope: depot, by: 2020-03}\n", "invalid-combination", "requires 'effect: note'"),
    ("unknown-scope", PARCEL, "scope: network\n        empty", "scope: §netwrk\n        empty", "unknown-scope", "did you mean 'network'?"),
    ("unknown-scope-partition", "types.yaml", "scope: network\n", "scope: §netwrk\n", "unknown-scope", "did you mean 'network'?"),
    ("unknown-vocabulary", PARCEL, "vocabulary: belts", "vocabulary: §belt", "unknown-vocabulary", "did you mean 'belts'?"),
    ("empty-vocabulary", PARCEL, "  belts:\n    description: The belts of a depot.\n    values: [red, blue, none]\n", "  §belts:\n    description: The belts of a depot.\n", "missing-key", "requires 'values' or 'open'"),
    ("unused-vocabulary", PARCEL, "  belts:\n    description", "  §spare: {description: Spare., open: true, source: none}\n  belts:\n    description", "unused", "'spare'"),
    ("wrong-word-vocabulary", PARCEL, "        type: grams\n        nullable: true\n        description: What it weighs.", "        type: grams\n        §vocabulary: belts\n        nullable: true\n        description: What it weighs.", "invalid-combination", "does not apply to kind 'integer'"),
    ("since-without-month", PARCEL, "since: {by: 2021-09, source: crates/rulers.c}", "§since: {source: crates/rulers.c}", "missing-key", "'since' requires 'after' or 'by'"),
    ("since-without-source", PARCEL, "since: {by: 2021-09, source: crates/rulers.c}", "§since: {by: 2021-09}", "missing-key", "'source' is missing"),
    ("since-a-day", PARCEL, "since: {by: 2021-09,", "since: {by: §2021-09-01,", "invalid-value", "is not valid here: a month such as 2019-07"),
    ("until-turned-round", PARCEL, "until: {by: 2023-05,", "until: {after: §2023-06, by: 2023-05,", "invalid-combination", "'after' is later than 'by'"),
    ("known-key-is-a-field", PARCEL, "        colour: {source:", "        §weight: {source: scales/firmware.c}\n        colour: {source:", "duplicate-name", "is a field of this object already"),
    ("unknown-security", "catalogue.yaml", "security: [seal]", "security: [seal, §sael]", "unknown-security", "did you mean 'seal'?"),
    ("unknown-event", "errata.yaml", "events: [parcel.weighed]", "events: [parcel.weighed, §parcel.wayed]", "unknown-event", "did you mean 'parcel.weighed'?"),
    ("unknown-event-witness", "errata.yaml", "event: parcel.weighed", "event: §parcel.wayed", "unknown-event", "did you mean 'parcel.weighed'?"),
    ("unknown-example", "errata.yaml", "example: scales", "example: §scale", "unknown-example", "did you mean 'scales'?"),
    ("unknown-pointer", "errata.yaml", "pointers: [/data/weight]", "pointers: [§/data/wait]", "unknown-field", "has no field 'wait'"),
    ("pointer-no-array", "errata.yaml", "pointers: [/data/weight]", "pointers: [§/data/weight/*]", "unknown-field", "no array"),
    ("bad-pointer", "errata.yaml", "pointers: [/data/weight]", "pointers: [§data/weight]", "invalid-value", "begins with '/'"),
    ("page", DEPOT, "page: https://", "page: §http://", "invalid-value", "must begin with https://"),
    ("page-label", PAGES, "    fields: [Contents]\n", "", "missing-key", "'fields' is missing"),
    ("page-pattern", PAGES, "ignored: [Copy|Copy link]", "ignored: [§'Copy(']", "invalid-value", "is not a regular expression: missing )"),
    ("foreign-shape", DEPOT, "total: {type: grams,", "items: {type: array, items: §Item, description: Far.}\n        total: {type: grams,", "foreign-shape", "category 'parcel'"),
    ("cycle", PARCEL, "      message:\n        type: text\n        nullable: false\n        limit: 80\n", "      message:\n        type: Place\n        nullable: false\n", "cycle", "Place -> Refusal -> Place"),
    # -- words that do not fit ----------------------------------------------
    ("shared-shape", PARCEL, "state: {values: [packed, sent], description", "state: {values: [packed, sent], §nullable: true, description", "shared-shape", "cannot differ"),
    ("shared-shape-nested", PARCEL, "aisle: {description: The aisle of the scales.}", "aisle: {§type: text, description: The aisle of the scales.}", "shared-shape", "cannot differ"),
    ("shared-without", PARCEL, "      shape: Parcel\n", "      shape: Parcel\n      §without: [heavy]\n", "shared-shape", "write 'base: Parcel'"),
    ("shape-and-base", PARCEL, "      base: Parcel\n", "      shape: Parcel\n      §base: Parcel\n", "invalid-combination", "exclude each other"),
    ("shared-evidence", PARCEL, "    class: ParcelGoneMissing\n    definition: Nobody knows where a parcel is.\n    trigger: Two depots disagree.\n    evidence: emitter\n    origins: [clerk]\n    body:\n      open: true\n      fields:\n", "    class: ParcelGoneMissing\n    definition: Nobody knows where a parcel is.\n    trigger: Two depots disagree.\n    evidence: emitter\n    origins: [clerk]\n    body:\n      §shape: Refusal\n      fields:\n", "shared-shape", "write 'base: Refusal'"),
    ("wrong-word-values", PARCEL, "        type: grams\n        nullable: true\n        description: What it weighs.", "        type: grams\n        §values: [many]\n        nullable: true\n        description: What it weighs.", "invalid-combination", "does not apply to kind 'integer'"),
    ("wrong-word-scope", PARCEL, "        type: code\n        nullable: false\n        evidence: documented\n", "        type: code\n        §scope: network\n        nullable: false\n        evidence: documented\n", "invalid-combination", "does not apply to kind 'text'"),
    ("wrong-word-chosen", PARCEL, "        type: grams\n        nullable: true\n        description: What it weighs.", "        type: grams\n        §chosen: true\n        nullable: true\n        description: What it weighs.", "invalid-combination", "does not apply to kind 'integer'"),
    ("wrong-word-chosen-type", "types.yaml", "  flag:\n    kind: boolean\n", "  flag:\n    kind: boolean\n    §chosen: true\n", "invalid-combination", "does not apply to kind 'boolean'"),
    ("wrong-word-prose-type", "types.yaml", "  flag:\n    kind: boolean\n", "  flag:\n    kind: boolean\n    §prose: true\n", "invalid-combination", "does not apply to kind 'boolean'"),
    ("array-without-items", PARCEL, "        type: array\n        items: Item\n", "        type: §array\n", "invalid-combination", "'type: array' requires 'items'"),
    ("items-without-array", PARCEL, "        type: grams\n        nullable: true\n        description: What it weighs.", "        type: §grams\n        items: grams\n        nullable: true\n        description: What it weighs.", "invalid-combination", "'items' requires 'type: array'"),
    ("sensitive-reason", PARCEL, "        reason: Senders are told that everybody can read it.\n", "", "missing-key", "requires 'reason'"),
    ("field-without-type", PARCEL, "        type: ratio\n", "", "missing-key", "field 'share' has no 'type'"),
    ("field-without-description", PARCEL, "        description: How it is packed.\n", "", "missing-key", "field 'packing' has no 'description'"),
    ("bad-regex", "types.yaml", "pattern: '[0-9]+'", "pattern: §'[0-9+'", "invalid-value", "not a regular expression"),
    ("reads-without-pattern", "types.yaml", "  code:\n    kind: text\n", "  code:\n    kind: text\n    §reads: '.*'\n", "missing-key", "'reads' requires 'pattern'"),
    ("envelope-of-nothing", "catalogue.yaml", "  §tube:\n".replace("§", ""), "  §tube:\n    foreign: Not here.\n", "invalid-combination", "requires exactly one of"),
    ("optional-discriminator", "catalogue.yaml", "discriminator: [kind]", "discriminator: [§trace-id]", "invalid-combination", "always sent"),
    ("tolerated-without", "errata.yaml", "    tolerates: integer\n", "", "invalid-combination", "requires 'tolerates'"),
    ("refused-without-witness", "errata.yaml", "    witnesses:\n      - event: parcel.weighed\n        example: scales\n        patch: [{op: replace, path: /data/weight, value: \"1,5 kg\"}]\n", "", "missing-key", "requires 'witnesses'"),
    # -- names --------------------------------------------------------------
    ("duplicate-class-event", PARCEL, "class: ParcelGoneMissing", "class: ParcelSent", "duplicate-class", "event 'parcel.lost'"),
    ("duplicate-class-reserved", PARCEL, "class: ParcelGoneMissing", "class: UnknownEvent", "invalid-name", "every generated package uses"),
    ("no-category", DEPOT, "category:\n  name: depot\n  title: Depots\n  description: Depots and how full they are.\n  page: https://parcel.example/manual/depots\n  transcribed: true\n", "", "missing-key", "requires 'category:'"),
    ("documented-without-page", PARCEL, "        page: parcels.html\n", "", "missing-key", "requires 'page'"),
    # -- files and orphans --------------------------------------------------
    ("missing-file", DEPOT, "      evening:\n", "      §morning:\n        origin: synthesized\n        summary: It opens.\n      evening:\n", "missing-file", "examples/depot.closed/morning.json"),
    ("unused-type", "types.yaml", "  flag:\n", "  §spare: {kind: text, description: Spare.}\n  flag:\n", "unused", "'spare'"),
    ("unused-shape", PARCEL, "  Refusal:\n", "  §Spare: {description: Spare., fields: {}}\n  Refusal:\n", "unused", "'Spare'"),
    ("unused-security", "catalogue.yaml", "  seal:\n", "  §spare: {type: plain, description: Spare.}\n  seal:\n", "unused", "'spare'"),
    ("unused-group", "common.yaml", "      desk: a", "      §spare: Nobody.\n      desk: a", "unused", "group 'spare'"),
]
# fmt: on


# What a mistake makes wrong elsewhere: who names a thing wrongly also leaves the right one unused.
FOLLOWS: dict[str, set[str]] = {
    "invalid-name": {"unknown-type"},
    "unknown-items": {"unused", "unknown-field"},
    "unknown-shape": {"unknown-field", "missing-key"},
    "unknown-group": {"unused"},
    "unknown-vocabulary": {"unused"},
    "unknown-base": {"unknown-field", "missing-key"},
    "unknown-field-body": {"unknown-field"},
    "unknown-field-discriminator": {"wrong-event"},
    "optional-discriminator": {"wrong-event"},
    "shape-and-base": {"shared-shape", "unknown-field", "unused"},
    "shared-evidence": {"shared-shape", "unknown-field"},
    "array-without-items": {"unused", "unknown-field"},
    "no-category": {"missing-key"},
}


@pytest.mark.parametrize(
    ("name", "file", "old", "new", "rule", "words"), [pytest.param(*case, id=case[0]) for case in CASES]
)
def test_one_mistake_one_problem(spec: Path, name: str, file: str, old: str, new: str, rule: str, words: str) -> None:
    place = mar(spec, file, old, new)
    found = problems(spec)
    told = "\n".join(map(str, found))
    problem, *rest = [each for each in found if (each.rule, each.file) == (rule, file) and words in each.message]
    others = [each for each in found if each not in (problem, *rest)]
    assert {each.rule for each in others} <= FOLLOWS.get(name, set()), told
    assert not rest or rule in FOLLOWS.get(name, set()), told
    if place is not None:
        assert (problem.line, problem.column) == place, told


def test_the_whole_spec_has_none(spec: Path) -> None:
    assert problems(spec) == []


def test_all_problems_at_once(spec: Path) -> None:
    # Every case that leaves the rest of the spec readable, broken together in one spec.
    together = ["unknown-field-when", "unknown-field-old-value", "bad-regex", "unused-group", "unknown-example"]
    together += ["unused-security", "missing-file", "unknown-scope", "duplicate-class-reserved", "unknown-origin"]
    expected = set()
    for _, file, old, new, rule, words in (case for case in CASES if case[0] in together):
        mar(spec, file, old, new)
        expected.add((file, rule, words))
    found = problems(spec)
    assert len(expected) == len(together)
    for file, rule, words in expected:
        assert any(each.file == file and each.rule == rule and words in each.message for each in found), (file, rule)
    assert len(found) == len(together), "\n".join(map(str, found))
    assert found == sorted(found)


def test_problems_of_the_format_do_not_hide_those_of_other_files(spec: Path) -> None:
    mar(spec, PARCEL, "limit: 80", "limit: eighty")
    mar(spec, "common.yaml", "present: scanner", "present: scaner")
    mar(spec, "errata.yaml", "effect: note", "effect: nothing")
    assert {(each.file, each.rule) for each in problems(spec)} == {
        (PARCEL, "wrong-type"),
        ("common.yaml", "unknown-field"),
        ("errata.yaml", "invalid-value"),
    }


@pytest.mark.parametrize(
    ("path", "text", "column", "rule", "words"),
    [
        ("parcel.sent/spare.json", "{}", 1, "unused", "no event has this example"),
        ("parcel.snt/scanned.json", "{}", 1, "unused", "no event has this example"),
        ("parcel.sent/note.txt", "x", 1, "unused", "no event has this example"),
        ("depot.closed/evening.json", '{"kind": "depot.opened"}', 10, "wrong-event", "expected 'depot.closed'"),
        ("depot.closed/evening.json", '{"kind": 7}', 10, "wrong-event", "missing or is not text"),
        ("depot.closed/evening.json", "[]", 1, "wrong-event", "missing or is not text"),
    ],
)
def test_examples_that_do_not_fit(spec: Path, path: str, text: str, column: int, rule: str, words: str) -> None:
    file = spec / "examples" / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    (problem,) = problems(spec)
    assert (problem.file, problem.line, problem.column, problem.rule) == (f"examples/{path}", 1, column, rule)
    assert words in problem.message


def test_an_example_that_is_no_json_says_where(spec: Path) -> None:
    (spec / "examples/depot.closed/evening.json").write_text(
        '{\n  "kind": "depot.closed",\n  oops\n}', encoding="utf-8"
    )
    (problem,) = problems(spec)
    assert (problem.line, problem.column, problem.rule) == (3, 3, "not-json")


def test_an_example_that_is_not_utf_8_is_a_problem_too(spec: Path) -> None:
    (spec / "examples/depot.closed/evening.json").write_bytes(b'{"kind": "depot.closed", "x": "\xff"}')
    assert [problem.file for problem in problems(spec)] == ["examples/depot.closed/evening.json"]


def test_a_file_that_is_not_utf_8_is_a_problem_too(spec: Path) -> None:
    (spec / "common.yaml").write_bytes(b"shapes: {} # \xff\n")
    assert "common.yaml" in {problem.file for problem in problems(spec)}


def test_the_same_name_in_two_files(spec: Path) -> None:
    (spec / "more.yaml").write_text(
        "types:\n  word: {kind: text, sensitive: false, description: Again.}\n", encoding="utf-8"
    )
    (problem,) = problems(spec)
    line = (spec / "types.yaml").read_text(encoding="utf-8").splitlines().index("  word:") + 1
    assert (problem.file, problem.line, problem.column, problem.rule) == ("types.yaml", line, 3, "duplicate-name")
    assert "more.yaml:2" in problem.message


@pytest.mark.parametrize("part", ["catalogue", "message"])
def test_a_part_that_no_file_has(spec: Path, part: str) -> None:
    text = (spec / "catalogue.yaml").read_text(encoding="utf-8")
    text = re.sub(rf"(?m)^{part}:\n(?:(?:  .*)?\n)*", "", text)
    (spec / "catalogue.yaml").write_text(text, encoding="utf-8")
    assert any(f"'{part}:'" in problem.message for problem in problems(spec))


def test_a_directory_without_yaml(tmp_path: Path) -> None:
    assert [problem.rule for problem in problems(tmp_path)] == ["empty-spec"]


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "42\n"])
def test_a_file_that_is_no_mapping(spec: Path, text: str) -> None:
    (spec / "common.yaml").write_text(text, encoding="utf-8")
    assert ("common.yaml", 1, 1, "wrong-type") in {(p.file, p.line, p.column, p.rule) for p in problems(spec)}


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_file_says_nothing(spec: Path, text: str) -> None:
    (spec / "more.yaml").write_text(text, encoding="utf-8")
    assert problems(spec) == []


def test_a_shape_file_cannot_take_the_place_of_a_generated_module(spec: Path) -> None:
    # Shapes that all categories use become a module named after their file; 'message' is one already.
    (spec / "common.yaml").rename(spec / "message.yaml")
    assert {problem.file for problem in problems(spec)} == {"message.yaml"}


def test_a_base_brings_its_alternatives(spec: Path) -> None:
    # A class of its own that begins with a shape's fields has the shape's alternatives and groups too.
    body = "    body:\n      base: Place\n    examples:\n      evening:"
    mar(spec, DEPOT, "    body: {fields: {}}\n    examples:\n      evening:", body)
    text = (spec / PARCEL).read_text(encoding="utf-8")
    shapes = text[text.index("  Place:") : text.index("  Labels:")]
    (spec / "places.yaml").write_text(f"shapes:\n{shapes}", encoding="utf-8")
    (spec / PARCEL).write_text(text.replace(shapes, ""), encoding="utf-8")
    event = load_spec(spec).events["depot.closed"]
    assert [alternative.name for alternative in event.body.alternatives] == ["shelf", "gone"]
    assert not event.body.member("aisle").required


# -- the command -----------------------------------------------------------------------------------


def test_the_command_prints_all_and_writes_nothing(spec: Path, tmp_path: Path) -> None:
    into = tmp_path / "generated"
    mar(spec, PARCEL, "old_value_of: state", "old_value_of: stat")
    mar(spec, "common.yaml", "present: scanner", "present: scaner")
    before = {file: file.read_bytes() for file in spec.rglob("*") if file.is_file()}
    result = CliRunner().invoke(main, ["generate", "--spec", str(spec), "--into", str(into)])
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    for line, rule in zip(lines[:2], ["unknown-field", "unknown-field"], strict=True):
        assert re.fullmatch(rf"{re.escape(str(spec))}/[a-z/]+\.yaml:\d+:\d+: {rule}: .+ \(did you mean '\w+'\?\)", line)
    assert "2 problems; nothing was written" in lines[2]
    assert not into.exists()
    assert {file: file.read_bytes() for file in spec.rglob("*") if file.is_file()} == before


def test_a_word_too_far_from_all_others_is_not_guessed_at() -> None:
    assert suggest("Itm", ["Item", "Place"]) == " (did you mean 'Item'?)"
    assert suggest("quite_different", ["Item", "Place"]) == ""
