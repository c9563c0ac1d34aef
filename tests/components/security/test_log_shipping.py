import json

import pytest

from tests.components.deployed import Room
from tests.components.security.room import ACCOUNT, HOME, OTHER

REGIONS = pytest.mark.parametrize("region", [HOME, OTHER], ids=lambda region: region.name)


@REGIONS
def test_logs_of_each_region_go_to_the_stream_of_their_jurisdiction(room: Room, region) -> None:
    (destination,) = room.boto("logs", region).describe_destinations()["destinations"]
    assert destination["targetArn"] == room.output("stream")
    (allowed,) = json.loads(destination["accessPolicy"])["Statement"]
    assert allowed["Action"] == ["logs:PutSubscriptionFilter"]
    assert allowed["Principal"] == {"AWS": [ACCOUNT]}
    assert allowed["Resource"] == [destination["arn"]]


@REGIONS
def test_shipping_may_put_records_into_that_stream_only(room: Room, region) -> None:
    role = f"groot-room-log-shipping-{region.name}"
    policy = room.boto("iam").get_role_policy(RoleName=role, PolicyName="put-records")["PolicyDocument"]
    (statement,) = policy["Statement"]
    assert statement["Action"] == ["firehose:PutRecord", "firehose:PutRecordBatch"]
    assert statement["Resource"] == [room.output("stream")]


def test_the_audit_trail_is_shipped(room: Room) -> None:
    shipped = [step.name for step in room.result.steps if step.type.endswith(":LogSubscriptionFilter")]
    assert shipped == ["shipping-us-east-1-audit-trail"]
