"""Names that somebody may have meant."""

from __future__ import annotations

import pytest

from eventcontract.suggestions import closest, did_you_mean, suggest

KNOWN = ["course_created", "course_completed", "module_created", "grade_change"]


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("corse_created", ["course_created", "course_completed"]),
        ("grade", ["grade_change"]),  # it begins so, and is otherwise far
        ("gade", ["grade_change"]),
        ("zzz", []),
        ("", []),
    ],
)
def test_the_closest_come_first(word: str, near: list[str]) -> None:
    assert closest(word, KNOWN)[: len(near)] == near
    assert bool(closest(word, KNOWN)) == bool(near)


def test_there_is_a_limit() -> None:
    assert len(closest("course", [f"course_{number}" for number in range(9)])) == 3
    assert closest("course_creatd", KNOWN, limit=1) == ["course_created"]


def test_words() -> None:
    assert did_you_mean([]) == ""
    assert did_you_mean(["a"]) == " (did you mean 'a'?)"
    assert did_you_mean(["a", "b"]) == " (did you mean 'a' or 'b'?)"
    assert suggest("modul_created", KNOWN) == " (did you mean 'module_created'?)"
    assert suggest("zzz", KNOWN) == ""
