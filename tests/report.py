"""``python tests/report.py SPEC``: what is generated, checked against the payload examples of the spec, event by event.

Each example must be valid under both schemas, as 'eventcontract validate' checks, parse into the class of its event,
and come back unchanged from encoding and parsing again. Exit status 1 if anything is wrong.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from eventcontract.model import Event, event_root, walk
from eventcontract.schemas import examples as checked
from eventcontract.source import load_spec
from eventcontract.source.events import example_file


def problems(package: Any, directory: Path, event: Event) -> list[str]:
    """What is wrong with the examples of ``event`` once they are generated, one text for each problem."""
    found = []
    for example in event.examples:
        published = (directory / "examples" / event.name / f"{example.name}.json").read_bytes()
        if json.loads(published) != json.loads(example.text):
            found.append(f"{event.name}/{example.name}: the published example is not that of the spec")
        try:
            parsed = package.parse(published)
        except package.ContractViolation as error:
            found.append(f"{event.name}/{example.name}: parse: {error}")
            continue
        if type(parsed).__name__ != package.EVENTS[event.name]:
            found.append(f"{event.name}/{example.name}: parses as {type(parsed).__name__}")
        elif package.parse(package.encode(parsed)) != parsed:
            found.append(f"{event.name}/{example.name}: encoding and parsing again changes it")
    return found


def main(spec: Path) -> int:
    contract = load_spec(spec)
    package = importlib.import_module(contract.catalogue.package)
    directory = Path(str(package.__file__)).parent
    refused = [*checked.problems(contract)]
    wrong: list[str] = []
    examples = 0
    width = max(map(len, contract.events))
    print(f"{'event':<{width}}  fields  examples: valid under both schemas, parsed, encoded, parsed again")
    for name, event in contract.events.items():
        files = {example_file(name, example.name) for example in event.examples}
        found = [str(each) for each in refused if each.file in files] + problems(package, directory, event)
        wrong += found
        examples += len(event.examples)
        fields = sum(1 for _ in walk(event_root(contract, name)))
        verdict = f"{len(found)} problems" if found else "ok" if event.examples else "no example"
        print(f"{name:<{width}}  {fields:>6}  {len(event.examples)}: {verdict}")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{len(contract.events)} events, {examples} examples, {len(wrong)} problems")
    # An event without an example has been checked against nothing.
    return 1 if wrong or not all(event.examples for event in contract.events.values()) else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
