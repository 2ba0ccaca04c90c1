"""The command ``probe`` as a user runs it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from eventcontract.testing.vendor.recording import NO_EVENT
from eventcontract.testing.vendor.signing import key_file
from eventcontract.webhook import KeySet
from tests.engine.cli.conftest import invoke_of
from tests.support.apps import handler
from tests.support.receiver import Received, hanging, nobody, receiving
from tests.vendors import Vendor


def first(vendor: Vendor) -> str:
    return next(iter(vendor.contract.events))


def test_an_honest_receiver(vendor: Vendor) -> None:
    handle = handler(vendor.package)
    with receiving(lambda received: handle(received.body, "")) as running:
        result = invoke_of(vendor)("probe", "--events", first(vendor), "--expect-reject", running.url)
    assert result.exit_code == 0, result.output
    assert re.match(rf"ok    {re.escape(NO_EVENT)}  \d+ deliveries, slowest \d+ ms\n", result.stdout)
    assert re.search(rf"^ok    {re.escape(first(vendor))}  \d+ deliveries", result.stdout, re.MULTILINE)
    assert f"{len(running.came)} deliveries, 0 unexpected responses, slowest " in result.stdout


def test_what_is_wrong_can_be_sent_again(vendor: Vendor) -> None:
    name = first(vendor)
    with receiving(lambda _: 500) as running:
        result = invoke_of(vendor)("probe", "--events", name, "--max-examples", "3", running.url)
        assert result.exit_code == 1
        assert f"FAIL  {name}" in result.stdout
        commands = [line.strip() for line in result.stdout.splitlines() if "curl" in line]
        assert commands
        before = [received.body for received in running.came]
        running.came.clear()
        for command in commands:
            subprocess.run(["sh"], input=command.encode(), capture_output=True, check=True)
    assert {received.body for received in running.came} <= set(before)
    assert len(running.came) == len(commands)


def test_json(vendor: Vendor) -> None:
    with receiving(lambda _: 500) as running:
        result = invoke_of(vendor)("probe", "--events", first(vendor), "--json", running.url)
    assert result.exit_code == 1
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["event"] for each in found] == [NO_EVENT, first(vendor)]
    for each in found:
        assert each["deliveries"] >= len(each["failures"]) > 0
        for failure in each["failures"]:
            assert set(failure) == {"delivery", "expected", "status", "problem", "curl"}
            assert failure["status"] == 500
    assert "unexpected responses" in result.stderr


@pytest.mark.needs("signing")
def test_signed(vendor: Vendor, tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    assert vendor.contract.signing is not None
    keys = KeySet(key_file(path, vendor.contract.signing).key_set())
    webhook: Any = __import__(f"{vendor.package.__name__}.webhook", fromlist=["verify"])

    def verify(body: bytes) -> Any:
        try:
            return webhook.verify(body, keys)
        except webhook.SignatureError as error:
            raise ValueError from error

    handle = handler(vendor.package, verify=verify)
    options = ["--events", first(vendor), "--signed", "--keys", str(path), "--max-examples", "2", "--expect-reject"]
    with receiving(lambda received: handle(received.body, "")) as running:
        result = invoke_of(vendor)("probe", *options, running.url)
    assert result.exit_code == 0, result.output
    assert {"application/jwt", "application/json"} == {received.headers["Content-Type"] for received in running.came}


def test_who_hangs_is_named(vendor: Vendor) -> None:
    def answer(received: Received) -> int | None:
        known = not isinstance(vendor.package.parse(received.body), vendor.package.UnknownEvent)
        return hanging(running) if known else 200

    with receiving(answer) as running:
        result = invoke_of(vendor)("probe", "--events", first(vendor), "--timeout", "2", running.url)
    assert result.exit_code == 1
    assert f"FAIL  {first(vendor)}  1 delivery, 1 unexpected response," in result.stdout
    assert "got no answer within 2 s" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--events", "nothing_like_it", "http://127.0.0.1:9/"], "Error: no event matches 'nothing_like_it'\n"),
        (["127.0.0.1"], "Error: '127.0.0.1' is not an http or https URL\n"),
    ],
)
def test_wrong_usage_is_one_line(vendor: Vendor, arguments: list[str], said: str) -> None:
    result = invoke_of(vendor)("probe", *arguments)
    assert (result.exit_code, result.output) == (2, said)


def test_nobody_there_is_one_line(vendor: Vendor) -> None:
    url = nobody()
    result = invoke_of(vendor)("probe", url)
    assert (result.exit_code, result.output) == (2, f"Error: {url}: Connection refused\n")
