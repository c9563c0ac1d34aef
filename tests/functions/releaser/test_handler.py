"""An alarm as EventBridge tells of it, and where calls then go: by Lambda's own API, on the data plane."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from components.delivery.releaser import pattern
from functions import contents
from ops.functions.libraries import LOCAL
from tests.conftest import ROOT
from tests.sandbox.dataplane.cloud import ACCOUNT, Cloud, cloud, eventually

PREFIX = "groot-test"
FAILING = f"{PREFIX}-failing"
SOURCE = "tests"
"""Nobody but AWS may send what comes from `aws.cloudwatch`; that alone is different from the rule's own pattern."""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """An emulator with the releaser, its rule and its topic."""
    with cloud(tmp_path_factory.mktemp("releaser")) as running:
        topic = running.client("sns").create_topic(Name="alarms")["TopicArn"]
        _, queue = running.queue("told")
        running.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
        releaser = running.client("lambda").create_function(
            FunctionName=f"{PREFIX}-releaser",
            Role=f"arn:aws:iam::{ACCOUNT}:role/anyone",
            Code={"ZipFile": (ROOT / contents.archive("releaser", LOCAL)).read_bytes()},
            Runtime="python3.13",
            Handler="functions.releaser.handler.handle",
            Environment={"Variables": {"TOPIC": topic}},
            Timeout=30,
        )["FunctionArn"]
        events = running.client("events")
        events.put_rule(Name="alarms", EventPattern=json.dumps({**pattern(PREFIX), "source": [SOURCE]}))
        events.put_targets(Rule="alarms", Targets=[{"Id": "releaser", "Arn": releaser}])
        yield running


def packed(answer: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("own.py", f"def handle(event, context):\n    return {answer}\n")
    return content.getvalue()


def published(own: Cloud, name: str, versions: int) -> None:
    """Publish *versions* of a function, each with code of its own; the alias stands at the last."""
    client = own.client("lambda")
    own.function(name, "def handle(event, context):\n    return 1\n", Publish=True)
    for answer in range(2, versions + 1):
        client.update_function_code(FunctionName=name, ZipFile=packed(answer), Publish=True)
    client.create_alias(FunctionName=name, Name="live", FunctionVersion=str(versions))


def alarm(function: str, state: str = "ALARM", metric: str = "Errors") -> dict[str, Any]:
    """Return the event (Amazon CloudWatch User Guide, "Alarm events and EventBridge")."""
    named = {"namespace": "AWS/Lambda", "name": metric, "dimensions": {"FunctionName": function}}
    stat = {"metric": named, "period": 60, "stat": "Sum"}
    return {
        "alarmName": f"{function}-failed",
        "configuration": {"metrics": [{"id": "m", "metricStat": stat, "returnData": True}]},
        "state": {"value": state, "reason": "Threshold Crossed", "timestamp": "2026-11-30T12:00:00.000+0000"},
    }


def tell(own: Cloud, *details: dict[str, Any]) -> None:
    """Put alarms on the bus."""
    kind = {"Source": SOURCE, "DetailType": "CloudWatch Alarm State Change"}
    own.client("events").put_events(Entries=[{**kind, "Detail": json.dumps(detail)} for detail in details])


def live(own: Cloud, name: str) -> str:
    return own.client("lambda").get_alias(FunctionName=name, Name="live")["FunctionVersion"]


def test_an_alarm_that_goes_off_moves_the_alias_back_and_tells(own: Cloud) -> None:
    published(own, FAILING, 3)
    assert own.call(f"{FAILING}:live") == 3
    tell(own, alarm(FAILING, state="OK"), alarm(FAILING, metric="Throttles"), alarm(FAILING))
    eventually(lambda: live(own, FAILING) == "2")
    assert own.call(f"{FAILING}:live") == 2
    queue = own.client("sqs").get_queue_url(QueueName="told")["QueueUrl"]
    (message,) = eventually(lambda: own.client("sqs").receive_message(QueueUrl=queue).get("Messages"))
    assert f"All calls of {FAILING} go to version 2 again" in message["Body"]


def test_twice_is_the_same_as_once(own: Cloud) -> None:
    name = f"{PREFIX}-twice"
    published(own, name, 3)
    answers = [own.call(f"{PREFIX}-releaser", {"detail": alarm(name)}) for _ in range(2)]
    assert answers == [{"function": name, "version": 2}, {"function": name, "version": None}]
    assert live(own, name) == "2"


def test_the_first_version_stays(own: Cloud) -> None:
    name = f"{PREFIX}-first"
    published(own, name, 1)
    assert own.call(f"{PREFIX}-releaser", {"detail": alarm(name)})["version"] is None
    assert live(own, name) == "1"


def test_a_version_that_is_tried_loses_its_share(own: Cloud) -> None:
    name = f"{PREFIX}-tried"
    published(own, name, 2)
    client = own.client("lambda")
    client.update_alias(
        FunctionName=name,
        Name="live",
        FunctionVersion="1",
        RoutingConfig={"AdditionalVersionWeights": {"2": 0.1}},
    )
    assert own.call(f"{PREFIX}-releaser", {"detail": alarm(name)})["version"] == 1
    alias = client.get_alias(FunctionName=name, Name="live")
    assert alias["FunctionVersion"] == "1"
    assert not alias.get("RoutingConfig", {}).get("AdditionalVersionWeights")


def test_an_alarm_of_something_else_is_refused(own: Cloud) -> None:
    answer = own.call(f"{PREFIX}-releaser", {"detail": {}})
    assert answer["errorType"] == "ReleaseError"
