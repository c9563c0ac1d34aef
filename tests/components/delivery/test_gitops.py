"""Argo CD where the settings name an Identity Center, and its absence where they don't."""

import json
from collections.abc import Sequence
from typing import Any

import pulumi
import pytest

from components._shared.context import Context
from components._shared.kubernetes_api import KubernetesApi
from components._shared.network import Network
from components.delivery.gitops import ArgoCd, ArgoCdArgs
from settings import Gitops, Region
from tests.components.data.declare import Declared, declare
from tests.components.delivery.room import REGIONS
from tests.components.site import ACCOUNT, active_site

CONTEXT = Context(prefix="groot-room", account_id=ACCOUNT, tags={}, protect=True)
INSTANCE = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
RULERS, TEAM = "a1b2c3d4-0000-4000-8000-000000000001", "a1b2c3d4-0000-4000-8000-000000000002"


def api(region: Region) -> KubernetesApi:
    return KubernetesApi(
        cluster_name=f"room-{region.name}",
        cluster_arn=f"arn:aws:eks:{region.name}:{ACCOUNT}:cluster/room-{region.name}",
        endpoint="https://example.com",
        certificate_authority="",
        security_group_id="sg-1",
    )


def declared(**changes: Any) -> Sequence[Declared]:
    """Return what is declared for Argo CD in two regions."""
    people = {"identity_center_arn": INSTANCE, "administrators": (RULERS,), "members": (TEAM,), **changes}

    def program() -> None:
        site = active_site(REGIONS[0], CONTEXT, REGIONS)
        network = Network(
            vpc_id="vpc-1",
            private_subnet_ids=["subnet-1", "subnet-2"],
            isolated_subnet_ids=[],
            endpoint_security_group_id="sg-endpoints",
        )
        args = ArgoCdArgs(
            site=site,
            settings=Gitops(**people),
            network=network,
            apis={region.name: api(region) for region in REGIONS},
            repository_arns=[pulumi.Output.from_input("arn:aws:ecr:us-east-1:1:repository/manifests")],
        )
        ArgoCd("argo-cd", args)

    return declare(program)


def one(found: Sequence[Declared], kind: str) -> dict[str, Any]:
    [inputs] = [each.inputs for each in found if each.type.endswith(f":{kind}")]
    return inputs


def test_people_come_by_the_identity_center_and_the_console_answers_inside_the_network_alone() -> None:
    found = declared()
    capability = one(found, "Capability")
    assert (capability["type"], capability["clusterName"], capability["region"]) == (
        "ARGOCD", "room-us-east-1", "us-east-1"
    )  # fmt: skip
    argo = capability["configuration"]["argoCd"]
    assert argo["awsIdc"] == {"idcInstanceArn": INSTANCE, "idcRegion": "us-east-1"}
    assert argo["networkAccess"] == {"vpceIds": ["argo-cd-endpoint-id"]}
    assert [(each["role"], each["identities"]) for each in argo["rbacRoleMappings"]] == [
        ("ADMIN", [{"id": RULERS, "type": "SSO_GROUP"}]),
        ("VIEWER", [{"id": TEAM, "type": "SSO_GROUP"}]),
    ]
    endpoint = one(found, "VpcEndpoint")
    assert endpoint["serviceName"] == "com.amazonaws.us-east-1.eks-capabilities"
    assert (endpoint["securityGroupIds"], endpoint["subnetIds"]) == (["sg-endpoints"], ["subnet-1", "subnet-2"])


def test_its_role_pulls_manifests_and_nothing_more_and_no_cluster_gives_it_a_right_by_itself() -> None:
    found = declared()
    statements = json.loads(one(found, "RolePolicy")["policy"])["Statement"]
    assert {action for each in statements for action in each["Action"]} == {
        "ecr:GetAuthorizationToken",
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
    }
    entry = one(found, "AccessEntry")
    assert (entry["region"], entry["clusterName"]) == ("eu-west-1", "room-eu-west-1")
    assert "kubernetesGroups" not in entry
    assert not [each for each in found if each.type.endswith(":AccessPolicyAssociation")]


def test_the_identity_center_may_be_in_another_region() -> None:
    argo = one(declared(identity_center_region="eu-central-1"), "Capability")["configuration"]["argoCd"]
    assert argo["awsIdc"]["idcRegion"] == "eu-central-1"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"administrators": ()}, "nobody could confirm"),
        ({"identity_center_arn": ""}, "name identityCenterArn"),
        ({"identity_center_region": "mars-1"}, "mars-1 is no region"),
        ({"administrators": ("admins",)}, "should match pattern"),
        ({"identity_center_arn": "arn:aws:iam::1:role/a"}, "should match pattern"),
    ],
)
def test_settings_that_would_leave_argo_cd_without_people_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        declared(**changes)


def test_there_is_none_unless_it_is_asked_for() -> None:
    assert not Gitops().enabled
