import json

import pytest

from settings import Region
from tests.components.deployed import Room
from tests.components.security.room import ABROAD, HOME, REGIONS
from tests.components.site import ACCOUNT

EACH = pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)


def stream_of(region: Region) -> str:
    """Return the ARN of the delivery stream of the region's jurisdiction."""
    held = {"us": HOME, "eu": ABROAD}[region.residency]
    return f"arn:aws:firehose:{held.name}:{ACCOUNT}:deliverystream/groot-room-siem-{held.name}"


@EACH
def test_logs_of_each_region_go_to_the_stream_of_their_jurisdiction(room: Room, region: Region) -> None:
    (destination,) = room.boto("logs", region).describe_destinations()["destinations"]
    assert destination["targetArn"] == stream_of(region)
    (allowed,) = json.loads(destination["accessPolicy"])["Statement"]
    assert allowed["Action"] == ["logs:PutSubscriptionFilter"]
    assert allowed["Principal"] == {"AWS": [ACCOUNT]}
    assert allowed["Resource"] == [destination["arn"]]


@EACH
def test_shipping_may_put_records_into_that_stream_only(room: Room, region: Region) -> None:
    role = f"groot-room-log-shipping-{region.name}"
    policy = room.boto("iam").get_role_policy(RoleName=role, PolicyName="put-records")["PolicyDocument"]
    (statement,) = policy["Statement"]
    assert statement["Action"] == ["firehose:PutRecord", "firehose:PutRecordBatch"]
    assert statement["Resource"] == [stream_of(region)]


def test_the_audit_trail_is_shipped_with_what_every_region_logs(room: Room) -> None:
    shipped = {step.name for step in room.result.steps if step.type.endswith(":LogSubscriptionFilter")}
    assert shipped == {"shipping-us-east-1-trail", *(f"shipping-{region.name}-control-plane" for region in REGIONS)}
