import json
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from components._shared.context import Context
from components.identity.deploy_actions import FAMILIES, bounds, grants
from components.identity.pipeline_roles import PipelineRoles, PipelineRolesArgs
from sandbox.providers.aws.registry import rows
from sandbox.providers.aws.spec import Type
from tests.components.edge.declaring import declared

MAX_POLICY_LENGTH = 6_144
"""Characters of a managed policy, white space not counted (IAM User Guide, "IAM and AWS STS quotas")."""
REGIONS = ("eu-west-1", "us-east-1")
IAM_PREFIXES = {"monitoring": "cloudwatch"}
"""Where IAM calls a service otherwise than its requests are signed (Service Authorization Reference)."""
Inputs = Mapping[str, Any]


def roles(folder: Path, prefix: str = "groot-staging") -> dict[str, Inputs]:
    """Return the inputs of what the component declares, by logical name."""
    args = PipelineRolesArgs(
        context=Context(prefix=prefix, account_id="123456789012"),
        repository="owner/name",
        environment="staging",
        regions=REGIONS,
        state_bucket="groot-state",
        state_key_alias="alias/groot-state",
    )

    def program() -> None:
        PipelineRoles("pipeline", args)

    return {name: inputs for name, (_, inputs) in declared(program, folder).items()}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Inputs]:
    return roles(tmp_path_factory.mktemp("roles"))


def statements(inputs: Inputs) -> list[dict[str, Any]]:
    return json.loads(inputs["policy"])["Statement"]


def subjects(role: Inputs) -> Any:
    (statement,) = json.loads(role["assumeRolePolicy"])["Statement"]
    assert statement["Action"] == ["sts:AssumeRoleWithWebIdentity"]
    assert statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com"
    return statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]


def deploy_policies(found: Mapping[str, Inputs]) -> list[Inputs]:
    return [inputs for name, inputs in found.items() if name.startswith(("pipeline-own", "pipeline-services"))]


def decides(policies: Iterable[Inputs], effect: str, action: str, resource: str) -> bool:
    return any(
        statement["Effect"] == effect
        and not (effect == "Deny" and "Condition" in statement)
        and any(fnmatchcase(action, pattern) for pattern in statement["Action"])
        and any(fnmatchcase(resource, pattern) for pattern in statement["Resource"])
        for inputs in policies
        for statement in statements(inputs)
    )


def can_deploy(found: Mapping[str, Inputs], action: str, resource: str = "*") -> bool:
    """Return whether the deploy role may do *action* on *resource*, not the state's key: granted, not denied."""
    policies, boundary = deploy_policies(found), [found["pipeline-boundary"]]
    return (
        decides(policies, "Allow", action, resource)
        and decides(boundary, "Allow", action, resource)
        and not decides([*policies, *boundary], "Deny", action, resource)
    )


def test_only_a_job_in_the_stacks_environment_may_deploy(found: Mapping[str, Inputs]) -> None:
    assert subjects(found["pipeline-deploy"]) == ["repo:owner/name:environment:staging"]


def test_pull_requests_and_the_main_branch_may_read(found: Mapping[str, Inputs]) -> None:
    assert subjects(found["pipeline-preview"]) == [
        "repo:owner/name:pull_request",
        "repo:owner/name:ref:refs/heads/main",
    ]


def test_credentials_last_an_hour(found: Mapping[str, Inputs]) -> None:
    assert {found[name]["maxSessionDuration"] for name in ("pipeline-preview", "pipeline-deploy")} == {3600}


def test_reading_changes_nothing_but_the_states_lock(found: Mapping[str, Inputs]) -> None:
    attached = {
        inputs["policyArn"]
        for name, inputs in found.items()
        if name in ("pipeline-preview-audit", "pipeline-preview-view")
    }
    assert attached == {
        "arn:aws:iam::aws:policy/SecurityAudit",
        "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
    }
    state = [found["pipeline-preview-state"]]
    assert decides(state, "Allow", "s3:PutObject", "arn:aws:s3:::groot-state/.pulumi/locks/staging.json")
    assert not decides(state, "Allow", "s3:PutObject", "arn:aws:s3:::groot-state/.pulumi/stacks/staging.json")
    assert not decides(state, "Allow", "kms:Encrypt", "arn:aws:kms:us-east-1:123456789012:key/any")


def test_secrets_of_the_state_open_under_its_own_key_alone(found: Mapping[str, Inputs]) -> None:
    for name in ("pipeline-preview-state", "pipeline-own"):
        secrets = next(one for one in statements(found[name]) if one["Sid"] == "StateSecrets")
        assert secrets["Condition"] == {"ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/groot-state"]}}


def test_who_opens_the_state_does_not_administer_its_key(found: Mapping[str, Inputs]) -> None:
    for name in ("pipeline-boundary", "pipeline-own"):
        denial = next(one for one in statements(found[name]) if one["Sid"] == "StateKeyIsOnlyUsed")
        opens = next(one for one in statements(found[name]) if one["Sid"] == "StateSecrets")
        assert (denial["Effect"], denial["Resource"], denial["Condition"]) == ("Deny", ["*"], opens["Condition"])
        assert {"kms:Put*", "kms:Schedule*", "kms:Create*", "kms:Disable*"} < set(denial["Action"])


@pytest.mark.parametrize(
    "action", ["iam:AttachRolePolicy", "iam:DeleteRolePermissionsBoundary", "iam:UpdateAssumeRolePolicy"]
)
@pytest.mark.parametrize("role", ["groot-staging-pipeline-deploy", "groot-staging-pipeline-preview"])
def test_deployment_cannot_raise_itself(found: Mapping[str, Inputs], action: str, role: str) -> None:
    assert not can_deploy(found, action, f"arn:aws:iam::123456789012:role/{role}")


@pytest.mark.parametrize("action", ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"])
def test_deployment_cannot_rewrite_its_boundary(found: Mapping[str, Inputs], action: str) -> None:
    assert not can_deploy(found, action, "arn:aws:iam::123456789012:policy/groot-staging-pipeline-boundary")


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("iam:CreateUser", "arn:aws:iam::123456789012:user/groot-staging-backdoor"),
        ("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/anyone"),
        ("iam:CreateRole", "arn:aws:iam::123456789012:role/somebody-elses"),
        ("iam:CreateOpenIDConnectProvider", "arn:aws:iam::123456789012:oidc-provider/evil.example.com"),
        ("organizations:LeaveOrganization", "*"),
        ("dynamodb:GetItem", "*"),
        ("secretsmanager:GetSecretValue", "*"),
        ("s3:GetObject", "arn:aws:s3:::groot-staging-site/index.html"),
        ("kms:Decrypt", "*"),
    ],
)
def test_deployment_stays_out_of_what_is_not_its_business(
    found: Mapping[str, Inputs], action: str, resource: str
) -> None:
    assert not can_deploy(found, action, resource)


def test_services_are_used_in_the_platforms_regions_only(found: Mapping[str, Inputs]) -> None:
    platform = [one for inputs in deploy_policies(found) for one in statements(inputs) if one["Sid"] == "Platform"]
    assert platform
    assert all(one["Condition"] == {"StringEquals": {"aws:RequestedRegion": list(REGIONS)}} for one in platform)


def test_deployment_can_do_what_it_is_for(found: Mapping[str, Inputs]) -> None:
    for action in ("ec2:CreateVpc", "s3:PutBucketPolicy", "rds:CreateGlobalCluster", "kms:ReplicateKey"):
        assert can_deploy(found, action)
    assert can_deploy(found, "iam:CreateRole", "arn:aws:iam::123456789012:role/groot-staging-api-logs-eu-west-1")


def test_every_service_the_platform_knows_is_granted() -> None:
    session = botocore.session.get_session()
    services = {row.service for row in rows().values() if isinstance(row, Type)}
    granted = {*FAMILIES, "iam"}
    signing_names = {service: str(session.get_service_model(service).signing_name) for service in services}
    prefixes = {service: IAM_PREFIXES.get(name, name) for service, name in signing_names.items()}
    assert {service: prefix for service, prefix in prefixes.items() if prefix not in granted} == {}


def test_the_boundary_holds_every_grant_and_no_whole_service() -> None:
    patterns = bounds()
    assert not [pattern for pattern in patterns if pattern.endswith(":*")]
    for action in (one for actions in grants() for one in actions):
        assert any(fnmatchcase(action, pattern) for pattern in patterns), action


def test_every_document_fits_a_policy(found: Mapping[str, Inputs]) -> None:
    documents = [json.loads(inputs["policy"]) for inputs in (*deploy_policies(found), found["pipeline-boundary"])]
    assert max(len(json.dumps(one, separators=(",", ":"))) for one in documents) <= MAX_POLICY_LENGTH


@pytest.mark.parametrize("prefix", ["Groot-Odd_Stack.Name", "groot-" + "x" * 40])
def test_roles_of_odd_stacks_are_within_the_deploy_roles_reach(prefix: str, tmp_path: Path) -> None:
    name = Context(prefix=prefix, account_id="1").physical_name("api-logs-eu-west-1", max_length=64)
    assert can_deploy(roles(tmp_path, prefix), "iam:CreateRole", f"arn:aws:iam::123456789012:role/{name}")
