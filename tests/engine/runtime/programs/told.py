"""What the programs beside this file are told: the package, and deliveries of its vendor."""

from __future__ import annotations

import importlib
import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec._utils

_TOLD = json.load(sys.stdin)
sys.path.insert(0, _TOLD["place"])

package = importlib.import_module(_TOLD["package"])
deliveries: list[bytes] = [delivery.encode() for delivery in _TOLD["deliveries"]]

_evaluate: Callable[..., Any] = msgspec._utils._eval_type  # type: ignore[attr-defined]


def slow_preparation(seconds: float) -> threading.Event:
    """Make msgspec pause whenever it prepares a struct inside another one; the event says that it has begun."""
    begun = threading.Event()
    classes: set[tuple[str, ...]] = set()

    def evaluate(hint: Any, members: dict[str, Any], *rest: Any) -> Any:
        classes.add(tuple(sorted(members)))
        if len(classes) == 2 and not begun.is_set():
            begun.set()
            time.sleep(seconds)
        return _evaluate(hint, members, *rest)

    msgspec._utils._eval_type = evaluate  # type: ignore[attr-defined]
    return begun
