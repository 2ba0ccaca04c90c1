"""A process forks while one of its threads prepares an event: the child reads it too, and waits for nobody."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

from told import deliveries, package, slow_preparation

begun = slow_preparation(0.5)
found: list[Any] = []
first = threading.Thread(target=lambda: found.append(package.parse(deliveries[0])))
first.start()
assert begun.wait(30), "nothing is prepared inside of anything"
child = os.fork()
if child == 0:
    try:
        package.parse(deliveries[0])
        package.check(deliveries[0])
    finally:
        os._exit(0)
first.join()
package.check(deliveries[0])
for _ in range(300):
    done, status = os.waitpid(child, os.WNOHANG)
    if done:
        break
    time.sleep(0.1)
else:
    os.kill(child, signal.SIGKILL)
    raise SystemExit("the child waits for ever")
assert status == 0, f"the child ended with status {status}"
assert len(found) == 1
