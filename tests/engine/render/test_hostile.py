"""Whatever a spec says, what is generated from it does the same, and has every text as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from eventcontract.model import Contract
from eventcontract.render import write
from eventcontract.render.package import render
from eventcontract.render.python.quoting import finalize, literal, words
from eventcontract.site import Site, build
from eventcontract.source import SpecError, load_spec
from tests.support import hostile
from tests.support.sampling import Sample
from tests.support.specs import problems_of, put, small

#: How many specs; each has more than a hundred hostile texts.
SPECS = int(os.environ.get("HOSTILE_SPECS", "6"))
IMPORTS = """
import sys
import {package} as package
for name in package.__all__:
    getattr(package, name)
for file in sys.argv[1:]:
    package.parse(open(file, "rb").read())
import {package}.webhook, {package}.testing, {package}.audit, {package}.__main__
"""


def made(contract: Contract) -> dict[str, str]:
    """Every generated file and every page."""
    site = {path: content.decode() for path, content in build(contract, Site()).items()}
    return dict(render(contract)) | {path: text for path, text in site.items() if path.endswith((".html", "-index.js"))}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    directory = tmp_path_factory.mktemp("plain")
    hostile.spec_with(hostile.harmless(), "parcel", directory)
    return load_spec(directory)


@pytest.fixture(scope="module")
def expected(plain: Contract) -> dict[str, str]:
    return made(plain)


def wrong(expected: Mapping[str, str], found: Mapping[str, str], texts: Mapping[str, str]) -> list[str]:
    assert found.keys() == expected.keys()
    return [each for path in found for each in hostile.differences(path, expected[path], found[path], texts)]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("number", range(SPECS))
def test_texts_stay_texts(number: int, expected: dict[str, str], sample: Sample, tmp_path: Path) -> None:
    texts = hostile.spec_with(hostile.texts(10_000 * sample.seed + number), "parcel", tmp_path)
    assert wrong(expected, made(load_spec(tmp_path)), texts) == []


@pytest.mark.parametrize("number", range(1 + SPECS // 20))
def test_what_is_generated_can_be_imported_and_reads_every_example(
    number: int, plain: Contract, sample: Sample, tmp_path: Path
) -> None:
    texts = hostile.spec_with(hostile.texts(10_000 * sample.seed - number - 1), "parcel", tmp_path / "spec")
    files = []
    for contract in (load_spec(tmp_path / "spec"), plain):
        into = tmp_path / contract.catalogue.title[:4]
        write.write(contract, into)
        package = into / contract.catalogue.package
        files.append({file.name: file.read_text(encoding="utf-8") for file in package.rglob("*.py")})
        program = IMPORTS.format(package=contract.catalogue.package)
        examples = map(str, sorted(package.glob("examples/*/*.json")))
        environment = {**os.environ, "PYTHONPATH": str(into), "PYTHONWARNINGS": "error::SyntaxWarning"}
        done = subprocess.run(
            [sys.executable, "-c", program, *examples], capture_output=True, text=True, env=environment, check=False
        )
        assert done.returncode == 0, done.stderr
    # Formatting changes no text either.
    assert wrong(files[1], files[0], texts) == []


UNSEEN = ("\x00", "\x1b", "\x07", "\x85", "\x9b", "\u2028", "\u202e", "\u202a", "\u2066", "\u2069", "\u200f", "\u061c")


@pytest.mark.parametrize("character", UNSEEN, ids=lambda each: f"U+{ord(each):04X}")
@pytest.mark.parametrize("where", ["text", "key", "example"])
def test_characters_that_nobody_sees_are_refused(character: str, where: str, tmp_path: Path) -> None:
    spec = small()
    if where == "text":
        spec["events"]["thing.done"]["trigger"] = f"a{character}b"
    elif where == "key":
        spec["events"]["thing.done"]["body"]["keys"] = {f"a{character}b": {"source": "x"}}
    put(spec, tmp_path)
    if where == "example":
        file = tmp_path / "examples" / "thing.done" / "one.json"
        file.write_text(f'{{"kind": "thing.done", "data": {{"what": "a{character}b"}}}}', encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        load_spec(tmp_path)
    (problem,) = caught.value.problems
    assert problem.line >= 1
    assert problem.file
    assert str(problem).isprintable()


def test_templates_take_nothing_that_is_not_quoted() -> None:
    assert finalize(literal('a"b')) == "'a\"b'"
    assert finalize(words('a"""b\n\\')) == 'a\\"\\"\\"b \\\\'
    assert finalize(("a", 'b"')) == "('a', 'b\"')"
    for text in ('a"', "a'", "a\\", "a\nb", "a(b)", "a;b", "{a}", "#"):
        with pytest.raises(ValueError, match="not quoted"):
            finalize(text)


def test_guides_run_no_code(tmp_path: Path) -> None:
    from eventcontract.site import Guide, PageError

    contract = load_spec(put(small(), tmp_path))
    for text in (
        "{{ cycler.__init__.__globals__.os.getcwd() }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ contract.events.clear() }}",
    ):
        with pytest.raises(PageError):
            build(contract, Site(guides=[Guide("bad", f"# Title\n\n{text}\n")]))
    assert contract.events
    assert replace(contract) == contract
    assert problems_of(small(), tmp_path / "again") == []
