"""The payload examples of a contract against its own schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator

from eventcontract import pointers
from eventcontract.model import Contract
from eventcontract.runtime import json_text
from eventcontract.runtime.explain import Reading
from eventcontract.schemas.views import View, event_schema
from eventcontract.source import Problem, positions
from eventcontract.source.events import example_file


def problems(contract: Contract) -> Iterator[Problem]:
    """Everything that the reader schema and the strict schema refuse in the examples, with its position in the file.

    Messages quote values: examples are the spec's own, not deliveries.
    """
    for event in contract.events.values():
        readings = [
            Reading(json.dumps(event_schema(contract, event.name, view))) for view in (View.READER, View.STRICT)
        ]
        for example in event.examples:
            payload, refused = json_text.decode(example.text), set()
            for finding in (
                each for reading in readings for each in reading.refusals(payload, "error", show_values=True)
            ):
                # What readers refuse, the strict schema refuses too.
                if (finding.pointer, finding.rule) in refused:
                    continue
                refused.add((finding.pointer, finding.rule))
                line, column = positions.find(example.text, pointers.parse(finding.pointer))
                shown = f": {finding.value}" if finding.value is not None else ""
                message = f"{finding.pointer or 'the event'}: {finding.message}{shown}"
                yield Problem(example_file(event.name, example.name), line, column, finding.rule, message)
