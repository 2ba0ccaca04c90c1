"""Whose deliveries are accepted, and how old they may be: well signed is not enough."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import json
import logging
import pickle
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from eventcontract import pointers
from eventcontract.render.package import render
from eventcontract.webhook import KeySet, Limits, NotYetValid, SignatureError, TokenTooOld, WrongAccount
from eventcontract.webhook.limits import LEEWAY
from tests.support.signer import NOW, Signer
from tests.vendors import Vendor

pytestmark = pytest.mark.needs("signing")

MINE, CANARY = "mine-0001", "qzKanarienvogel7"
HOUR = 3600.0


def limits(accounts: Any = None, max_age: Any = None) -> Limits:
    """Limits over events such as ``{"account": {"id": …}, "at": …}``."""
    return Limits(account="/account/id", accounts=accounts, time="/at", max_age=max_age, logger="tests.limits")


def iso(seconds: float, offset: timezone = UTC) -> str:
    return datetime.fromtimestamp(seconds, offset).isoformat()


def refused(check: Callable[[], object], expected: type[SignatureError]) -> str:
    """Why it is refused; neither message nor traceback shows a value of the token."""
    with pytest.raises(SignatureError) as caught:
        check()
    error = caught.value
    assert type(error) is expected
    assert error.__cause__ is None and error.__context__ is None
    assert CANARY not in "".join([repr(error), *traceback.format_exception(error)])
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    return str(error)


# -- accounts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accounts", [{MINE}, [MINE, "other"], (MINE,), frozenset({MINE}), {MINE: "name"}])
def test_my_accounts_are_accepted(accounts: Any) -> None:
    limits(accounts).check({"account": {"id": MINE}}, NOW)


@pytest.mark.parametrize("found", [CANARY, MINE.upper(), MINE + " ", MINE[:-1], "", "mine"])
def test_another_account_is_refused(found: str) -> None:
    claims = {"account": {"id": found}}
    assert "another account" in refused(lambda: limits({MINE}).check(claims, NOW), WrongAccount)


@pytest.mark.parametrize("account", [None, 7, True, [], {}, {"id": None}, {"id": 1}, {"id": [MINE]}, {"id": {MINE: 1}}])
def test_an_event_that_names_no_account_is_refused(account: Any) -> None:
    claims = {"account": account}
    assert "/account/id" in refused(lambda: limits({MINE, "1"}).check(claims, NOW), WrongAccount)
    refused(lambda: limits({MINE}).check({}, NOW), WrongAccount)


@pytest.mark.parametrize("accounts", [MINE, b"mine", [1], {MINE, None}, [[MINE]], 7])
def test_accounts_are_a_collection_of_text(accounts: Any) -> None:
    with pytest.raises(TypeError):
        limits(accounts)


@pytest.mark.parametrize("accounts", [[], set(), {MINE, ""}])
def test_a_missing_setting_is_not_taken_for_an_account(accounts: Any) -> None:
    # {os.environ.get("ACCOUNT", "")} would accept events whose account is an empty text.
    with pytest.raises(ValueError, match="accounts"):
        limits(accounts)


# -- age -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        (NOW, None),
        (NOW - HOUR - LEEWAY, None),
        (NOW - HOUR - LEEWAY - 1, TokenTooOld),
        (0, TokenTooOld),
        (-(10**300), TokenTooOld),
        (NOW + LEEWAY, None),
        (NOW + LEEWAY + 1, NotYetValid),
        (10**300, NotYetValid),
    ],
)
def test_the_age_counts_from_the_claim(issued: float, expected: type[SignatureError] | None) -> None:
    # The time of the event does not count then: a vendor may sign each attempt anew.
    for claims in ({"iat": issued}, {"iat": issued, "at": iso(NOW)}, {"iat": issued, "at": "1999-01-01T00:00:00Z"}):
        if expected is None:
            limits(max_age=HOUR).check(claims, NOW)
        else:
            refused(lambda: limits(max_age=HOUR).check(claims, NOW), expected)  # noqa: B023


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, None),
        (-HOUR - LEEWAY, None),
        (-HOUR - LEEWAY - 1, TokenTooOld),
        (LEEWAY, None),
        (LEEWAY + 1, NotYetValid),
    ],
)
@pytest.mark.parametrize("offset", [UTC, timezone(timedelta(hours=-8))])
@pytest.mark.parametrize("spelled", [str, lambda text: text.replace("T", " ").replace(":00+", ":00 +")])
def test_without_the_claim_it_counts_from_the_event(
    seconds: float, expected: type[SignatureError] | None, offset: timezone, spelled: Callable[[str], str]
) -> None:
    claims = {"at": spelled(iso(NOW + seconds, offset))}
    if expected is None:
        limits(max_age=HOUR).check(claims, NOW)
    else:
        refused(lambda: limits(max_age=HOUR).check(claims, NOW), expected)


@pytest.mark.parametrize(
    "at", [None, CANARY, 7, NOW, True, {}, ["x"], "2023-11-14T22:13:20", "", "9999-99-99T00:00:00Z"]
)
def test_a_token_of_unknown_age_is_refused(at: Any) -> None:
    assert "iat nor /at" in refused(lambda: limits(max_age=HOUR).check({"at": at}, NOW), TokenTooOld)
    refused(lambda: limits(max_age=HOUR).check({}, NOW), TokenTooOld)


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00-23:59", "9999-12-31T23:59:59.9999999-23:59"]
)
def test_the_first_and_the_last_moment(at: str) -> None:
    with pytest.raises((TokenTooOld, NotYetValid)):
        limits(max_age=HOUR).check({"at": at}, NOW)


@pytest.mark.parametrize("max_age", [0, -1, float("inf"), float("nan"), True, "3600", timedelta(hours=1)])
def test_max_age_is_a_positive_number(max_age: Any) -> None:
    with pytest.raises(ValueError, match="max_age"):
        limits(max_age=max_age)


# -- the generated function ----------------------------------------------------------------------------


@pytest.fixture
def webhook(vendor: Vendor) -> Any:
    return importlib.import_module(f"{vendor.package.__name__}.webhook")


def event_of(vendor: Vendor, account: Any = MINE, age: float = 0) -> dict[str, Any]:
    """An example of the vendor, sent by ``account`` ``age`` seconds ago."""
    signing, time_of_event = vendor.contract.signing, vendor.contract.message.time
    assert signing is not None and signing.account is not None and time_of_event is not None
    event: dict[str, Any] = json.loads(next(iter(vendor.contract.events.values())).examples[0].text)
    pointers.put(event, pointers.parse(signing.account), account)
    pointers.put(event, pointers.parse(time_of_event), iso(time.time() - age))
    return event


def test_it_looks_where_the_vendor_says(vendor: Vendor, webhook: Any, signer: Signer) -> None:
    keys = KeySet(signer.published)
    expected = signer.signing.max_age
    given = {"accounts": {MINE}, "max_age": expected}
    assert webhook.verify(signer.sign(event_of(vendor)), keys, **given)
    assert webhook.verify(signer.sign(event_of(vendor, age=expected - 10)), keys, **given)
    others = signer.sign(event_of(vendor, account="others"))
    refused(lambda: webhook.verify(others, keys, **given), WrongAccount)
    old = signer.sign(event_of(vendor, age=expected + LEEWAY + 10))
    refused(lambda: webhook.verify(old, keys, **given), TokenTooOld)
    # Each limit alone.
    assert webhook.verify(old, keys, accounts={MINE})
    assert webhook.verify(others, keys, max_age=expected)
    # A forged token is refused as such, whatever it says.
    forged = Signer(signer.signing).sign(event_of(vendor, account="others", age=10**6))
    with pytest.raises(webhook.BadSignature):
        webhook.verify(forged, keys, **given)


def test_a_mistake_of_the_caller_shows_before_a_token_is_read(webhook: Any) -> None:
    with pytest.raises(TypeError, match="accounts"):
        webhook.verify("no token", accounts=MINE)
    with pytest.raises(ValueError, match="max_age"):
        webhook.verify("no token", max_age=-1)


def test_the_recommended_age_leaves_room_for_every_retry(vendor: Vendor, webhook: Any, signer: Signer) -> None:
    forms = [form for form in vendor.contract.forms.values() if form.signed]
    retries = [vendor.contract.channels[form.channel].retries for form in forms]
    longest = max(each.longest for each in retries if each is not None)
    assert signer.signing.max_age >= 2 * longest
    assert str(signer.signing.max_age) in webhook.verify.__doc__


CALLS = """
import logging, sys, threading
sys.path.insert(0, sys.argv[1])
logging.basicConfig(format="%(levelname)s %(name)s %(message)s", stream=sys.stdout)
from {package}.webhook import SignatureError, verify

def call():
    try:
        verify("qzKanarienvogel7", {arguments})
    except SignatureError:
        pass

threads = [threading.Thread(target=call) for _ in range(8)]
for each in threads: each.start()
for each in threads: each.join()
"""


@pytest.mark.parametrize(
    ("arguments", "count"), [("", 1), ("accounts={'x'}", 0), ("max_age=9", 0), ("accounts=None, max_age=None", 1)]
)
def test_calls_without_any_limit_are_logged_once(arguments: str, count: int, vendor: Vendor) -> None:
    code = CALLS.format(package=vendor.package.__name__, arguments=arguments)
    command = [sys.executable, "-c", code, str(vendor.directory.parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert len(lines) == count
    for line in lines:
        assert line.startswith(
            f"WARNING {vendor.package.__name__}.webhook verify() was called without accounts and max_age"
        )
        assert CANARY not in line


def test_a_vendor_whose_events_name_neither(
    vendor: Vendor, signer: Signer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    signing = replace(signer.signing, account=None, max_age=90)
    message = replace(vendor.contract.message, time=None)
    text = dict(render(replace(vendor.contract, signing=signing, message=message)))["webhook.py"]
    file = tmp_path / f"anonymous_{vendor.name}.py"
    file.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert [*inspect.signature(module.verify).parameters] == ["token", "keys", "max_age"]
    assert "accounts" not in text.replace("accounts=None", "")
    keys = KeySet(signer.published)
    assert module.verify(signer.sign({"iat": time.time()}), keys, max_age=90)
    assert "no iat)" in refused(lambda: module.verify(signer.sign(event_of(vendor)), keys, max_age=90), TokenTooOld)
    with caplog.at_level(logging.WARNING):
        module.verify(signer.sign({}), keys)
    assert "without max_age:" in caplog.text
