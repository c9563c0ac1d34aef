import os
import re
import shlex
import signal
import socket
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from ops import stacks
from sandbox.emulator import Emulator
from sandbox.providers.standard import standard_providers
from tests.ops.conftest import Groot, Outcome

PROGRAM = """
import pulumi
import pulumi_aws as aws

topic = aws.sns.Topic("topic", name="sample", region="us-east-1", display_name="before")
pulumi.export("topic", topic.arn)
"""
KEEPS = """
import pulumi_aws as aws

aws.s3.Bucket("bucket", bucket="sample-kept", region="us-east-1")
aws.ssm.Parameter("parameter", name="sample", type="String", value="made again", region="us-east-1")
"""
ENDPOINT = re.compile(r"http://127\.0\.0\.1:\d+")


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_status_of_none_says_how_to_start_it(groot: Groot) -> None:
    outcome = groot.plain("emulator", "status")
    assert outcome.code == 1
    assert "groot emulator start" in outcome.out
    assert groot.plain("emulator", "stop").out == "it was not running\n"


def test_a_taken_port_is_one_line_with_its_mend(groot: Groot) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        outcome = groot.plain("emulator", "start", "--port", str(taken))
    assert outcome.code == 1
    assert outcome.err.startswith(f"error: port {taken} on 127.0.0.1 cannot be used")
    assert f"groot emulator start --port {taken + 1}" in outcome.err


def test_a_part_that_ended_is_named_and_the_next_start_brings_it_up(groot: Groot, port: int) -> None:
    groot.plain("emulator", "start", "--port", str(port))
    try:
        status = Emulator(groot.root).status()
        assert status
        os.kill(status.pids["ministack"], signal.SIGKILL)
        outcome = groot.plain("emulator", "status")
        while outcome.code == 0:
            outcome = groot.plain("emulator", "status")
        assert outcome.out.startswith("ministack ended; `groot emulator start`")
        groot.plain("emulator", "start")
        assert groot.plain("emulator", "status").code == 0
    finally:
        groot.plain("emulator", "stop")


@pytest.fixture
def started(groot: Groot, port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outcome]:
    """What is said of an emulator that is started for a program that deploys to it."""
    monkeypatch.setattr(stacks, "standard_providers", standard_providers)
    groot.program(PROGRAM)
    yield groot.plain("emulator", "start", "--port", str(port))
    groot.plain("emulator", "reset", "--yes")


def test_a_stack_goes_up_drifts_and_comes_back_on_the_emulator(groot: Groot, port: int, started: Outcome) -> None:
    try:
        assert started.out.startswith(f"running at http://127.0.0.1:{port} (moto ")
        assert groot.plain("emulator", "status").out == started.out
        lines = groot.plain("emulator", "env", "--region", "eu-west-1").out.splitlines()
        env = dict(shlex.split(line)[1].split("=", 1) for line in lines)
        assert env["AWS_ENDPOINT_URL"] == f"http://127.0.0.1:{port}"
        assert env["AWS_REGION"] == "eu-west-1"

        deployed = groot.plain("up", "--json")
        assert deployed.code == 0
        assert deployed.document["endpoint"] == env["AWS_ENDPOINT_URL"]
        topic = deployed.document["outputs"]["topic"]
        sns = boto3.client(
            "sns",
            endpoint_url=env["AWS_ENDPOINT_URL"],
            region_name="us-east-1",
            aws_access_key_id=env["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
        )
        sns.set_topic_attributes(TopicArn=topic, AttributeName="DisplayName", AttributeValue="tampered")
        assert groot.plain("drift").code == 4
        assert groot.plain("refresh").code == 0
        assert groot.plain("up").code == 0
        assert sns.get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"] == "before"
        assert groot.plain("drift").code == 0
    finally:
        assert groot.plain("emulator", "stop").out == "stopped\n"


def test_each_account_is_an_emulator_and_the_first_to_deploy_has_the_first(groot: Groot, started: Outcome) -> None:
    def endpoint_of(command: str, stack: str) -> str:
        outcome = groot.plain(command, "--stack", stack, "--json")
        assert outcome.code == 0
        return outcome.document["endpoint"]

    groot.write("Pulumi.prod.yaml", "config: {aws:region: us-east-1}\n")
    groot.write("Pulumi.dev.yaml", "config: {aws:region: us-east-1, sample:accountOwner: staging}\n")
    first = ENDPOINT.findall(started.out)[0]
    assert endpoint_of("preview", "prod") == first
    assert endpoint_of("up", "staging") == first
    assert endpoint_of("up", "dev") == first
    other = endpoint_of("up", "prod")
    assert other != first
    assert 'eval "$(groot emulator env --stack prod)"' in groot.plain("up", "--stack", "prod").out
    assert endpoint_of("preview", "prod") == endpoint_of("drift", "prod") == other
    assert endpoint_of("up", "staging") == first
    assert ENDPOINT.findall(groot.plain("emulator", "status").out) == [first, other]
    assert ENDPOINT.findall(groot.plain("emulator", "env").out) == [first]
    assert ENDPOINT.findall(groot.plain("emulator", "env", "--stack", "prod").out) == [other]
    assert groot.plain("emulator", "stop").out == "stopped\n"
    told = groot.plain("emulator", "status")
    assert told.code == 1
    assert [line.split(" of ")[1:] for line in told.out.splitlines()] == [
        ["staging", f"{first}; `groot emulator start` brings it up"],
        ["prod", f"{other}; `groot emulator start` brings it up"],
    ]
    assert endpoint_of("drift", "prod") == other, "whichever is started first"
    assert endpoint_of("drift", "dev") == first


def test_a_stop_and_a_start_keep_data_and_a_reset_asks(groot: Groot, started: Outcome) -> None:
    groot.program(KEEPS)
    assert groot.plain("up").code == 0
    status = Emulator(groot.root).status()
    assert status

    def client(service: str) -> Any:
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
        return boto3.client(service, endpoint_url=status.endpoint, **keys)  # pyright: ignore

    client("s3").put_object(Bucket="sample-kept", Key="a", Body=b"kept")
    groot.plain("emulator", "stop")
    assert "the next `groot up` makes again" in groot.plain("emulator", "start").out
    assert groot.plain("drift").code == 4, "what moto had is gone"
    again = groot.plain("up", "--json").document["changes"]
    assert {op: count for op, count in again.items() if count and op != "same"} == {"create": 1}
    assert groot.plain("drift").code == 0
    assert client("s3").get_object(Bucket="sample-kept", Key="a")["Body"].read() == b"kept"

    refused = groot.plain("emulator", "reset")
    assert (refused.code, refused.err) == (
        2,
        "error: reset asks first, and nobody can be asked here; give --yes to go ahead\n",
    )
    assert client("s3").list_buckets()["Buckets"]
    assert groot.plain("emulator", "reset", "--yes").out == "empty\n"
    assert groot.plain("emulator", "status").out.startswith("not running")
