"""A live region's network gets another CIDR: what can't exist twice hands over what only one can have."""

from collections.abc import Iterator
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest

from components.compute.east_west import EastWest, EastWestArgs
from components.foundation.nat import NatGateways, NatGatewaysArgs
from sandbox.engine.events import Op
from settings import Region
from tests.components.deployed import declare_network, deployment
from tests.components.foundation.room import HOME, site
from tests.conftest import own_emulator


@pytest.fixture
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with own_emulator(tmp_path_factory.mktemp("renumbered")) as endpoint:
        yield endpoint


def declare(region: Region) -> None:
    vpc_id, subnet_ids = declare_network("network", region)
    gateway = aws.ec2.InternetGateway("gateway", region=region.name, vpc_id=vpc_id)
    table = aws.ec2.RouteTable("table", region=region.name, vpc_id=vpc_id)
    nodes = aws.ec2.SecurityGroup("nodes", region=region.name, vpc_id=vpc_id, description="nodes")
    nat = NatGateways(
        "nat",
        NatGatewaysArgs(
            site=site(region),
            public_subnet_ids=subnet_ids[:1],
            private_route_table_ids=[table.id],
            internet_gateway=gateway,
        ),
    )
    door = EastWest(
        "door",
        EastWestArgs(site=site(region), vpc_id=vpc_id, subnet_ids=subnet_ids, nodes_security_group_id=nodes.id),
    )
    pulumi.export("address", nat.public_ips[0])
    pulumi.export("targets", door.target_group_arn)


def test_a_network_is_renumbered_in_one_go(endpoint: str, tmp_path: Path) -> None:
    before = deployment(endpoint, tmp_path, lambda: declare(HOME)).up()
    assert not before.failed, before.failures
    other = HOME.model_copy(update={"cidr": "10.77.0.0/16"})
    after = deployment(endpoint, tmp_path, lambda: declare(other)).up()

    assert [(failure.step.name, failure.message) for failure in after.failures] == []
    replaced = {step.name for step in after.steps if step.op is Op.REPLACE}
    assert {"nat-gateway-0", "door-targets", "door-listener"} <= replaced
    assert after.outputs["address"] == before.outputs["address"], "partners know the address"
    assert after.outputs["targets"] != before.outputs["targets"]
    again = deployment(endpoint, tmp_path, lambda: declare(other)).up()
    assert {step.op for step in again.steps} == {Op.SAME}
