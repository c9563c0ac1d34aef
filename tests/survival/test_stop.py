"""A stop, a start and an `up`: the same events, a clean drift, and nothing that holds data made anew."""

import time
from http import HTTPStatus
from urllib.error import URLError

import pytest

from ops.judge import project_judge
from sandbox.engine.deployment import Options
from sandbox.engine.events import Op
from tests.survival.writers import Mortal, patiently, read, writing

HOLD_DATA = (
    *("aws:dynamodb/table:Table", "aws:dynamodb/globalTable:GlobalTable", "aws:kinesis/stream:Stream"),
    *("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:s3/bucket:Bucket", "aws:sqs/queue:Queue"),
    *("aws:cloudwatch/logGroup:LogGroup", "aws:secretsmanager/secret:Secret"),
    *("aws:secretsmanager/secretVersion:SecretVersion", "aws:apigateway/restApi:RestApi"),
)


def test_what_was_appended_is_there_after_a_stop_and_the_next_up_makes_the_rest_again(mortal: Mortal) -> None:
    with writing(mortal.home, f"stop-{time.time_ns()}", 2) as writers:
        while writers.count < 10:
            time.sleep(0.01)
    before = {stream: read(mortal.home, stream) for stream in writers.acknowledged}
    assert sum(map(len, before.values())) == writers.count

    assert mortal.emulator.stop()
    with pytest.raises(URLError):
        mortal.home.read("anything")
    mortal.emulator.start()
    assert {stream: read(mortal.home, stream) for stream in before} == before, "before anything is deployed"

    again = mortal.deployed.deployment.up(Options(judge=project_judge()))
    assert not again.failed, (again.failures, again.diagnostics)
    touched = [step for step in again.steps if step.op in (Op.CREATE, Op.REPLACE, Op.DELETE)]
    assert [step.name for step in touched if step.type in HOLD_DATA] == []
    assert any(step.type == "aws:ec2/vpc:Vpc" for step in touched), "moto's part was gone"
    drift = mortal.deployed.deployment.refresh(dry_run=True)
    assert [(step.op, step.name) for step in drift.steps if step.op is not Op.SAME] == []

    assert {stream: read(mortal.home, stream) for stream in before} == before
    assert {stream: read(mortal.abroad, stream) for stream in before} == before
    stream, events = next(iter(before.items()))
    more = patiently(
        lambda: mortal.home.append(stream, len(events), "more", {"number": 0, "name": ""}), HTTPStatus.CREATED
    )
    assert more.body["first"] == len(events) + 1
