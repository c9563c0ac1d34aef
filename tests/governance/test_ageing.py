"""What ages in an emulator goes when the catalogue says, not a day early; what is under a legal hold stays.

Of the kinds of store, moto ages messages of queues, by a clock that can be put forward, and holds what is locked. It
expires no objects by lifecycle and no log events: of these the rule on what is declared speaks alone.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.core.utils import unix_time
from moto.s3 import models as objects
from moto.sqs import models as queues

from governance.loading import load

QUEUE = "aws:sqs/queue:Queue"
DAY_SECONDS = 86_400
WAITING = {name: store.kept.days or 0 for name, store in load().stores.items() if store.resources[0].type == QUEUE}


@mock_aws
@pytest.mark.parametrize(("name", "days"), WAITING.items())
def test_a_message_is_there_to_its_last_second_and_then_gone(
    name: str, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    client: Any = boto3.client("sqs", region_name="us-east-1")
    attributes = {"MessageRetentionPeriod": str(days * DAY_SECONDS), "VisibilityTimeout": "0"}
    url = client.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    client.send_message(QueueUrl=url, MessageBody="ann")
    sent = unix_time()

    def waiting(seconds: float) -> int:
        monkeypatch.setattr(queues, "unix_time", lambda *_: sent + seconds)
        return len(client.receive_message(QueueUrl=url).get("Messages", ()))

    assert (waiting(0), waiting(days * DAY_SECONDS - 60), waiting(days * DAY_SECONDS + 60)) == (1, 1, 0)


@mock_aws
@pytest.mark.parametrize("held", [True, False])
def test_what_is_held_by_law_outlasts_its_term(held: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    client: Any = boto3.client("s3", region_name="us-east-1")
    client.create_bucket(Bucket="archive", ObjectLockEnabledForBucket=True)
    now = datetime.now(UTC)
    until = now + timedelta(days=30)
    put = client.put_object(
        Bucket="archive", Key="a", Body=b"x", ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=until
    )
    version = {"Bucket": "archive", "Key": "a", "VersionId": put["VersionId"]}
    if held:
        client.put_object_legal_hold(**version, LegalHold={"Status": "ON"})

    def deleted(days: float) -> bool:
        monkeypatch.setattr(objects, "utcnow", lambda: (now + timedelta(days=days)).replace(tzinfo=None))
        try:
            client.delete_object(**version)
        except ClientError:
            return False
        return True

    assert (deleted(29), deleted(31)) == (False, not held)
    if held:
        client.put_object_legal_hold(**version, LegalHold={"Status": "OFF"})
        assert deleted(31)
