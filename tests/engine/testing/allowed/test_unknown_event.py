"""The event that no contract has, wherever the member is that names events."""

from __future__ import annotations

from pathlib import Path

import pytest

from eventcontract.source import load_spec
from eventcontract.testing.allowed.variations import UNKNOWN_EVENT, Casebook

CATALOGUE = """
catalogue:
  title: Chat Events
  vendor: Chat
  version: 1.0.0
  package: chat_events
  distribution: chat-events
  description: What happens in a chat.
  schema_ids: "https://schemas.chat.example/"
message:
  description: One thing that happened.
  discriminator: {discriminator}
  body: event
  fields:
    team: {{type: word, nullable: false, description: The team.}}
    event: {{type: {body}, nullable: false, description: What happened.}}
{member}
"""
TYPES = """
types:
  word: {kind: text, sensitive: false, description: A word.}
"""
HEAD = """
shapes:
  Head:
    description: What every event says of itself.
    fields:
      type: {type: word, nullable: false, description: The name of the event.}
"""
INNER = f"""{HEAD}
  Inner:
    description: The head, inside the body.
    fields:
      head: {{type: Head, nullable: false, description: The head.}}
"""
EVENTS = """
category: {{name: talk, title: Talk, description: What people say.}}
events:
  said:
    definition: Somebody said something.
    trigger: Somebody says something.
    body:
      {base}
      fields:
        text: {{type: word, nullable: true, description: The words.}}
    examples:
      hello: {{origin: synthesized, summary: A greeting.}}
"""


def write_spec(into: Path, discriminator: str, body: str, shapes: str, example: str) -> Path:
    """A spec with one event, whose body is of the type ``body``."""
    inside = body != "object"
    member = "" if inside else "    type: {type: word, nullable: false, description: The name.}"
    files = {
        "catalogue.yaml": CATALOGUE.format(discriminator=discriminator, body=body, member=member),
        "types.yaml": TYPES + shapes,
        "events/talk.yaml": EVENTS.format(base=f"base: {body}" if inside else ""),
        "examples/said/hello.json": example,
    }
    for name, text in files.items():
        file = into / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return into


@pytest.mark.parametrize(
    ("discriminator", "body", "shapes", "example"),
    [
        ("[event, type]", "Head", HEAD, '{"team": "t", "event": {"type": "said", "text": "hello"}}'),
        (
            "[event, head, type]",
            "Inner",
            INNER,
            '{"team": "t", "event": {"head": {"type": "said"}, "text": "hello"}}',
        ),
        ("[type]", "object", "", '{"team": "t", "event": {"text": "hello"}, "type": "said"}'),
    ],
    ids=["in the body", "deeper in the body", "next to the body"],
)
def test_it_has_its_name_where_events_have_theirs(
    tmp_path: Path, discriminator: str, body: str, shapes: str, example: str
) -> None:
    contract = load_spec(write_spec(tmp_path, discriminator, body, shapes, example))
    *_, case = Casebook(contract, lambda *_: None).cases(["said"])
    assert case.group == UNKNOWN_EVENT
    assert case.event not in contract.events
    value = case.payload
    for step in contract.message.discriminator:
        value = value[step]
    assert value == case.event
    assert "text" not in case.payload["event"]
    assert case.payload["team"] == "t"
