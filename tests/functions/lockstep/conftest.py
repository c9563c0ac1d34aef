"""Tests of releases in step: a table of DynamoDB's, as moto has it."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.lockstep.record import KEY, RecordTable

TABLE = "record"


@pytest.fixture
def client() -> Iterator[Any]:
    """A client of DynamoDB's, where the table is and empty."""
    with mock_aws():
        found = boto3.client("dynamodb", "us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
        found.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": KEY, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": KEY, "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield found


@pytest.fixture
def table(client: Any) -> RecordTable:
    """The record in it."""
    return RecordTable(client, TABLE, "api")
