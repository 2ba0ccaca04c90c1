"""What the filter of the catalogue looks through, as a script: pages opened from a disk may load nothing else."""

from __future__ import annotations

import json

from eventcontract.model import Contract, event_root, walk
from eventcontract.render.site.fields import dotted, errata_of


def index(contract: Contract) -> str:
    """The script that sets ``catalogueIndex``: for each event its text, and (name, text) of each field of its body.

    Texts that occur more than once are written once, and referred to by their place in ``texts``.
    """
    texts: dict[str, int] = {}

    def place(text: str) -> int:
        return texts.setdefault(text, len(texts))

    events = []
    for event in contract.events.values():
        body = event_root(contract, event.name).member(contract.message.body)
        about = [event.class_name, event.definition, event.trigger, *event.notes]
        about += [each.id for each in errata_of(contract, event.name)]
        fields = []
        for path, field in walk(body):
            words = [field.description, " ".join([*field.values, *field.observed])]
            fields.append([place(dotted(path)), place(" ".join(word for word in words if word))])
        events.append([event.name, place(" ".join(about)), fields])
    content = {"texts": list(texts), "events": events}
    return f"window.catalogueIndex = {json.dumps(content, ensure_ascii=False, separators=(',', ':'))};\n"
