"""The entries that Lambda calls, in an environment as the platform gives it: requests, and what became of them."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from components.data.event_archive import FAILED_PREFIX, PREFIX, PROCESSORS
from functions.event_store import handler, wiring
from tests.functions.calls import context
from tests.functions.event_store.data_plane import HOME, Site

CONTEXT = context()
PERSONAL = [{"subject": "ann", "pointers": ["/name"]}]
EVENT = {"type": "Named", "schema": 1, "data": {"name": "CANARY-Ann"}, "personal": PERSONAL}
ROUTE = {"resource": "/v1/streams/{id}/events"}
APPEND = {"expected_version": 0, "commit_id": "a", "events": [EVENT]}


@pytest.fixture
def api(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    queue = site.client("sqs").create_queue(QueueName=f"{site.events.name}-dead")["QueueUrl"]
    environment = {
        "AWS_ENDPOINT_URL": site.endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": HOME,
        "AWS_DEFAULT_REGION": HOME,
        "FOUNDING_REGION": HOME,
        "EVENTS": site.events.name,
        "KEYS": site.keys.name,
        "KEY_ID": site.kms_key,
        "CHECKPOINTS": site.marks.name,
        "SUMMARIES": site.views.name,
        "DEAD_LETTERS": queue,
        "ARCHIVE": archive(site),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    yield site
    for made in (wiring.store, wiring.feed, wiring._homes, wiring._firehose):
        made.cache_clear()


def archive(site: Site) -> str:
    """Make a delivery stream as the platform declares it, and its bucket; return what both are called."""
    name, role = f"{site.events.name}-lake", "arn:aws:iam::123456789012:role/lake"
    site.client("s3").create_bucket(Bucket=name)
    processors = [
        {"Type": kind, "Parameters": [{"ParameterName": key, "ParameterValue": value} for key, value in given.items()]}
        for kind, given in PROCESSORS.items()
    ]
    site.client("firehose").create_delivery_stream(
        DeliveryStreamName=name,
        ExtendedS3DestinationConfiguration={
            "RoleARN": role,
            "BucketARN": f"arn:aws:s3:::{name}",
            "Prefix": PREFIX,
            "ErrorOutputPrefix": FAILED_PREFIX,
            "DynamicPartitioningConfiguration": {"Enabled": True},
            "ProcessingConfiguration": {"Enabled": True, "Processors": processors},
        },
    )
    return name


def archived(site: Site) -> dict[str, list[Any]]:
    """Return the lines of the archive, by the type that their place names."""
    s3, found = site.client("s3"), defaultdict(list)
    for item in s3.list_objects_v2(Bucket=f"{site.events.name}-lake").get("Contents", ()):
        place = re.fullmatch(r"events/type=([^/]+)/date=\d{4}-\d\d-\d\d/[^/]+", item["Key"])
        assert place, item["Key"]
        content = s3.get_object(Bucket=f"{site.events.name}-lake", Key=item["Key"])["Body"].read()
        found[place[1]] += map(json.loads, content.splitlines())
    return {kind: sorted(lines, key=lambda line: line["version"]) for kind, lines in found.items()}


def post(body: Any, stream: str = "s", **more: Any) -> tuple[int, Any]:
    text = body if isinstance(body, str) else json.dumps(body)
    return answer({**ROUTE, "httpMethod": "POST", "pathParameters": {"id": stream}, "body": text, **more})


def get(stream: str = "s", **query: str) -> tuple[int, Any]:
    parameters = {"pathParameters": {"id": stream}, "queryStringParameters": query or None}
    return answer({**ROUTE, "httpMethod": "GET", **parameters})


def answer(event: dict[str, Any]) -> tuple[int, Any]:
    found = handler.api(event, CONTEXT)
    return found["statusCode"], json.loads(found["body"])
