"""What a spec says of forms is checked like everything else in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eventcontract.source import SpecError, load_spec
from tests.vendors import SPECS

# what stands there, what is put there, rule, words of the message
CASES = [
    ("channel: letterbox\n  sealed", "channel: leterbox\n  sealed", "unknown-channel", "did you mean 'letterbox'?"),
    ("envelope: slip", "envelope: slips", "unknown-envelope", "did you mean 'slip'?"),
    ("batch: pile", "batch: pyle", "unknown-batch", "did you mean 'pile'?"),
    ("envelope: slip", "envelope: invoice", "invalid-combination", "contains no event"),
    ("envelope: slip", "envelope: bell", "invalid-combination", "contains no event"),
    ("    envelope: split\n", "    around: {x: 1}\n", "missing-key", "'around' requires 'envelope'"),
    ("    envelope: split\n", "    inside: bare\n", "missing-key", "'inside' requires 'envelope'"),
    (
        "    envelope: desk\n",
        "    envelope: desk\n    batch_around: {}\n",
        "missing-key",
        "'batch_around' requires 'batch'",
    ),
    ("inside: capsule", "inside: capsul", "unknown-form", "did you mean 'capsule'?"),
    ("inside: capsule", "inside: tray", "invalid-combination", "only a form without 'batch' and 'inside'"),
    (
        "    envelope: split\n",
        "    envelope: split\n    inside: bare\n",
        "invalid-combination",
        "cannot contain another envelope",
    ),
    ("/relay/about/kind: /kind", "/relay/about/kind: /kynd", "unknown-field", "did you mean '/kind'?"),
    ("/relay/about/kind: /kind", "relay: /kind", "invalid-name", "a JSON Pointer begins with '/'"),
    ("    signed: true\n", "    sealed: true\n", "unknown-key", "unknown key 'sealed'"),
    (
        "failed: {fate: kept}, ",
        "failed: {fate: kept}, whole: all, ",
        "invalid-combination",
        "every delivery has an entry",
    ),
    ("any_of: [/rings, /bell/rings]\n", "identifier: /rings\n", "missing-key", "'recognize' or 'any_of'"),
]


@pytest.mark.parametrize(("old", "new", "rule", "words"), CASES)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, old: str, new: str, rule: str, words: str) -> None:
    spec = Path(shutil.copytree(SPECS["parcel"], tmp_path / "spec"))
    file = spec / "catalogue.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(SpecError) as caught:
        load_spec(spec)
    found = [problem for problem in caught.value.problems if problem.rule == rule]
    assert [problem for problem in found if words in problem.message and abs(problem.line - line) < 5]


def test_what_is_signed_needs_a_signature(tmp_path: Path) -> None:
    spec = Path(shutil.copytree(SPECS["parcel"], tmp_path / "spec"))
    file = spec / "catalogue.yaml"
    before, _, rest = file.read_text(encoding="utf-8").partition("signing:\n")
    file.write_text(before + rest[rest.index("channels:\n") :], encoding="utf-8")
    with pytest.raises(SpecError, match="'signed' requires 'signing:'"):
        load_spec(spec)
