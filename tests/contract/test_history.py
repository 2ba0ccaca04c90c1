"""Every contract in this repository's history can still be read.

A checkout without history fails: a test that is skipped would look like one that passed.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise

from eventcontract.model import dump, load
from eventcontract.model.comparison import changes
from tests.support import history


def test_the_history_is_here() -> None:
    assert history.git("rev-parse", "--is-shallow-repository").strip() == "false", "fetch the whole history"
    assert history.commits()[0] == history.FIRST
    assert len(history.commits()) >= 20


def test_every_contract_of_the_history_is_read() -> None:
    formats = set()
    for commit in history.commits():
        text = history.git("show", f"{commit}:{history.DOCUMENT}")
        formats.add(json.loads(text)["format"])
        contract = load(text)
        assert set(contract.events) == set(json.loads(text)["events"])
        assert load(dump(contract)) == contract
    assert formats >= {1, 2}


def test_older_words_keep_their_meaning() -> None:
    """What formats 1 and 2 said in other words is still said."""
    for commit in history.commits():
        document = json.loads(history.git("show", f"{commit}:{history.DOCUMENT}"))
        contract = load(json.dumps(document))
        for name, each in document.get("envelopes", {}).items():
            assert contract.envelopes[name].content == each.get("text", each.get("content"))
        for name, each in document.get("batches", {}).items():
            entries = each.get("failures", each.get("response", {}).get("entries"))
            response = contract.batches[name].response
            assert (response.entries if response else None) == entries
        time = document.get("signing", {}).get("time", document["message"].get("time"))
        assert contract.message.time == time
        if document["format"] == 1:
            assert contract.message.description == document["message"]["tree"]["description"]
            course = contract.events["course_created"].body
            assert {each.name: each.description for each in course.fields} == {
                each["name"]: each["description"] for each in document["shapes"]["Course"]["tree"]["fields"]
            }


#: Neighbouring contracts with breaks, and how many of each rule. Whoever adds a break adds a line, and knows it.
BREAKS = {
    # One optional field in two events and one class.
    ("4604686", "3b685e8"): {"field-may-be-missing": 2, "attribute-may-be-none": 1},
    # What Canvas really sends: fields that joined their events later, or are missing in some.
    ("3ddcea4", "c0a4267"): {
        "field-may-be-missing": 111,
        "attribute-may-be-none": 24,
        "attribute-retyped": 6,
        "class-removed": 2,
    },
}


def test_the_breaks_of_neighbouring_contracts() -> None:
    breaks = {}
    for old, new in pairwise(history.commits()):
        found = changes(history.contract_at(old), history.contract_at(new))
        rules = [each.rule for each in found if each.level == "break" for _ in each.events or [""]]
        if rules:
            breaks[old, new] = dict(Counter(rules))
    assert breaks == BREAKS


def test_the_break_that_nobody_was_told_of() -> None:
    found = changes(history.contract_at("4604686"), history.contract_at("3b685e8"))
    breaks = [each for each in found if each.level == "break"]
    assert [(each.rule, event, each.pointer) for each in breaks for event in each.events or [""]] == [
        ("field-may-be-missing", "quiz_created", "/body/access_code"),
        ("field-may-be-missing", "quiz_updated", "/body/access_code"),
        ("attribute-may-be-none", "", "Quiz.access_code"),
    ]


def test_a_contract_compared_with_itself_has_no_changes() -> None:
    for commit in history.commits():
        assert changes(history.contract_at(commit), history.contract_at(commit)) == []
