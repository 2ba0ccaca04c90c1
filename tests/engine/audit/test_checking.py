"""Streams are checked without any command line."""

from __future__ import annotations

import io

from eventcontract.audit import Summary, check_stream
from tests.support.archive import examples, lines, name_of, wrong
from tests.vendors import Vendor


def test_findings_come_while_the_stream_goes_on(vendor: Vendor) -> None:
    class Slow(io.BytesIO):
        """Each read returns one line, as a pipe does."""

        def read1(self, size: int | None = -1) -> bytes:  # noqa: ARG002
            return self.readline()

    stream = Slow(lines([wrong(vendor)] * 5))
    deliveries = check_stream(vendor.package._package, stream)
    next(deliveries)
    assert stream.tell() < len(stream.getvalue()) / 2


def test_a_summary_of_a_stream(vendor: Vendor) -> None:
    good, bad = examples(vendor), wrong(vendor)
    summary = Summary()
    for checked in check_stream(vendor.package._package, io.BytesIO(lines([*good, bad, bad]))):
        summary.add("a file", checked)
    assert summary.deliveries.total() == len(good) + 2
    assert summary.clean.total() == len(good)
    assert summary.levels == {"error": 2}
    assert summary.has_problems
    (group,) = summary.groups[name_of(vendor, bad)].values()
    assert group.count == 2
    assert [(each.file, each.delivery.line) for each in group.samples] == [
        ("a file", len(good) + 1),
        ("a file", len(good) + 2),
    ]
