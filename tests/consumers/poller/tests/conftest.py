import boto3
import pytest
from moto.server import ThreadedMotoServer

from course_mirror.store import Store


@pytest.fixture
def store():
    """An empty database."""
    store = Store(":memory:")
    yield store
    store.database.close()


@pytest.fixture(scope="session")
def sqs():
    """A client of a server on this machine that speaks as SQS does."""
    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield boto3.client(
        "sqs",
        endpoint_url=f"http://{host}:{port}",
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    server.stop()


@pytest.fixture
def queue(sqs):
    """The URL of an empty queue; what is received and not deleted is there again at once."""
    url = sqs.create_queue(QueueName="canvas-live-events-test", Attributes={"VisibilityTimeout": "0"})["QueueUrl"]
    yield url
    sqs.delete_queue(QueueUrl=url)
