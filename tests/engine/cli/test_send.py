"""The commands ``send`` and ``keys`` as a user runs them."""

from __future__ import annotations

import json
import re
import signal
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eventcontract.testing.vendor import sending, targets
from eventcontract.webhook import KeySet, verify
from tests.engine.cli.conftest import invoke_of
from tests.engine.testing.vendor.test_sending import Clock
from tests.support.programs import start
from tests.support.receiver import nobody, receiving
from tests.vendors import Vendor


class FakeTime(Clock):
    """A clock in the place of the module ``time``."""

    @staticmethod
    def perf_counter() -> float:
        return 0.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeTime:
    """The time that commands go by."""
    clock = FakeTime()
    monkeypatch.setattr(sending, "time", clock)
    return clock


def first(vendor: Vendor) -> str:
    return next(iter(vendor.contract.events))


@pytest.mark.needs("http")
def test_events_go_to_a_server(vendor: Vendor) -> None:
    with receiving() as running:
        result = invoke_of(vendor)("send", "*", "--to", running.url)
    assert result.exit_code == 0, result.output
    events = vendor.contract.events.values()
    texts = [example.text for event in events for example in event.examples]
    assert [json.loads(each.body) for each in running.came] == [json.loads(text) for text in texts]
    assert re.search(rf"^  status 204 +{len(texts)}$", result.stdout, re.MULTILINE)
    assert f"{len(texts)} accepted, 0 given up; {len(texts)} deliveries in " in result.stdout
    for message in (each.body for each in running.came):
        vendor.package.parse(message)


@pytest.mark.needs("retries")
def test_what_is_not_accepted_is_sent_again_and_given_up(vendor: Vendor, clock: FakeTime) -> None:
    (retries,) = [channel.retries for channel in vendor.contract.channels.values() if channel.retries is not None]
    with receiving(lambda _: 500) as running:
        result = invoke_of(vendor)("send", first(vendor), "--count", "1", "--to", running.url)
    assert result.exit_code == 1
    assert len(running.came) == retries.times + 1
    assert retries.shortest - 1e-6 <= sum(clock.slept) <= retries.longest + 1e-6
    assert f"status 500 after {retries.times + 1} attempts" in result.stdout
    assert "0 accepted, 1 given up" in result.stdout


@pytest.mark.needs("http")
def test_count_rate_and_order(vendor: Vendor, clock: FakeTime) -> None:
    def came(*options: str) -> list[bytes]:
        with receiving() as running:
            result = invoke_of(vendor)("send", "*", "--count", "12", "--to", running.url, *options)
        assert result.exit_code == 0, result.output
        return [each.body for each in running.came]

    ordered = came("--rate", "2")
    assert len(ordered) == 12
    assert sum(clock.slept) == pytest.approx(5.5)
    shuffled = came("--order", "shuffled")
    assert shuffled != ordered
    assert Counter(shuffled) == Counter(ordered)
    assert len(came("--order", "duplicated")) == 15


def test_lines_on_standard_output_can_be_checked(vendor: Vendor) -> None:
    sent = invoke_of(vendor)("send", first(vendor), "--vary", "--to", "-")
    assert sent.exit_code == 0
    lines = sent.stdout.splitlines()
    assert f"{len(lines)} written" in sent.stderr
    found = invoke_of(vendor)("check", "--json", "-", input=sent.stdout)
    findings = [json.loads(line) for line in found.stdout.splitlines()]
    assert not [finding for finding in findings if finding["level"] == "error"]
    assert len(lines) > 10


@pytest.mark.needs("signing")
def test_signed_deliveries_are_verified_with_the_keys_that_are_served(vendor: Vendor, tmp_path: Path) -> None:
    path, signing = tmp_path / "key.json", vendor.contract.signing
    assert signing is not None
    sent = invoke_of(vendor)("send", first(vendor), "--signed", "--to", "-", "--keys", str(path))
    assert sent.exit_code == 0, sent.output
    with RunningKeys(vendor, path) as url:
        keys = KeySet(url)
        for line in sent.stdout.splitlines():
            claims = verify(line, keys, algorithm=signing.algorithm, key_id=signing.key_id, max_size=signing.max_size)
            vendor.package.parse(claims)
        with urllib.request.urlopen(url) as response:
            assert response.headers["Content-Type"] == "application/jwk-set+json"
            assert "d" not in json.load(response)["keys"][0]


class RunningKeys:
    """The command ``keys`` in its own process; ends with an interrupt, as a user ends it."""

    def __init__(self, vendor: Vendor, path: Path, *options: str) -> None:
        self.process = start(vendor, "keys", "--keys", str(path), *options)

    def __enter__(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        _, error = self.process.communicate(timeout=10)
        assert self.process.returncode == 0
        assert error == ""


@pytest.mark.needs("retries")
def test_an_interrupt_ends_with_a_summary(vendor: Vendor) -> None:
    with receiving(lambda _: 500) as running:
        process = start(vendor, "send", first(vendor), "--to", running.url)
        while not running.came and process.poll() is None:
            time.sleep(0.01)
        # It waits for minutes now.
        process.send_signal(signal.SIGINT)
        output, error = process.communicate(timeout=10)
    assert process.returncode == 130, error
    assert "interrupted" in output
    assert "Traceback" not in error


@pytest.mark.needs("retries")
def test_an_interrupt_between_deliveries(vendor: Vendor, monkeypatch: pytest.MonkeyPatch, clock: FakeTime) -> None:
    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(clock, "sleep", interrupted)
    with receiving(lambda _: 500) as running:
        result = invoke_of(vendor)("send", first(vendor), "--count", "1", "--to", running.url)
    assert result.exit_code == 130
    assert "1 still to be retried; 1 delivery" in result.stdout
    assert result.stdout.rstrip().endswith("interrupted")


def test_queues(vendors: dict[str, Vendor], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    class Queue:
        def __init__(self, name: str, channel: Any, *, endpoint_url: str | None) -> None:
            asked.append((name, channel.name, endpoint_url))

        def send(self, message: targets.Message) -> targets.Answer:
            asked.append(message.event)
            return targets.Answer(200)

    monkeypatch.setattr(targets, "Queue", Queue)
    target = ["--to", "sqs://canvas-live-events-Mine", "--endpoint-url", "http://127.0.0.1:5000"]
    result = invoke_of(vendors["canvas"])("send", "course_created", *target)
    assert result.exit_code == 0, result.output
    assert asked == [("canvas-live-events-Mine", "sqs", "http://127.0.0.1:5000"), "course_created"]


@pytest.mark.needs("http")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing_like_it", "--to", "-"], "no event matches 'nothing_like_it'"),
        (["*", "--to", "127.0.0.1:80"], "unsupported target '127.0.0.1:80': use http://…, https://…, sqs://QUEUE or -"),
        (["*", "--to", "http://"], "'http://' is not an http or https URL"),
        (["*", "--to", "-", "--count", "0"], "0 is not in the range"),
        (["*", "--to", "-", "--rate", "0"], "0.0 is not in the range"),
        (["*"], "Missing option '--to'"),
        (["--to", "-"], "Missing argument 'EVENT...'"),
        (
            ["*", "--to", "http://127.0.0.1:9/", "--endpoint-url", "http://127.0.0.1:9/"],
            "requires a target sqs://QUEUE",
        ),
    ],
)
def test_wrong_usage(vendor: Vendor, arguments: list[str], said: str) -> None:
    result = invoke_of(vendor)("send", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_what_the_vendor_does_not_do(vendors: dict[str, Vendor], tmp_path: Path) -> None:
    result = invoke_of(vendors["parcel"])("send", "*", "--to", "sqs://queue")
    assert (result.exit_code, result.stderr) == (2, "Error: Parcel Post delivers over amqp and https, not over sqs\n")
    key = ["--keys", str(tmp_path / "key.json")]
    result = invoke_of(vendors["canvas"])("send", "*", "--signed", "--to", "sqs://queue", *key)
    assert (result.exit_code, result.stderr) == (2, "Error: Canvas LMS does not sign deliveries over sqs\n")


@pytest.mark.needs("http")
def test_nobody_there_is_one_line(vendor: Vendor) -> None:
    url = nobody()
    result = invoke_of(vendor)("send", "*", "--to", url)
    assert (result.exit_code, result.output) == (2, f"Error: {url}: Connection refused\n")


@pytest.mark.needs("signing")
def test_keys_that_cannot_be_used_are_one_line(vendor: Vendor, tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_text("{}")
    for arguments in (["keys"], ["send", "*", "--signed", "--to", "-"], ["probe", "--signed", "http://127.0.0.1:9/"]):
        result = invoke_of(vendor)(*arguments, "--keys", str(path))
        assert result.exit_code == 2
        assert re.fullmatch(r"Error: .*key\.json does not hold a private key for \w+: delete it.*\n", result.output)
    result = invoke_of(vendor)("keys", "--keys", str(tmp_path / "key.json" / "below"))
    assert result.exit_code == 2
    assert result.output.count("\n") == 1


@pytest.mark.needs("signing")
def test_a_port_that_is_taken_is_one_line(vendor: Vendor, tmp_path: Path) -> None:
    with receiving() as running:
        port = running.url.split(":")[2].removesuffix("/hook")
        result = invoke_of(vendor)("keys", "--port", port, "--keys", str(tmp_path / "key.json"))
    assert (result.exit_code, result.output) == (2, f"Error: port {port}: Address already in use\n")


def test_a_long_pause_is_told_where_there_is_no_progress_bar(capsys: pytest.CaptureFixture[str]) -> None:
    from eventcontract.cli.commands.send import _pausing
    from eventcontract.cli.progress import Bar

    class Waiting:
        waiting = 2

    for seconds in (0.5, 4, 90):
        _pausing(Bar(1), Waiting(), seconds)  # type: ignore[arg-type]
    assert capsys.readouterr().err == "2 to be retried, next in 90 s\n"
