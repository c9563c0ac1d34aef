import json
from typing import Any

import pytest

from components._shared.network import Network
from components._shared.site import Sites
from components.security.wiring import declare_security
from settings import Region
from tests.components.data.declare import declare
from tests.components.security.room import ABROAD, CONTEXT, HOME, REGIONS, STACK, Room
from tests.components.site import ACCOUNT, active_site

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


def shipped_from_the_control_region(residency: str) -> list[dict[str, Any]]:
    """Return the destinations in the control region of a stack that runs in one other region, of *residency*."""
    only = ABROAD.model_copy(update={"weight": 100, "residency": residency})
    stack = STACK.model_copy(update={"regions": (only,)})
    sites = Sites(active={only.name: active_site(only, CONTEXT)}, control=active_site(HOME, CONTEXT))
    network = Network(vpc_id="vpc", private_subnet_ids=[], isolated_subnet_ids=["one", "two"])

    def program() -> None:
        declare_security(
            stack,
            CONTEXT,
            sites,
            networks={only.name: network},
            log_group_names=[{HOME.name: {"names": "queries"}}],
            audited_table_arns={},
        )

    found = [one.inputs for one in declare(program) if one.type == "aws:cloudwatch/logDestination:LogDestination"]
    return [one for one in found if one["region"] == HOME.name]


def test_logs_of_global_services_go_to_a_search_of_their_jurisdiction() -> None:
    (destination,) = shipped_from_the_control_region("us")
    assert ":eu-west-1:" in destination["targetArn"]


def test_logs_of_global_services_leave_their_jurisdiction_for_no_search() -> None:
    assert shipped_from_the_control_region("eu") == []
