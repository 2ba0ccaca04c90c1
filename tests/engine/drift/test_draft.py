"""Drafts of what is new: they load without an edit, say why each guess was made, and leave the spec alone."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from eventcontract.cli.maintainer import main
from eventcontract.model import Contract, Event, walk
from eventcontract.schemas.examples import problems
from eventcontract.source import load_spec, nodes
from tests.support import pages
from tests.support.pages import KNOWN, findings, page_of
from tests.vendors import ROOT, SPECS, contract_of

#: Where the captured pages are, if somebody has them.
CAPTURES = ROOT.parent / "shared" / "documentation"
TRANSCRIBED = [
    (vendor, name)
    for vendor in KNOWN
    for name, event in contract_of(vendor).events.items()
    if event.category in KNOWN[vendor].transcribed
]


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["drift", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


# -- a spec without an event ---------------------------------------------------------------------------


def cut(file: Path, *path: str) -> None:
    """Remove the member at ``path`` from a YAML file."""
    text = file.read_text(encoding="utf-8")
    keys = nodes.read(file.name, text).keys
    begin, column = keys[path]
    lines = text.split("\n")
    end = min((line for line, other in keys.values() if line > begin and other <= column), default=len(lines) + 1) - 1
    file.write_text("\n".join([*lines[: begin - 1], *lines[end:]]).rstrip() + "\n", encoding="utf-8")


def without(vendor: str, event: str, directory: Path) -> Path:
    """A copy of a spec that has no such event, nor anything that refers to it."""
    spec = Path(shutil.copytree(SPECS[vendor], directory))
    shutil.rmtree(spec / "examples" / event)
    for erratum in contract_of(vendor).errata.values():
        if event in erratum.events or any(witness.event == event for witness in erratum.witnesses):
            cut(spec / "errata.yaml", "errata", erratum.id)
    for file in spec.rglob("*.yaml"):
        value = nodes.read(file.name, file.read_bytes()).value
        if event in value.get("events", {}):
            cut(file, "events", event) if len(value["events"]) > 1 else file.unlink()
    return spec


def kinds(event: Event) -> Iterator[tuple[str, str]]:
    """(path, kind) of every field that an example shows with another value than null."""
    body = contract_of("canvas").message.body
    for path, field in walk(event.body):
        for example in event.examples:
            value = json.loads(example.text).get(body)
            for step in path:
                value = value.get(step) if isinstance(value, dict) else None
            if value is not None and "*" not in path:
                yield "/".join(path), field.type.kind


@pytest.mark.parametrize(("vendor", "event"), [each for each in TRANSCRIBED if each[0] == "canvas"])
def test_an_event_that_was_taken_out_is_drafted(vendor: str, event: str, tmp_path: Path) -> None:
    whole = contract_of(vendor).events[event]
    spec, draft, page = without(vendor, event, tmp_path / "spec"), tmp_path / "draft", tmp_path / "page.txt"
    captured = CAPTURES / f"{whole.category}.txt"
    page.write_bytes(captured.read_bytes() if captured.is_file() else pages.dense_text(page_of(vendor, whole.category)))
    before = {file: file.read_bytes() for file in spec.rglob("*") if file.is_file()}
    status, output = run("--spec", str(spec), "--draft", str(draft), str(page))
    assert status == 1
    assert f"{event} drafted" in output
    assert before == {file: file.read_bytes() for file in spec.rglob("*") if file.is_file()}

    contract = load_spec(draft)
    assert [*problems(contract)] == []
    drafted = contract.events[event]
    assert dict(kinds(drafted)) == dict(kinds(whole)) or not any(each.page for each in whole.examples)
    assert {path for path, _ in walk(drafted.body)} >= {path for path, each in walk(whole.body) if each.documented}
    assert all(field.nullable == "unknown" for path, field in walk(drafted.body) if path[-1] != "*")
    (example,) = drafted.examples
    originals = [each.text for each in whole.examples if each.origin == "documented"]
    assert example.origin == ("documented" if originals else "synthesized")
    # Byte for byte, wherever the page has the bytes.
    assert originals in ([], [example.text]) or not captured.is_file()
    # What was drafted is what the page says.
    assert run("--spec", str(draft), str(page))[0] == 0
    if generates(vendor, event):
        assert type(parsed(contract, draft, example.text)).__name__ == drafted.class_name


def generates(vendor: str, event: str) -> bool:
    """Whether a package is generated for this event: for each with DRAFTS=all, or else for one."""
    return os.environ.get("DRAFTS") == "all" or (vendor, event) == ("canvas", "module_updated")


def parsed(contract: Contract, draft: Path, text: str) -> object:
    """An example, as read by a package that is generated from the draft."""
    into = draft.parent / "generated"
    name = contract.catalogue.package
    result = CliRunner().invoke(main, ["generate", "--spec", str(draft), "--into", str(into)])
    assert result.exit_code == 0, result.output
    loaded = {each: module for each, module in sys.modules.items() if each.partition(".")[0] == name}
    for each in loaded:
        del sys.modules[each]
    sys.path.insert(0, str(into))
    try:
        return importlib.import_module(name).parse(text)
    finally:
        sys.path.remove(str(into))
        for each in [each for each in sys.modules if each.partition(".")[0] == name]:
            del sys.modules[each]
        sys.modules |= loaded


# -- pages that the spec does not know -------------------------------------------------------------------

NEW = """# Library

### book\\_borrowed

**Definition:** The event is emitted anytime a book is borrowed by a reader or API request.

**Trigger:** Triggered when a book is borrowed. The following must hold for the event to be sent:

* The library is open
* The reader has a card

Note that a book can be borrowed twice.

**Payload Example:**

```json
{
  "metadata": {"event_name": "book_borrowed", "event_time": "2019-11-01T19:11:05.880Z", "producer": "canvas"},
  "body": {
    "book_id": "21070000000000565", "shelf_id": "12", "fine": 2.5, "copies": 3, "lent": true, "due_on": null,
    "reader": {"id": "12", "name": "A. Reader", "card": "x"}, "tags": ["a", "b"], "when": "2019-11-01T19:11:05.880Z",
    "workflow_state": "borrowed", "cover": "https://books.example/1.png", "secret": 7
  }
}
```

#### Event Body Schema

| Field | Description |
| --- | --- |
| **book\\_id** | The id of the book. |
| **shelf\\_id** | The local id of the shelf: it's "low". |
| **fine** | What a late reader pays. |
| **copies** | How many there are. |
| **lent** | True if it is lent. |
| **due\\_on** | The time at which it is due, in ISO8601 format. |
| **reader** | \\{"id" => "The local id of the reader.", "name" => "The name of the reader."\\} |
| **tags** | What readers say of it. |
| **when** | When it was borrowed. |
| **workflow\\_state** | The state of the book (borrowed, returned, lost). |
| **cover** | # A picture: of the cover |

{% hint style="info" %}
Timestamps will be in ISO8601 format, including an offset.
{% endhint %}
"""


def test_a_new_page_is_drafted(tmp_path: Path) -> None:
    page, draft = tmp_path / "library.md", tmp_path / "draft"
    page.write_text(NEW, encoding="utf-8")
    status, output = run("--draft", str(draft), "--spec", str(SPECS["canvas"]), str(page))
    assert status == 1
    assert "events/library.yaml: book_borrowed drafted, " in output
    contract = load_spec(draft)
    assert [*problems(contract)] == []
    event = contract.events["book_borrowed"]
    assert event.trigger.split("\n")[1:] == ["The library is open", "The reader has a card"]
    assert event.notes == ("Note that a book can be borrowed twice.",)
    assert {"/".join(path): (field.type.kind, field.evidence) for path, field in walk(event.body)} == {
        "book_id": ("identifier", "documented"),
        "shelf_id": ("identifier", "documented"),
        "fine": ("number", "documented"),
        "copies": ("integer", "documented"),
        "lent": ("boolean", "documented"),
        "due_on": ("timestamp", "documented"),
        "reader": ("object", "documented"),
        "reader/id": ("identifier", "documented"),
        "reader/name": ("text", "documented"),
        "reader/card": ("text", "example"),
        "tags": ("array", "documented"),
        "tags/*": ("text", "documented"),
        "when": ("timestamp", "documented"),
        "workflow_state": ("text", "documented"),
        "cover": ("text", "documented"),
        "secret": ("integer", "example"),
    }
    assert event.body.member("book_id").scalar.scope == "global"  # type: ignore[union-attr]
    assert event.body.member("workflow_state").scalar.values == ("borrowed", "returned", "lost")  # type: ignore[union-attr]
    text = (draft / "events" / "library.yaml").read_text(encoding="utf-8")
    assert text.count("# Guess: ") > 10
    assert run("--spec", str(draft), str(page))[0] == 0


def test_new_fields_are_drafted(tmp_path: Path) -> None:
    page, draft = page_of("canvas", "module"), tmp_path / "draft"
    for section in page.sections:
        if section.name.startswith("module_item"):
            section.rows["archived_at"] = "The time at which the item was archived."
    file = tmp_path / "module.txt"
    file.write_bytes(pages.airy_text(page))
    status, output = run("--draft", str(draft), str(file))
    assert status == 1
    assert "module_item_created /body/archived_at drafted" in output
    contract = load_spec(draft)
    assert contract.events["module_item_updated"].body.member("archived_at").type.kind == "timestamp"
    assert run("--spec", str(draft), str(file))[0] == 0


def test_drafts_are_written_into_new_directories(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    page = tmp_path / "file"
    status, output = run("--draft", str(tmp_path), "--spec", str(SPECS["parcel"]), str(page))
    assert status == 2
    assert "the directory is not empty" in output


def test_every_finding_of_a_new_page_is_an_event() -> None:
    assert [(each.rule, each.event) for each in findings("canvas", NEW.encode())] == [("event-new", "book_borrowed")]
