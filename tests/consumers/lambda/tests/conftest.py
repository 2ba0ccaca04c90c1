import boto3
import pytest
from moto import mock_aws

from roster import function


@pytest.fixture(scope="session")
def database():
    """A DynamoDB in this process, with an empty table."""
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        patch.setenv("ROSTER_TABLE", "rosters")
        keys = {"course": "HASH", "enrollment": "RANGE"}
        yield boto3.resource("dynamodb").create_table(
            TableName="rosters",
            KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys.items()],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in keys],
            BillingMode="PAY_PER_REQUEST",
        )


@pytest.fixture
def rows(database):
    """Reads all rows of the table, which is emptied afterwards."""
    function.table.cache_clear()
    yield lambda: database.scan()["Items"]
    for row in database.scan()["Items"]:
        database.delete_item(Key={name: row[name] for name in ("course", "enrollment")})
