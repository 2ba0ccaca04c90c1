"""``.ci/words.py``: every pattern finds what it is for, in every kind of file, and spares innocent sentences."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.vendors import ROOT

INNOCENT = [
    "There is no such event, and there are none like it.",
    "The list is empty; it is no longer sent.",
    "It returns None if the value is None.",
    "Nobody else's alarm is lost.",
    "It fits on one page; the standard says what to do.",
    "A wrong address; it goes to the dead-letter queue.",
    "The vendor sends blanket permissions and newsletters.",
    "Besides its body, every event has metadata.",
    "The outstanding deliveries withstand a restart.",
    "The contract gave no answer.",
    "An example gift, given once.",
    "Tell the vendor; of course it helps.",
    "All but two of them.",
    "He owns it.",
    "A handover note.",
]


@pytest.fixture(scope="module")
def words() -> Any:
    spec = importlib.util.spec_from_file_location("words", ROOT / ".ci" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = ModuleType("words")
    module.__spec__ = spec
    sys.modules["words"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["words"]


def test_each_habit_is_found_in_its_example_and_by_no_other_pattern(words: Any) -> None:
    for habit in words.HABITS:
        assert habit.pattern.search(habit.example), habit
        assert habit.advice
        others = [each.advice for each in words.finds(habit.example) if each.advice != habit.advice]
        assert others == [], habit


def test_innocent_sentences_are_spared(words: Any) -> None:
    for sentence in INNOCENT:
        assert list(words.finds(sentence)) == [], sentence


@pytest.mark.parametrize(
    ("file", "text", "lines"),
    [
        ("README.md", "An event.\n\nIt is sent anew.\n", [3]),
        ("README.md", "`anew` is code.\n\n```sh\nanew x\n```\n\nIt is made anew.\n", [7]),
        ("spec/a.yaml", "a:\n  alike: yes  # alike\n  description: They are alike.\n", [3]),
        ("spec/a.yaml", "a:\n  description: >-\n    Two of them are sent\n    anew.\n", [4]),
        ("spec/docs/1-a.md", "The news.\n", [1]),
        ("codegen/a.py", '"""Writes it anew."""\n\nx = "anew"\ny = "is written anew"\n# and anew\n', [1, 4, 5]),
        ("codegen/a.py", 'def anew(): ...\n\n\nx = """one\ntwo written anew"""\n', [5]),
        ("codegen/a.html.jinja2", '<p class="anew">{{ anew }} is <code>anew</code> written anew</p>\n', [1]),
        ("CHANGELOG.md", "Written anew.\n", []),
    ],
)
def test_prose_is_looked_through_and_code_is_not(
    words: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, text: str, lines: list[int]
) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert words.main(tmp_path) == (1 if lines else 0)
    *found, _ = capsys.readouterr().out.splitlines()
    assert [line.partition(' "')[0] for line in found] == [f"{file}:{number}:" for number in lines]


def test_quoted_sentences_keep_their_words(
    words: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "QUOTED", ("emitted anew when",))
    (tmp_path / "README.md").write_text("The event is emitted anew when it changes.\n", encoding="utf-8")
    assert words.main(tmp_path) == 0
    (tmp_path / "README.md").write_text("It is emitted anew.\n", encoding="utf-8")
    assert words.main(tmp_path) == 1
    out = capsys.readouterr().out
    assert "no file has the quoted words 'emitted anew when'" in out
    assert 'README.md:1: "anew"' in out
