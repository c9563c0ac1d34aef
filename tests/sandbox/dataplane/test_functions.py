"""Functions run as in Lambda: by its own runtime client, with its names of errors, in a process that stays."""

import base64
import io
import os
import resource
import time
import zipfile
from pathlib import Path

import pytest

from tests.sandbox.dataplane.cloud import LAMBDA_RUNTIME, OTHER_REGION, REGION, Cloud, eventually

SHOWS = """
import os

def handle(event, context):
    print("told of", event)
    return {
        "event": event, "name": context.function_name, "arn": context.invoked_function_arn, "pid": os.getpid(),
        "region": os.environ["AWS_REGION"], "own": os.environ.get("OWN"), "home": os.environ["LAMBDA_TASK_ROOT"],
        "variables": sorted(os.environ), "left": context.get_remaining_time_in_millis(),
    }
"""
RAISES = """
class Transient(Exception):
    pass

def handle(event, context):
    if event.get("what") == "exit":
        raise SystemExit(3)
    if event.get("what") == "sleep":
        import time
        time.sleep(5)
    raise Transient("not now")
"""
REACHES = """
import socket, subprocess

def handle(event, context):
    try:
        if event["what"] == "program":
            subprocess.run(["true"])
        else:
            socket.create_connection((event["what"], 443), timeout=2)
        return "reached"
    except OSError as error:
        return str(error)
"""


def test_a_function_is_called_with_its_event_and_context(own: Cloud) -> None:
    arn = own.function("shows", SHOWS, Environment={"Variables": {"OWN": "1"}})
    shown = own.call("shows", {"a": 1})
    assert (shown["event"], shown["name"], shown["arn"], shown["own"]) == ({"a": 1}, "shows", arn, "1")
    assert (shown["region"], 0 < shown["left"] <= 10_000) == (REGION, True)
    assert own.call("shows")["pid"] == shown["pid"], "it stays warm"
    assert {"AWS_LAMBDA_LOG_GROUP_NAME", "AWS_SECRET_ACCESS_KEY", "LAMBDA_TASK_ROOT"} <= set(shown["variables"])
    assert not {"STATE_DIR", "LOG_LEVEL", "GATEWAY_PORT"} & set(shown["variables"])


def test_a_warm_call_is_fast(own: Cloud) -> None:
    own.function("fast", SHOWS)
    own.call("fast")
    took = []
    for _ in range(40):
        begun = time.perf_counter()
        own.call("fast")
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.025, "no call waits 50 ms for lines or 40 ms for an acknowledgement"


def test_an_archive_of_many_functions_is_in_memory_once(own: Cloud) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("own.py", SHOWS)
        archive.writestr("library", os.urandom(8 << 20))

    def deploy(number: int) -> int:
        own.client("lambda").create_function(
            FunctionName=f"many-{number}",
            Role="arn:aws:iam::123456789012:role/anyone",
            Runtime=LAMBDA_RUNTIME,
            Handler="own.handle",
            Code={"ZipFile": packed.getvalue()},
            Publish=True,
        )
        status = own.emulator.status()
        assert status
        shown = Path(f"/proc/{status.pids['ministack']}/statm").read_text()
        return int(shown.split()[1]) * resource.getpagesize()

    first = deploy(0)
    assert max(map(deploy, range(1, 11))) - first < 4 * (8 << 20), "ten more, and what one takes on its way"


def test_what_it_writes_is_in_its_log_group_and_in_the_tail(own: Cloud) -> None:
    own.function("writes", SHOWS)
    answer = own.client("lambda").invoke(FunctionName="writes", Payload=b'{"b": 2}', LogType="Tail")
    assert "told of {'b': 2}" in base64.b64decode(answer["LogResult"]).decode()

    def logged() -> bool:
        events = own.client("logs").filter_log_events(logGroupName="/aws/lambda/writes")["events"]
        return any("told of {'b': 2}" in event["message"] for event in events)

    assert eventually(logged)


@pytest.mark.parametrize(
    ("what", "error"), [("raise", "Transient"), ("exit", "Runtime.ExitError"), ("sleep", "Sandbox.Timedout")]
)
def test_an_error_keeps_its_class(own: Cloud, what: str, error: str) -> None:
    own.function(f"raises-{what}", RAISES, Timeout=1)
    assert own.call(f"raises-{what}", {"what": what})["errorType"] == error


def test_a_module_that_is_missing_is_named(own: Cloud) -> None:
    own.function("lacks", "import nowhere")
    failed = own.call("lacks")
    assert failed["errorType"] == "Runtime.ImportModuleError"
    assert "nowhere" in failed["errorMessage"]


@pytest.mark.parametrize("what", ["192.0.2.1", "example.com", "program"])
def test_a_function_reaches_nothing_outside_and_starts_nothing(own: Cloud, what: str) -> None:
    own.function(f"reaches-{what.replace('.', '-')}", REACHES)
    assert "the sandbox" in own.call(f"reaches-{what.replace('.', '-')}", {"what": what})


def test_regions_have_functions_and_queues_of_their_own(own: Cloud) -> None:
    for region in (REGION, OTHER_REGION):
        own.function("twice", SHOWS, region=region)
        own.client("sqs", region).create_queue(QueueName="twice")
        shown = own.call("twice", region=region)
        assert (shown["region"], shown["arn"].split(":")[3]) == (region, region)
    here, away = own.client("sqs"), own.client("sqs", OTHER_REGION)
    url = away.get_queue_url(QueueName="twice")["QueueUrl"]
    away.send_message(QueueUrl=url, MessageBody="there")
    assert "Messages" not in here.receive_message(QueueUrl=here.get_queue_url(QueueName="twice")["QueueUrl"])
    assert away.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "there"


def test_layers_are_not_found(own: Cloud) -> None:
    """Unlike in AWS: a function's archive must hold all that it needs."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("python/layered.py", "")
    published = own.client("lambda").publish_layer_version(LayerName="layer", Content={"ZipFile": packed.getvalue()})
    own.function("layers", "import layered", Layers=[published["LayerVersionArn"]])
    assert own.call("layers")["errorType"] == "Runtime.ImportModuleError"


def test_another_runtime_is_refused_in_words(own: Cloud) -> None:
    own.function("other", "", Runtime="nodejs22.x")
    assert own.call("other")["errorMessage"] == "the sandbox runs Python alone, no nodejs22.x"
