"""What an emulator has forgotten reads as gone, whatever its type, so that the next deployment makes it anew."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.aws.registry import row_of
from sandbox.providers.aws.spec import Recorded
from sandbox.providers.base import ProviderError, Resource
from sandbox.values import reveal
from tests.conftest import Deployed, own_emulator

ALWAYS_THERE = {
    "aws:ebs/encryptionByDefault:EncryptionByDefault": "each region has the setting",
    "aws:macie2/account:Account": "the emulator has it switched on",
}
"""Types that an empty account has too, by why."""


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AwsProvider]:
    with own_emulator(tmp_path_factory.mktemp("emptied")) as endpoint:
        yield AwsProvider(endpoint)


def test_nothing_of_a_deployed_stack_is_there_in_an_empty_account(staging: Deployed, emptied: AwsProvider) -> None:
    found: dict[str, Any] = {}
    for state in staging.resources:
        if not state.type.startswith("aws:") or isinstance(row_of(state.type), Recorded):
            continue
        told = Resource(urn=state.urn, type=state.type, name=state.name)
        try:
            live = emptied.read(told, state.id, reveal(state.inputs), reveal(state.outputs))
        except ProviderError as error:
            found[state.type] = str(error)
        else:
            if live is not None:
                found[state.type] = "is there"
    assert found == dict.fromkeys(ALWAYS_THERE, "is there")


NOT_THERE = {
    "aws:ec2/natGateway:NatGateway": ("nat-0123456789abcdef0", {"subnetId": "subnet-1"}),
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": ("tgw-attach-0123456789abcdef0", {}),
    "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter": ("tgw-attach-0123456789abcdef0", {}),
    "aws:opensearch/domainPolicy:DomainPolicy": ("esd-policy-search", {"domainName": "search", "accessPolicies": "{}"}),
    "aws:rds/cluster:Cluster": ("data", {"clusterIdentifier": "data", "deletionProtection": True}),
    "aws:rds/globalCluster:GlobalCluster": ("all", {"globalClusterIdentifier": "all", "deletionProtection": True}),
    "aws:dynamodb/tableItem:TableItem": ("t|a||", {"tableName": "t", "hashKey": "a", "item": '{"a": {"S": "1"}}'}),
}
"""Types whose deletion is answered by something else than that they are gone: by a failing server, or a refusal."""


@pytest.mark.parametrize("token", NOT_THERE)
def test_what_is_gone_is_deleted_whatever_the_answer(token: str, emptied: AwsProvider) -> None:
    physical_id, inputs = NOT_THERE[token]
    told = Resource(urn=f"urn:pulumi:test::groot::{token}::it", type=token, name="it", provider={"region": "us-east-1"})
    assert emptied.read(told, physical_id, inputs, dict(inputs)) is None
    emptied.delete(told, physical_id, inputs, dict(inputs))
