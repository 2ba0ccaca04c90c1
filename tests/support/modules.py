"""The generated modules."""

from __future__ import annotations

import importlib
from typing import Any

from tests.vendors import Vendor


def module_of(vendor: Vendor) -> Any:
    """The generated module ``testing``."""
    return importlib.import_module(f"{vendor.package.__name__}.testing")
