"""Deliveries that leave this process: a web server, and a queue that a server in Amazon's place keeps."""

from __future__ import annotations

import io
import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from eventcontract.testing.selection import select
from eventcontract.testing.vendor.posts import Post
from eventcontract.testing.vendor.receivers import HttpReceiver, Unreachable
from eventcontract.testing.vendor.sending import examples
from eventcontract.testing.vendor.signing import process_key
from eventcontract.testing.vendor.targets import Lines, Message, Queue, Webhook, channel_for, header_values, signs_on
from eventcontract.webhook import KeySet, verify
from tests.support.receiver import hanging, nobody, receiving
from tests.vendors import Vendor


@pytest.fixture
def message(vendor: Vendor) -> Message:
    """An event of the vendor at hand."""
    return examples(vendor.contract, vendor.contract.events)[0]


# -- which channel ---------------------------------------------------------------------------------


def test_channels_by_protocol(vendors: dict[str, Vendor]) -> None:
    canvas, parcel = vendors["canvas"].contract, vendors["parcel"].contract
    assert channel_for(canvas, "https", "http").name == "https"
    assert channel_for(canvas, "sqs").name == "sqs"
    with pytest.raises(ValueError, match="Parcel Post delivers over amqp and https, not over sqs"):
        channel_for(parcel, "sqs")
    assert signs_on(canvas, canvas.channels["https"])
    assert not signs_on(canvas, canvas.channels["sqs"])
    assert signs_on(parcel, None)


def test_headers_repeat_what_the_event_says(vendors: dict[str, Vendor]) -> None:
    canvas, parcel = vendors["canvas"].contract, vendors["parcel"].contract
    (example,) = canvas.events["course_completed"].examples
    assert header_values(canvas.channels["sqs"], example.text) == {
        "event_name": "course_completed",
        "event_time": json.loads(example.text)["metadata"]["event_time"],
    }
    text = parcel.events["parcel.sent"].examples[0].text
    # The other header holds what only the sender knows.
    assert header_values(parcel.channels["counter"], text) == {"X-Parcel-Kind": "parcel.sent"}
    assert header_values(parcel.channels["counter"], "{}") == {}


@pytest.mark.needs("signing")
def test_lines(vendor: Vendor) -> None:
    signing = vendor.contract.signing
    assert signing is not None
    plain, tokens, signer = io.StringIO(), io.StringIO(), process_key(signing)
    found = examples(vendor.contract, vendor.contract.events)[:3]
    for message in found:
        assert Lines(plain, None).send(message).accepted
        assert Lines(tokens, signer).send(message).accepted
    assert plain.getvalue().splitlines() == [message.text for message in found]
    for line, message in zip(tokens.getvalue().splitlines(), found, strict=True):
        claims = verify(
            line,
            KeySet(signer.key_set()),
            algorithm=signing.algorithm,
            key_id=signing.key_id,
            max_size=signing.max_size,
        )
        assert claims == json.loads(message.text)


# -- over HTTP -------------------------------------------------------------------------------------


def webhook_channel(vendor: Vendor) -> Any:
    return next(channel for channel in vendor.contract.channels.values() if channel.server.protocol == "https")


@pytest.mark.needs("http")
def test_an_event_arrives(vendor: Vendor, message: Message) -> None:
    with receiving() as running:
        answer = Webhook(running.url, webhook_channel(vendor), None).send(message)
    assert answer.status == 204
    assert answer.accepted
    assert answer.seconds > 0
    (received,) = running.came
    assert received.headers["Content-Type"] == "application/json"
    assert received.body.decode() == message.text


@pytest.mark.needs("signing")
def test_a_signed_event_arrives(vendor: Vendor, message: Message) -> None:
    signing = vendor.contract.signing
    assert signing is not None
    signer = process_key(signing)
    with receiving() as running:
        assert Webhook(running.url, webhook_channel(vendor), signer).send(message).accepted
    (received,) = running.came
    assert received.headers["Content-Type"] == "application/jwt"
    claims = verify(
        received.body,
        KeySet(signer.key_set()),
        algorithm=signing.algorithm,
        key_id=signing.key_id,
        max_size=signing.max_size,
    )
    assert claims == json.loads(message.text)


def test_headers_of_the_channel_arrive(vendors: dict[str, Vendor]) -> None:
    vendor = vendors["parcel"]
    # No channel of either vendor has headers over HTTP; the format allows them.
    channel = replace(webhook_channel(vendor), header_values={"X-Parcel-Kind": "/kind", "X-None": "/nothing"})
    (message, *_) = examples(vendor.contract, ["parcel.sent"])
    with receiving() as running:
        Webhook(running.url, channel, None).send(message)
    assert running.came[0].headers["X-Parcel-Kind"] == "parcel.sent"
    assert "X-None" not in running.came[0].headers


@pytest.mark.parametrize("status", [301, 400, 404, 410, 500, 503])
def test_other_answers_are_answers(status: int) -> None:
    with receiving(lambda _: status) as running:
        answer = HttpReceiver(running.url).send(Post(b"{}"))
    assert answer.status == status
    assert not answer.accepted
    assert str(answer) == f"status {status}"
    assert len(running.came) == 1  # no redirection was followed


def test_who_hangs_is_late() -> None:
    with receiving(lambda _: hanging(running)) as running:
        answer = HttpReceiver(running.url, timeout=0.05).send(Post(b"{}"))
    assert answer.late
    assert not answer.accepted
    assert str(answer) == "no answer within 0.05 s"


@pytest.mark.parametrize("sent", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 ", b""])
def test_who_never_ends_an_answer_is_late(sent: bytes) -> None:
    """Each byte comes in time, and the last one never."""
    stopped = threading.Event()

    def drip() -> None:
        connection, _ = server.accept()
        with connection, suppress(OSError):
            connection.sendall(sent or b"HTTP/1.1 100 Continue\r\n\r\n")
            while not stopped.wait(0.05):
                connection.sendall(b"y" if sent else b"HTTP/1.1 100 Continue\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip)
        thread.start()
        receiver = HttpReceiver(f"http://127.0.0.1:{server.getsockname()[1]}/", timeout=0.5)
        answer = receiver.send(Post(b"{}"))
        stopped.set()
        thread.join()
    assert answer.late
    assert str(answer) == "no answer within 0.5 s"


def test_secrets_in_an_address_are_not_shown() -> None:
    port = nobody().rpartition(":")[2].strip("/")
    for url in (f"http://user:hush@127.0.0.1:{port}/in?token=hush#hush", "http://hush@127.0.0.1:99999/?hush", "x?hush"):
        with pytest.raises((Unreachable, ValueError)) as caught:
            HttpReceiver(url).send(Post(b"{}"))
        assert "hush" not in str(caught.value)


def test_who_hangs_up_has_not_accepted() -> None:
    with receiving(lambda _: None) as running:
        answer = HttpReceiver(running.url).send(Post(b"{}"))
    assert answer.status is None
    assert not answer.accepted
    assert str(answer).startswith("no answer: ")


@pytest.mark.parametrize("url", ["", "hook", "ftp://127.0.0.1/", "http://", "http://127.0.0.1:99999/", "http://[::1"])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="is not an http or https URL"):
        HttpReceiver(url)


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    url = nobody()
    with pytest.raises(Unreachable, match=f"^{url}: Connection refused$"):
        HttpReceiver(url).send(Post(b"{}"))

    def no_such_name(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    with pytest.raises(Unreachable, match=r"^http://nowhere\.invalid/: Name or service not known$"):
        HttpReceiver("http://nowhere.invalid/").send(Post(b"{}"))


# -- over SQS --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server that speaks the language of SQS."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(autouse=True)
def no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """No account and no proxy of whoever runs the tests is used."""
    for name in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, os.devnull)


def test_a_message_arrives_as_the_contract_says(vendors: dict[str, Vendor], endpoint: str) -> None:
    import boto3

    vendor = vendors["canvas"]
    client = boto3.client("sqs", endpoint_url=endpoint, region_name="us-east-1")
    client.create_queue(QueueName="canvas-live-events-test")
    queue = Queue("canvas-live-events-test", vendor.contract.channels["sqs"], endpoint_url=endpoint)
    sent = examples(vendor.contract, select(["course_*", "module_created"], vendor.contract.events))
    assert [queue.send(message).status for message in sent] == [200] * len(sent)
    url = client.get_queue_url(QueueName="canvas-live-events-test")["QueueUrl"]
    came: list[dict[str, Any]] = []
    for _ in range(len(sent)):
        answer = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
        if not answer.get("Messages"):
            break
        # What boto3 gives is what the package reads.
        batch = vendor.package.parse_batch(answer)
        assert not batch.failures
        came += answer["Messages"]
        for message in answer["Messages"]:
            client.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert sorted(message["Body"] for message in came) == sorted(message.text for message in sent)
    for message in came:
        metadata = json.loads(message["Body"])["metadata"]
        assert message["MessageAttributes"] == {
            name: {"StringValue": metadata[name], "DataType": "String"} for name in ("event_name", "event_time")
        }


def test_no_such_queue(vendors: dict[str, Vendor], endpoint: str) -> None:
    channel = vendors["canvas"].contract.channels["sqs"]
    with pytest.raises(Unreachable, match=r"^queue canvas-live-events-none: .*not exist"):
        Queue("canvas-live-events-none", channel, endpoint_url=endpoint)


def test_no_such_service(vendors: dict[str, Vendor], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    channel = vendors["canvas"].contract.channels["sqs"]
    with pytest.raises(Unreachable, match=r"^queue canvas-live-events-none: Could not connect"):
        Queue("canvas-live-events-none", channel, endpoint_url=url)


def test_a_message_that_the_queue_refuses(vendors: dict[str, Vendor], endpoint: str) -> None:
    import boto3

    client = boto3.client("sqs", endpoint_url=endpoint, region_name="us-east-1")
    client.create_queue(QueueName="canvas-live-events-small", Attributes={"MaximumMessageSize": "1024"})
    queue = Queue("canvas-live-events-small", vendors["canvas"].contract.channels["sqs"], endpoint_url=endpoint)
    answer = queue.send(Message("long", "long", json.dumps({"metadata": {"event_name": "long"}, "body": "x" * 2000})))
    assert answer.status == 400
    assert not answer.accepted
    assert "1024" in str(answer)
