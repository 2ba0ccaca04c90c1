"""A file is read in parts, and the parts are the whole."""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventcontract.audit import NO_DELIVERY, Audit, check_stream
from eventcontract.audit.reading import Options, Unit, audit_unit, units
from eventcontract.audit.sources import Source, sources
from tests.support.archive import examples, lines, odd, wrong
from tests.vendors import Vendor

#: Ways of writing several deliveries, also broken ones, next to one another.
STYLES = {
    "line": lambda payloads: lines(payloads),
    "indented": lambda payloads: b"".join(json.dumps(each, indent=1).encode() + b"\n" for each in payloads),
    "array": lambda payloads: json.dumps(payloads).encode() + b"\n",
    "array of lines": lambda payloads: b"[\n" + b",\n".join(lines([each]).strip() for each in payloads) + b"\n]\n",
    "object of lines": lambda payloads: b'{"some": [\n' + b",\n".join(map(lines_of_one, payloads)) + b"\n]}\n",
    "one line": lambda payloads: b"".join(map(lines_of_one, payloads)) + b"\n",
    "cut off": lambda payloads: b"".join(lines_of_one(each)[:-5] + b"\n" for each in payloads),
    "prose": lambda _: b"a line of\nprose\n\n",
    "open": lambda _: b'{"a": [\n',
}


def lines_of_one(payload: Any) -> bytes:
    return json.dumps(payload).encode()


def audited(vendor: Vendor, source: Source, unit: int) -> tuple[bytes, int]:
    """The audit of a file in parts of about this size, and their number."""
    whole = Audit(vendor.package._package)
    parts = units(source, unit)
    for part in parts:
        audit = Audit(vendor.package._package)
        audit_unit(audit, part, Options())
        whole.merge(audit)
    return whole.to_json(), len(parts)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_parts_of_a_file_are_the_whole(vendor: Vendor, tmp_path: Path, data: st.DataObject) -> None:
    payloads = [*examples(vendor)[:3], wrong(vendor), odd(vendor)]
    file = tmp_path / "file"
    text = lines(payloads[:1]) if data.draw(st.booleans()) else b""
    for style in data.draw(st.lists(st.sampled_from(sorted(STYLES)), min_size=2, max_size=8)):
        text += STYLES[style](payloads[data.draw(st.integers(0, 2)) :])
    file.write_bytes(text)
    (source,) = sources([str(file)])
    whole, number = audited(vendor, source, 1 << 30)
    assert number == 1
    assert audited(vendor, source, data.draw(st.integers(200, 3000)))[0] == whole


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_audit_counts_what_check_lists(vendor: Vendor, tmp_path: Path, data: st.DataObject) -> None:
    """Lines that are whole deliveries are read in another way than everything else."""
    payloads = [*examples(vendor)[:3], wrong(vendor), odd(vendor)]
    parts = [style(payloads) for style in STYLES.values()]
    parts += [b"{", b"}", b"[", b"]", b",", b'"', b"\n", b"\r\n", b" ", b"{}", b"null\n", b"\xff", lines(payloads[:1])]
    text = b"".join(data.draw(st.lists(st.sampled_from(parts), max_size=12)))
    (tmp_path / "file").write_bytes(text)
    (source,) = sources([str(tmp_path / "file")])
    audit = Audit(vendor.package._package)
    audit_unit(audit, Unit(source), Options())
    listed = list(check_stream(vendor.package._package, io.BytesIO(text)))
    expected: Counter[tuple[str, ...]] = Counter()
    for delivery in listed:
        kinds = {(delivery.event, each.level, each.rule, starred(each.pointer)) for each in delivery.findings}
        expected.update(kinds)
    counted: Counter[tuple[str, ...]] = Counter()
    for row in audit.found():
        counted[row.event, row.level, row.rule, row.pointer] += row.deliveries
    assert counted == expected
    assert audit.report().deliveries == sum(delivery.event != NO_DELIVERY for delivery in listed)


def starred(pointer: str) -> str:
    return "/".join("*" if step.isdigit() else step for step in pointer.split("/"))


def test_lines_are_cut_into_many_parts(vendor: Vendor, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(lines(examples(vendor)[:3] * 200))
    (source,) = sources([str(file)])
    parts = units(source, 10_000)
    assert len(parts) > file.stat().st_size // 20_000
    assert [part.end for part in parts[:-1]] == [part.begin for part in parts[1:]]
    assert sum(part.size for part in parts) == file.stat().st_size
    assert audited(vendor, source, 10_000)[0] == audited(vendor, source, 1 << 30)[0]


def test_what_changes_is_another_version(tmp_path: Path) -> None:
    file = tmp_path / "file"
    versions = []
    for text, time in ((b"a", 1), (b"bb", 1), (b"cc", 2)):
        file.write_bytes(text)
        os.utime(file, ns=(time, time))
        (source,) = sources([str(file)])
        versions.append(source.version)
    assert len(set(versions)) == 3
