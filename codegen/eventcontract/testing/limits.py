"""A time limit for code that may hang, set so that nobody else's alarm is lost."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def limited(seconds: float, late: Callable[[], object], *, repeat: bool = False) -> Iterator[None]:
    """Call ``late`` in the main thread if the block takes longer than ``seconds``; what it raises ends the block.

    With ``repeat`` it is called again after every further ``seconds``, for a block that swallows the first exception.

    A process has one alarm. If somebody else has set it to an earlier time, theirs is left alone and there is no
    limit here; otherwise theirs, with its interval, is restored afterwards, less the time that has passed. There is no
    limit either where there cannot be one (outside the main thread, on Windows), nor with 0 seconds.
    """
    if seconds <= 0 or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    theirs, interval = signal.getitimer(signal.ITIMER_REAL)
    if 0 < theirs <= seconds or signal.getsignal(signal.SIGALRM) is None:  # None: a handler that is not Python's
        yield
        return

    def ring(*_: object) -> None:
        __tracebackhide__ = True  # for pytest: where it hangs is the frame above
        late()

    handler = signal.signal(signal.SIGALRM, ring)
    started = time.monotonic()
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, seconds if repeat else 0)
        try:
            yield
        finally:
            # If the alarm rings before this is done, the outer block still tidies up.
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if theirs:
            left = theirs - (time.monotonic() - started)
            signal.setitimer(signal.ITIMER_REAL, max(left, 0.001), interval)
