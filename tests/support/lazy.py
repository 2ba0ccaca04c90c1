"""What is made for each vendor when a test first asks for it: a run over one vendor does not wait for the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.vendors import Vendor


class ForEach(dict[str, Any]):
    """The name of a vendor -> what ``make`` returns for it, called once."""

    def __init__(self, vendors: Mapping[str, Vendor], make: Callable[[Vendor], Any]) -> None:
        super().__init__()
        self.vendors = vendors
        self.make = make

    def __missing__(self, name: str) -> Any:
        self[name] = self.make(self.vendors[name])
        return self[name]
