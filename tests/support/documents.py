"""Reading the YAML that tests compare with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

# The loader in C takes a tenth of the time; not every build of PyYAML has it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(file: Path) -> Any:
    """The content of a YAML file."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)
