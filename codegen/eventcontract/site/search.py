"""What the filter of the catalogue searches, as a script: a page opened from disk cannot load anything else."""

from __future__ import annotations

import json

from eventcontract.model import Contract, Field, event_root, walk
from eventcontract.pointers import Path
from eventcontract.site.fields import description_of, dotted, errata_of


def index(contract: Contract) -> str:
    """A script that sets ``catalogueIndex``: the text of each event, and (name, text) of each field of its body.

    ``common`` has the fields that every event has, ``body`` the name of the member that differs by event.
    A text that occurs more than once is stored once; the others refer to it by its index in ``texts``.
    """
    texts: dict[str, int] = {}

    def place(text: str) -> int:
        return texts.setdefault(text, len(texts))

    def words(path: Path, field: Field) -> list[int]:
        values = ", ".join(field.scalar.known_values if field.scalar else ())
        description = description_of(contract, path, field)
        text = f"{description} Values: {values}." if values else description
        return [place(dotted(path)), place(text)]

    events = []
    for event in contract.events.values():
        body = event_root(contract, event.name).member(contract.message.body)
        about = [event.class_name, event.definition, event.trigger, *event.notes]
        about += [each.id for each in errata_of(contract, event.name)]
        events.append([event.name, place(" ".join(about)), [words(*each) for each in walk(body.type)]])
    own = contract.message.body
    common = [words(path, field) for path, field in walk(contract.message.tree) if path[0] != own]
    content = {"texts": list(texts), "events": events, "common": common, "body": own}
    return f"window.catalogueIndex = {json.dumps(content, ensure_ascii=False, separators=(',', ':'))};\n"
