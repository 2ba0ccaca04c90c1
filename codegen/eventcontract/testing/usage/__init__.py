"""Which fields of which events a handler reads: recorded while it runs."""

from eventcontract.testing.usage.recorder import Recorder

__all__ = ["Recorder"]
