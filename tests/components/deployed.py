"""What the rooms' small stacks share: a project in a folder, a network, and boto3 to see with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pulumi
import pulumi_aws as aws

from sandbox.engine.deployment import Deployment
from sandbox.engine.events import Result
from sandbox.project import load_project
from sandbox.providers.base import Provider
from sandbox.providers.standard import standard_providers
from settings import Region
from tests.conftest import lend_functions

HOME_REGION = "us-east-1"


@dataclass(frozen=True)
class Room:
    """A deployed stack, and boto3 to see it with."""

    endpoint: str
    result: Result
    again: Result
    """A second run of the same program."""

    def boto(self, service: str, region: Region | str = HOME_REGION) -> Any:
        """Return a boto3 client of the emulator."""
        return boto3.client(  # pyright: ignore[reportCallIssue] - named by the test
            service,  # pyright: ignore[reportArgumentType]
            region_name=region if isinstance(region, str) else region.name,
            endpoint_url=self.endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def output(self, name: str) -> Any:
        """Return a stack output."""
        return self.result.outputs[name]


def deployment(endpoint: str, folder: Path, program: Callable[[], object]) -> Deployment:
    """Return the deployment of *program* into *endpoint*, as a stack in *folder*."""
    return deployment_by(standard_providers(endpoint, folder), folder, program)


def deployment_by(providers: Mapping[str, Provider], folder: Path, program: Callable[[], object]) -> Deployment:
    """Return the deployment of *program* by *providers*, as a stack in *folder*."""
    (folder / "Pulumi.yaml").write_text("name: groot\nruntime: python\n")
    lend_functions(folder)
    (folder / "Pulumi.room.yaml").write_text(f"config: {{aws:region: {HOME_REGION}}}\n")
    project = load_project(folder, "room", lambda _root: "room")
    return Deployment(project, folder / ".sandbox", providers, "room", program)


def declare_network(name: str, region: Region) -> tuple[pulumi.Output[str], list[pulumi.Output[str]]]:
    """Declare a VPC with a subnet in each of three zones, and return their ids."""
    vpc = aws.ec2.Vpc(f"{name}-vpc", region=region.name, cidr_block=region.cidr)
    block = region.cidr.removesuffix(".0.0/16")
    subnets = [
        aws.ec2.Subnet(
            f"{name}-subnet-{zone}",
            region=region.name,
            vpc_id=vpc.id,
            cidr_block=f"{block}.{number}.0/24",
            availability_zone=f"{region.name}{zone}",
        )
        for number, zone in enumerate("abc")
    ]
    return vpc.id, [subnet.id for subnet in subnets]
