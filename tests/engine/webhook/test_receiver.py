"""A small receiver on this machine, as a user would write it, and what arrives there."""

from __future__ import annotations

import base64
import importlib
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from tests.support.signer import Clock, KeyServer, Signer, new_key, reply, serving
from tests.vendors import Vendor

pytestmark = pytest.mark.needs("signing")

TYPES = [
    "application/jwt",
    "application/jose",
    "application/json",
    "text/plain; charset=utf-8",
    "application/octet-stream",
]


class Receiver:
    """What it has taken in, and where it is."""

    def __init__(self, vendor: Vendor, server: KeyServer) -> None:
        self.package: Any = vendor.package
        self.webhook: Any = importlib.import_module(f"{vendor.package.__name__}.webhook")
        self.clock = Clock()
        self.keys = self.webhook.KeySet(server.url, clock=self.clock)
        self.events: list[Any] = []
        self.url = ""

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        request.send_response(self.status(body))
        request.send_header("Content-Length", "0")
        request.end_headers()

    def status(self, body: bytes) -> int:
        try:
            claims = self.webhook.verify(body, self.keys)
        except self.webhook.KeySetUnavailable:
            return 503
        except self.webhook.SignatureError:
            return 401
        try:
            self.events.append(self.package.parse(claims))
        except self.package.ContractViolation:
            return 422
        return 200

    def post(self, body: str | bytes, content_type: str = "application/jwt") -> int:
        """Deliver ``body`` and give the status of the answer."""
        data = body.encode() if isinstance(body, str) else body
        request = urllib.request.Request(self.url, data, {"Content-Type": content_type})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=10) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code


@pytest.fixture
def receiver(vendor: Vendor, server: KeyServer) -> Iterator[Receiver]:
    running = Receiver(vendor, server)
    with serving(running.handle, "POST") as port:
        running.url = f"http://127.0.0.1:{port}/"
        yield running


@pytest.fixture
def example(vendor: Vendor) -> str:
    """The text of an event."""
    return next(iter(vendor.contract.events.values())).examples[0].text


@pytest.mark.parametrize("content_type", TYPES)
def test_a_raw_token_is_received_whatever_it_is_called(
    content_type: str, receiver: Receiver, signer: Signer, server: KeyServer, example: str
) -> None:
    server.publish(signer.published)
    assert receiver.post(signer.sign(json.loads(example)), content_type) == 200
    assert receiver.post(signer.sign(json.loads(example)) + "\r\n", content_type) == 200
    assert receiver.events == [receiver.package.parse(example)] * 2
    assert len(server.asked) == 1


def test_what_is_not_the_vendors_is_refused(
    receiver: Receiver, signer: Signer, server: KeyServer, example: str
) -> None:
    server.publish(signer.published)
    event = json.loads(example)
    forger = new_key(signer.signing.algorithm, "current")
    for body in (example, signer.sign(event, forger), signer.sign(event)[:-8], "", b"\xff"):
        assert receiver.post(body) == 401
    assert receiver.post(signer.sign({"no": "event"})) == 422
    assert receiver.events == []


def test_what_arrives_while_the_keys_cannot_be_had_is_not_lost(
    receiver: Receiver, signer: Signer, server: KeyServer, example: str
) -> None:
    server.answer = reply(500)
    signed = signer.sign(json.loads(example))
    assert receiver.post(signed) == 503
    # The vendor tries again, later.
    server.publish(signer.published)
    assert receiver.post(signed) == 503
    receiver.clock.time += 60
    assert receiver.post(signed) == 200
    assert len(receiver.events) == 1


def test_who_forgets_to_verify_is_told(vendor: Vendor, signer: Signer, example: str) -> None:
    signed = signer.sign(json.loads(example))
    for body in (signed, signed.encode(), signed + "\n"):
        with pytest.raises(vendor.package.SignedDelivery, match=r"parse\(verify\(token, \.\.\.\)\)"):
            vendor.package.parse(body)


def test_a_token_in_the_envelope_of_a_web_request(vendors: dict[str, Vendor], signers: dict[str, Signer]) -> None:
    # Gateways encode bodies whose type they do not know.
    vendor, signer = vendors["canvas"], signers["canvas"]
    webhook = importlib.import_module(f"{vendor.package.__name__}.webhook")
    text = vendor.contract.events["course_completed"].examples[0].text
    signed = signer.sign(json.loads(text))
    keys = webhook.KeySet(signer.published)
    for body, encoded in ((signed, False), (base64.b64encode(signed.encode()).decode(), True)):
        request = {"version": "2.0", "headers": {}, "body": body, "isBase64Encoded": encoded}
        with pytest.raises(vendor.package.SignedDelivery):
            vendor.package.parse(request)
        token = base64.b64decode(body) if encoded else body
        assert vendor.package.parse(webhook.verify(token, keys)) == vendor.package.parse(text)
