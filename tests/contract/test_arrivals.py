"""What the services between the vendor and a receiver hand over, written out as their documentation shows it.

Each way must end in the event, or in a refusal that says what to change. Nothing here is derived from the spec, so
that a slip in the spec shows.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from eventcontract.runtime import ContractViolation
from tests.support.deliveries import TOKEN
from tests.vendors import Vendor

EVENT = {
    "metadata": {
        "root_account_uuid": "VicYj3cu5BIFpoZhDVU4DZumnlBrWi1grgJEzADs",
        "root_account_id": "21070000000000001",
        "root_account_lti_guid": "VicYj3cu5BIFpoZhDVU4DZumnlBrWi1grgJEzADs.oxana.example.edu",
        "producer": "canvas",
        "event_name": "logged_out",
        "event_time": "2019-11-01T19:11:03.933Z",
    },
    "body": {},
}
TEXT = json.dumps(EVENT)
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:canvas-live-events"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:canvas-live-events"


def encoded(text: str) -> str:
    """``text`` as base64."""
    return base64.b64encode(text.encode()).decode()


def record(body: Any = TEXT, **more: Any) -> dict[str, Any]:
    """A record of a queue as a function gets it."""
    return {
        "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183"},
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": QUEUE,
        "awsRegion": "eu-west-1",
        **more,
    }


def message(body: Any = TEXT) -> dict[str, Any]:
    """A message as boto3 returns it."""
    return {"MessageId": "m1", "ReceiptHandle": "r", "MD5OfBody": "0", "Body": body, "Attributes": {}}


def notification(content: Any = TEXT, **more: Any) -> dict[str, Any]:
    """What SNS sends to the subscribers of a topic."""
    return {
        "Type": "Notification",
        "MessageId": "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
        "TopicArn": TOPIC,
        "Subject": "Live Event",
        "Message": content,
        "Timestamp": "2019-11-01T19:11:04.000Z",
        "SignatureVersion": "1",
        "Signature": "RVhBTVBMRQ==",
        "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-f3ecfb72.pem",
        "UnsubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe",
        "MessageAttributes": {"event_name": {"Type": "String", "Value": "logged_out"}},
        **more,
    }


def sns_record(content: Any = TEXT) -> dict[str, Any]:
    """A record of a topic as a function gets it."""
    return {
        "EventVersion": "1.0",
        "EventSubscriptionArn": TOPIC + ":21be56ed",
        "EventSource": "aws:sns",
        "Sns": notification(content),
    }


def bus(detail: Any, name: str = "Live Event") -> dict[str, Any]:
    """An event of an EventBridge bus."""
    return {
        "version": "0",
        "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
        "detail-type": name,
        "source": "example.forwarder",
        "account": "123456789012",
        "time": "2019-11-01T19:11:04Z",
        "region": "eu-west-1",
        "resources": [],
        "detail": detail,
    }


def kinesis(data: str) -> dict[str, Any]:
    """A record of a Kinesis stream as Lambda passes it on."""
    return {"kinesis": {"partitionKey": "1", "sequenceNumber": "4959", "data": data}, "eventSource": "aws:kinesis"}


def piped(data: str) -> dict[str, Any]:
    """A record of a Kinesis stream as EventBridge Pipes passes it on: nothing is nested."""
    return {"partitionKey": "1", "sequenceNumber": "4959", "data": data, "eventSource": "aws:kinesis"}


def firehose(*data: str, **more: Any) -> dict[str, Any]:
    """What a stream passes to the function that transforms its records."""
    return {
        "invocationId": "2b4d1ad9-2f48-94bd-a088-767c317e994a",
        "deliveryStreamArn": "arn:aws:firehose:eu-west-1:123456789012:deliverystream/live-events",
        "region": "eu-west-1",
        "records": [
            {
                "recordId": f"495466829866831355442865{number}",
                "approximateArrivalTimestamp": 1510772160000,
                "data": each,
            }
            for number, each in enumerate(data)
        ],
        **more,
    }


def request(body: Any = TEXT, flag: Any = False, **more: Any) -> dict[str, Any]:
    """A web request as API Gateway (version 2) and function URLs pass it on."""
    return {
        "version": "2.0",
        "headers": {"content-type": "application/json", "x-forwarded-proto": "https"},
        "requestContext": {"http": {"method": "POST", "path": "/events"}},
        "body": body,
        "isBase64Encoded": flag,
        **more,
    }


ONE: dict[str, Any] = {
    "bare": EVENT,
    "text in a text": json.dumps(TEXT),
    "text in a text in a record": record(json.dumps(TEXT)),
    "pretty text in a text": json.dumps(json.dumps(EVENT, indent=2)),
    "record": record(),
    "record without identifier": {"body": TEXT},
    "record with a number as identifier": record(messageId=1),
    "record whose body is decoded": record(EVENT),
    "message": message(),
    "message whose body is decoded": message(EVENT),
    "message of a topic": message(json.dumps(notification())),
    "record of a topic": record(json.dumps(notification())),
    "record of a topic, raw message delivery": record(TEXT),
    "record of a topic, attributes only of the message": record(json.dumps(notification(MessageAttributes={}))),
    "record of a topic, Message decoded": record(json.dumps(notification(EVENT))),
    "record of a topic, text in a text": record(json.dumps(notification(json.dumps(TEXT)))),
    "record of a topic without the rest": {"body": json.dumps({"TopicArn": TOPIC, "Message": TEXT})},
    "notification": notification(),
    "notification, Message decoded": notification(EVENT),
    "notification in a web request": request(json.dumps(notification())),
    "record of a topic in a function": sns_record(),
    "record of a topic in a function, Message decoded": sns_record(EVENT),
    "topic in topic": record(json.dumps(notification(json.dumps(notification())))),
    "bus": bus(EVENT),
    "bus, detail as a text": bus(TEXT),
    "bus, a record as the detail": bus(record()),
    "bus to a queue": record(json.dumps(bus(EVENT))),
    "bus to a topic to a queue": record(json.dumps(notification(json.dumps(bus(EVENT))))),
    "stream": kinesis(encoded(TEXT)),
    "stream, a line": kinesis(encoded(TEXT + "\n")),
    "stream through Pipes": piped(encoded(TEXT)),
    "queue to stream, with the whole record": kinesis(encoded(json.dumps(record()))),
    "self-hosted": kinesis(encoded(json.dumps({"attributes": EVENT["metadata"], "body": {}}))),
    "Firehose": firehose(encoded(TEXT))["records"][0],
    "Firehose, HTTP endpoint": {"data": encoded(TEXT + "\n")},
    "Firehose, of a topic": firehose(encoded(json.dumps(notification())))["records"][0],
    "request": request(),
    "request, encoded": request(encoded(TEXT), True),
    "request, version 1": request(
        version="1.0", httpMethod="POST", multiValueHeaders={"Content-Type": ["application/json"]}
    ),
    "request, load balancer": request(requestContext={"elb": {"targetGroupArn": "arn"}}, httpMethod="POST"),
    "request without a flag": {"headers": {"content-type": "application/json"}, "body": TEXT},
    "request, body decoded": request(EVENT),
    "claims": {**EVENT, "iss": "Canvas", "iat": 1},
}


@pytest.fixture
def canvas(vendors: dict[str, Vendor]) -> Any:
    """The package of the vendor whose deliveries these are."""
    return vendors["canvas"].package


@pytest.mark.parametrize("way", ONE)
def test_the_event_is_found(way: str, canvas: Any) -> None:
    delivery, event = ONE[way], canvas.parse(EVENT)
    text = json.dumps(delivery)
    for each in (delivery, text, text.encode()):
        assert canvas.parse(each) == event
        assert canvas.check(each) == []
        assert canvas.extras(each) == {}
        assert canvas.fingerprint(each) == canvas.fingerprint(EVENT)
    (result,) = canvas.parse_batch([delivery])
    assert result.event == event


NOTICES: dict[str, tuple[Any, str, str]] = {
    "confirmation": (
        notification("You have chosen to subscribe.", Type="SubscriptionConfirmation", Token="2336", SubscribeURL="https://x"),
        "sns-confirmation",
        "SubscribeURL",
    ),
    "end of a subscription": (
        notification("You have chosen to leave.", Type="UnsubscribeConfirmation", Token="2336", SubscribeURL="https://x"),
        "sns-confirmation",
        "SubscribeURL",
    ),
    "S3 test": (
        {
            "Service": "Amazon S3",
            "Event": "s3:TestEvent",
            "Time": "2019-11-01T19:11:04.000Z",
            "Bucket": "amzn-s3-demo-bucket",
            "RequestId": "5582815E1AEA5ADF",
            "HostId": "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR",
        },
        "s3-test",
        "settings of the bucket",
    ),
    "S3 record": (
        {"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": {"object": {"key": "archive.json"}}},
        "s3-notification",
        "canvas-live-events check",
    ),
    "S3 through a bus": (
        bus({"version": "0", "bucket": {"name": "b"}, "object": {"key": "archive.json"}}, "Object Created"),
        "s3-notification",
        "canvas-live-events check",
    ),
    "S3 records": (
        {"Records": [{"eventSource": "aws:s3", "s3": {"object": {"key": "archive.json"}}}]},
        "s3-notification",
        "canvas-live-events check",
    ),
}  # fmt: skip

STATEMENT = {
    "@context": "http://purl.imsglobal.org/ctx/caliper/v1p1",
    "id": "urn:uuid:3a648e68-f00d-4c08-aa59-8738e1884f2c",
    "type": "SessionEvent",
    "actor": {"id": "urn:instructure:canvas:user:21070000000000001", "type": "Person"},
    "action": "LoggedOut",
    "eventTime": "2019-11-01T19:11:03.933Z",
}
FOREIGN: dict[str, Any] = {
    "envelope": {"sensor": "http://oxana.example.edu/", "sendTime": "2019-11-01T19:11:04Z", "data": [STATEMENT]},
    "envelope of an older version": {
        "id": "x",
        "dataVersion": "http://purl.imsglobal.org/ctx/caliper/v1p1",
        "data": [],
    },
    "statement": STATEMENT,
    "statement of an older version": {"@context": "http://purl.imsglobal.org/ctx/caliper/v1/Context", "@type": "x"},
    "statement with several contexts": {**STATEMENT, "@context": [STATEMENT["@context"], {"x": "y"}]},
    "statement without context": {key: value for key, value in STATEMENT.items() if key != "@context"},
    "statement whose actor is a link": {**STATEMENT, "actor": "urn:instructure:canvas:user:21070000000000001"},
}
ROUTES: dict[str, Callable[[Any], Any]] = {
    "bare": lambda value: value,
    "text": json.dumps,
    "record": lambda value: record(json.dumps(value)),
    "message": lambda value: message(json.dumps(value)),
    "topic": lambda value: record(json.dumps(notification(json.dumps(value)))),
    "bus": bus,
    "stream": lambda value: kinesis(encoded(json.dumps(value))),
    "request": lambda value: request(json.dumps(value)),
}


def refusal(package: Any, delivery: Any) -> tuple[str, str]:
    """The rule by which ``delivery`` is refused, and what is said."""
    with pytest.raises(ContractViolation) as caught:
        package.parse(delivery)
    (finding,) = caught.value.violations
    assert package.check(delivery) == [finding]
    return finding.rule, finding.message


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("notice", NOTICES)
def test_a_message_without_event_says_what_to_do(route: str, notice: str, canvas: Any) -> None:
    delivery, name, advice = NOTICES[notice]
    rule, text = refusal(canvas, ROUTES[route](delivery))
    assert rule == "not-an-event"
    assert name in text
    assert advice in text


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("what", FOREIGN)
def test_the_other_format_says_what_to_set(route: str, what: str, canvas: Any) -> None:
    rule, text = refusal(canvas, ROUTES[route](FOREIGN[what]))
    assert rule == "foreign-envelope"
    assert "Set the subscription's format to" in text


def test_several_events_in_one_message(canvas: Any) -> None:
    for route in ("record", "message", "topic", "stream", "request"):
        for several in ([EVENT, EVENT], {"Records": [record()]}):
            rule, text = refusal(canvas, ROUTES[route](several))
            assert rule == "not-an-event"
            assert "pass that to parse_batch" in text
    assert "pass it to parse_batch" in refusal(canvas, [EVENT, EVENT])[1]
    assert len(canvas.parse_batch([EVENT, TEXT, record()]).events) == 3


def test_a_signed_request(canvas: Any) -> None:
    for delivery in (request(TOKEN), request(encoded(TOKEN), True), {"body": TOKEN}, message(TOKEN)):
        assert refusal(canvas, delivery)[0] == "signed-delivery"


def test_the_subscription_that_brought_an_event(canvas: Any) -> None:
    """Two subscriptions can deliver one event, which is known by its fingerprint."""
    subscription = {"id": "7f0a2b61-0c55-4a7e-8a92-2b16ce20d9b3", "owner_id": "ltiToolProxy:0f6e0b62"}
    event = {**EVENT, "subscription": subscription}
    text = json.dumps(event)
    for delivery in (event, text, record(text), message(text), request(text), bus(event), {**event, "iat": 1}):
        assert canvas.check(delivery) == []
        assert canvas.extras(delivery) == {"/subscription": subscription}
        assert canvas.fingerprint(delivery) == canvas.fingerprint(EVENT)
        assert b"subscription" not in canvas.encode(canvas.parse(delivery))


# -- batches -------------------------------------------------------------------------------------------


def test_lambda_from_a_queue(canvas: Any) -> None:
    whole = {"Records": [record(messageId="a"), record("{", messageId="b"), {"body": TEXT}]}
    for event in (whole, whole["Records"]):  # Pipes passes the records alone
        batch = canvas.parse_batch(event)
        assert len(batch.events) == 2
        assert batch.response() == {"batchItemFailures": [{"itemIdentifier": "b"}]}
        # Lambda repeats the whole batch if an identifier is empty.
        failed = batch.response([list(batch)[2]])["batchItemFailures"]
        assert sorted(each["itemIdentifier"] for each in failed) == ["", "b"]


def test_lambda_from_a_topic(canvas: Any) -> None:
    """Lambda does not read a response to it, so a response that names it would lose the event."""
    assert canvas.parse_batch({"Records": [sns_record()]}).response() == {"batchItemFailures": []}
    batch = canvas.parse_batch({"Records": [sns_record("{")]})
    with pytest.raises(ValueError, match=r"/Records/0 \(its envelope has none\)"):
        batch.response()


def test_pipes_from_a_stream(canvas: Any) -> None:
    batch = canvas.parse_batch([piped(encoded(TEXT)), piped(encoded("{"))])
    assert len(batch.events) == 1
    assert batch.response() == {"batchItemFailures": [{"itemIdentifier": "4959"}]}


def test_firehose(canvas: Any) -> None:
    event = firehose(encoded(TEXT), encoded("{"), encoded(TEXT), "?")
    batch = canvas.parse_batch(event)
    assert len(batch.events) == 2
    data = [each["data"] for each in event["records"]]
    names = [each["recordId"] for each in event["records"]]
    results = ["Ok", "ProcessingFailed", "ProcessingFailed", "ProcessingFailed"]
    assert batch.response([list(batch)[2]]) == {
        "records": [
            {"recordId": name, "result": result, "data": each}
            for name, result, each in zip(names, results, data, strict=True)
        ]
    }
    # Every record has to be answered for.
    del event["records"][0]["recordId"]
    with pytest.raises(ValueError, match=r"/records/0 \(no text at /recordId\)"):
        canvas.parse_batch(event).response()


def test_firehose_to_an_endpoint(canvas: Any) -> None:
    body = {"requestId": "ed4acda5", "timestamp": 1578090903599, "records": [{"data": encoded(TEXT)}]}
    batch = canvas.parse_batch(body)
    assert len(batch.events) == 1
    with pytest.raises(ValueError, match="does not support partial failure"):
        batch.response()


def test_one_delivery_is_for_parse(canvas: Any) -> None:
    for delivery in (EVENT, bus(EVENT), request(), notification()):
        with pytest.raises(ContractViolation, match="pass a single delivery to parse"):
            canvas.parse_batch(delivery)
