"""``python validate_schema.py SPECS DOCUMENT``: an AsyncAPI document against the published JSON Schema of the format.

SPECS is the directory of the npm package ``@asyncapi/specs``. Prints every error; exit status 1 if there is one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema_rs
import yaml


def main(specs: Path, document: Path) -> int:
    value = yaml.safe_load(document.read_text(encoding="utf-8"))
    # The schema for 3.1.0 is that of every 3.1.x.
    version = ".".join(str(value["asyncapi"]).split(".")[:2]) + ".0"
    schema = json.loads((specs / "schemas" / f"{version}-without-$id.json").read_text(encoding="utf-8"))
    errors = list(jsonschema_rs.Draft7Validator(schema).iter_errors(value))
    for error in errors:
        where = "/".join(str(step) for step in error.instance_path) or "the root"
        print(f"{document}: {where}: {error.message[:300]}")
    print(f"published JSON Schema of AsyncAPI {version}: {len(errors)} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
