"""The engine knows no vendor: nothing of the first vendor's vocabulary stands in its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from eventcontract.model import Contract, event_root, walk
from tests.vendors import ROOT, SPECS, contract_of

ENGINE = ROOT / "codegen" / "eventcontract"
NAMES = {"canvas", "instructure", "caliper", "shard"}
_HOST = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:com|org|net|edu|io|example)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.-])[0-9]{1,3}(?:,[0-9]{3})+(?![\w.-])|(?<![\w.-])[0-9]{4,}(?![\w-])")
_URL = re.compile(r"https?://[^\s\"'>,)]+", re.IGNORECASE)


def numbers(value: Any, key: str = "") -> Iterator[int]:
    """Every number of a YAML document, also those in sentences; regular expressions and examples hold none."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from numbers(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from numbers(each, key)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value
    elif isinstance(value, str) and key not in ("pattern", "reads", "sends", "value_patterns", "examples"):
        yield from (int(digits.replace(",", "")) for digits in _NUMBER.findall(_URL.sub(" ", value)))


def vocabulary(contract: Contract, texts: dict[str, str]) -> set[str]:
    """The words that name things of one vendor, in small letters."""
    words = set(NAMES)
    for event in contract.events:
        words.add(event)
        words |= {field.name for _, field in walk(event_root(contract, event)) if "_" in field.name}
    for channel in contract.channels.values():
        words |= {header.name for header in channel.headers if re.search(r"[_-]", header.name)}
    for text in texts.values():
        # The hint line names the format's own schema, which is ours.
        text = re.sub(r"(?m)^# yaml-language-server:.*$", "", text)
        words |= {*_URL.findall(text), *_HOST.findall(text)}
        # Years are in everybody's mouth.
        words |= {
            str(each) for each in numbers(yaml.safe_load(text)) if abs(each) >= 1000 and each not in range(1900, 2100)
        }
    return {word.lower() for word in words}


def yaml_texts(spec: Path) -> dict[str, str]:
    """The YAML files of a spec."""
    return {str(file.relative_to(spec)): file.read_text(encoding="utf-8") for file in sorted(spec.rglob("*.yaml"))}


def occurrences(words: set[str], text: str) -> set[str]:
    """The words that stand in ``text``, alone, as a plural or between underscores, in letters of any size."""
    lowered = text.lower()
    return {word for word in words if re.search(rf"(?<![a-z0-9]){re.escape(word)}s?(?![a-z0-9])", lowered)}


# Words of the first vendor that are words of the trade as well; each with the reason why it says nothing.
TRADE: dict[str, str] = {
    "3339": "RFC 3339 is everybody's standard.",
    "8601": "ISO 8601 is everybody's standard.",
}


@pytest.fixture(scope="module")
def words() -> set[str]:
    """What the first vendor's spec gives its things for names."""
    return vocabulary(contract_of("canvas"), yaml_texts(SPECS["canvas"]))


def test_the_vocabulary_is_found(words: set[str]) -> None:
    # Were it empty, nothing would be looked for.
    contract = contract_of("canvas")
    assert set(contract.events) <= words
    assert {"root_account_id", "10000000000000", "canvas"} <= words
    assert any("://" in word for word in words)
    assert len(words) > 60


def test_what_is_looked_for_would_be_found(words: set[str]) -> None:
    for word in words:
        assert word in occurrences(words, f"x = 1  # as in ({word.upper()})"), word
    assert occurrences({"shard"}, "sharded, a potshard") == set()
    assert occurrences({"shard"}, "THE_SHARDS") == {"shard"}


def test_the_engine_knows_nothing_of_it(words: set[str]) -> None:
    files = [file for file in sorted(ENGINE.rglob("*")) if file.is_file() and "__pycache__" not in file.parts]
    assert len(files) > 25
    assert {file.suffix for file in files} >= {".py", ".jinja2", ".json"}
    found = {
        f"{file.relative_to(ENGINE)}: {word}"
        for file in files
        for word in occurrences(words, file.read_text(encoding="utf-8"))
        if word not in TRADE
    }
    assert sorted(found) == []


def test_the_second_vendor_knows_nothing_of_it_either(words: set[str]) -> None:
    # Else the engine could lean on a word that only happens to be in both.
    texts = yaml_texts(SPECS["parcel"]).values()
    assert sorted({word for text in texts for word in occurrences(words, text)}) == []
