"""One thread parses while another is inside ``msgspec.json.Decoder(...)`` for the same event."""

from __future__ import annotations

import threading
from typing import Any

from told import deliveries, package, slow_preparation

begun = slow_preparation(0.3)
found: list[Any] = []
first = threading.Thread(target=lambda: found.append(package.parse(deliveries[0])))
first.start()
assert begun.wait(30), "nothing is prepared inside of anything"
found.append(package.parse(deliveries[0]))
first.join()
assert len(found) == 2
assert found[0] == found[1]
