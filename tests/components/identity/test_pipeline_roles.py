import json
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from components._shared.context import Context
from components.identity.deploy_actions import FAMILIES, bounds, grants
from components.identity.deploy_statements import USE_KEYS
from components.identity.deploy_stores import STORES
from components.identity.pipeline_roles import PipelineRoles, PipelineRolesArgs
from sandbox.providers.aws.registry import rows
from sandbox.providers.aws.spec import Type
from tests.components.edge.declaring import declared
from tests.components.identity.handlers import permissions

MAX_POLICY_LENGTH, MAX_INLINE_LENGTH, MAX_POLICIES = 6_144, 10_240, 10
"""Characters of a managed policy and of all of a role's own policies together, white space not counted; and how many
managed ones a role may have (IAM User Guide, "IAM and AWS STS quotas")."""
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret"
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
    grants = ("pipeline-own", "pipeline-services", "pipeline-stores")
    return [inputs for name, inputs in found.items() if name.startswith(grants)]


def decides(policies: Iterable[Inputs], effect: str, action: str, resource: str) -> bool:
    return any(
        statement["Effect"] == effect
        and not (effect == "Deny" and "Condition" in statement)
        and any(fnmatchcase(action.lower(), pattern.lower()) for pattern in statement["Action"])
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


def test_credentials_last_as_long_as_the_work(found: Mapping[str, Inputs]) -> None:
    seconds = {name: found[f"pipeline-{name}"]["maxSessionDuration"] for name in ("preview", "deploy")}
    assert seconds == {"preview": 3600, "deploy": 7200}


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
    key = "arn:aws:kms:us-east-1:123456789012:key/any"
    assert decides(state, "Allow", "kms:GenerateDataKey", key), "the bucket encrypts the lock under the state's key"
    assert not decides(state, "Allow", "kms:Encrypt", key)


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
        ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/somebody-elses"),
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:123456789012:secret:somebody-elses-AbCdEf"),
        ("s3:GetObject", "arn:aws:s3:::groot-staging-site-us-east-1-123456789012/index.html"),
        ("s3:PutObject", "arn:aws:s3:::somebody-elses/key"),
        ("s3:DeleteBucket", "arn:aws:s3:::groot-state"),
        ("s3:PutBucketPolicy", "arn:aws:s3:::groot-state"),
        ("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:somebody-elses"),
        ("s3:BypassGovernanceRetention", "arn:aws:s3:::groot-staging-log-archive-us-east-1-123456789012/key"),
    ],
)
def test_deployment_stays_out_of_what_is_not_its_business(
    found: Mapping[str, Inputs], action: str, resource: str
) -> None:
    assert not can_deploy(found, action, resource)


def test_services_are_used_in_the_platforms_regions_only(found: Mapping[str, Inputs]) -> None:
    platform = [
        one
        for name, inputs in found.items()
        if name.startswith(("pipeline-services", "pipeline-stores"))
        for one in statements(inputs)
    ]
    assert len(platform) > 2
    assert all(one["Condition"] == {"StringEquals": {"aws:RequestedRegion": list(REGIONS)}} for one in platform)


def test_deployment_can_do_what_it_is_for(found: Mapping[str, Inputs]) -> None:
    for action in ("ec2:CreateVpc", "rds:CreateGlobalCluster", "kms:ReplicateKey"):
        assert can_deploy(found, action)
    assert can_deploy(found, "iam:CreateRole", "arn:aws:iam::123456789012:role/groot-staging-api-logs-eu-west-1")


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:123456789012:table/groot-staging-shard-map"),
        ("secretsmanager:GetSecretValue", f"{SECRET}:groot-staging-shard-000-master-AbCdEf"),
        ("secretsmanager:ReplicateSecretToRegions", f"{SECRET}:groot-staging-shard-000-master-AbCdEf"),
        ("secretsmanager:GetRandomPassword", "*"),
        ("s3:PutBucketPolicy", "arn:aws:s3:::groot-staging-site-us-east-1-123456789012"),
        ("s3:PutObject", "arn:aws:s3:::groot-staging-api-truststore-us-east-1-123456789012/truststore.pem"),
        ("s3:GetObjectVersion", "arn:aws:s3:::groot-staging-api-truststore-us-east-1-123456789012/truststore.pem"),
        ("s3:DeleteObjectVersion", "arn:aws:s3:::groot-staging-site-us-east-1-123456789012/index.html"),
        ("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:groot-staging-siem-keep-us"),
        ("kms:GenerateDataKey", "arn:aws:kms:us-east-1:123456789012:key/mrk-1"),
    ],
)
def test_deployment_reaches_what_it_declares_in_stores(found: Mapping[str, Inputs], action: str, resource: str) -> None:
    assert can_deploy(found, action, resource)


def allows_somewhere(policies: Iterable[Inputs], action: str) -> bool:
    """Return whether *policies* allow *action* on anything at all."""
    return any(
        statement["Effect"] == "Allow" and fnmatchcase(action.lower(), pattern.lower())
        for inputs in policies
        for statement in statements(inputs)
        for pattern in statement["Action"]
    )


def test_deployment_may_do_what_aws_says_that_its_resources_take(found: Mapping[str, Inputs]) -> None:
    needed = permissions("create", "read", "update", "delete", "list")
    assert len(needed) > 600
    assert sorted(action for action in needed if not allows_somewhere(deploy_policies(found), action)) == []
    assert sorted(action for action in needed if not allows_somewhere([found["pipeline-boundary"]], action)) == []


@pytest.mark.parametrize(
    "action",
    [
        "acm-pca:RevokeCertificate",
        "apigateway:AddCertificateToDomain",
        "apigateway:RemoveCertificateFromDomain",
        "backup:DisassociateRecoveryPoint",
        "config:StopConfigurationRecorder",
        "ec2:DisableEbsEncryptionByDefault",
        "ec2:ModifyEbsDefaultKmsKeyId",
        "ec2:ModifyInstanceMetadataDefaults",
        "ec2:ResetEbsDefaultKmsKeyId",
        "inspector2:BatchGetAccountStatus",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
    ],
)
def test_deployment_may_do_what_the_provider_does_besides(found: Mapping[str, Inputs], action: str) -> None:
    assert allows_somewhere(deploy_policies(found), action)
    assert allows_somewhere([found["pipeline-boundary"]], action)


def test_keys_are_used_by_services_alone_and_never_by_a_deployment_itself(found: Mapping[str, Inputs]) -> None:
    uses = [
        statement
        for inputs in deploy_policies(found)
        for statement in statements(inputs)
        if statement["Effect"] == "Allow" and {"kms:Decrypt", "kms:Sign"} & {*statement["Action"]}
    ]
    conditions = [statement["Condition"] for statement in uses if statement["Sid"] != "StateSecrets"]
    assert conditions == [{"Bool": {"aws:ViaAWSService": "true"}}]


def test_comparing_may_read_what_aws_says_that_reading_takes(found: Mapping[str, Inputs]) -> None:
    managed = json.loads(aws_managed_policies_data)
    attached = [{"policy": json.dumps(managed[name]["Document"])} for name in ("SecurityAudit", "ViewOnlyAccess")]
    documents = [
        {"policy": json.dumps({"Statement": [listed(one) for one in statements(inputs)]})} for inputs in attached
    ]
    reads = [*documents, found["pipeline-preview-reads"], found["pipeline-preview-state"]]
    changing = ("associate", "create", "delete", "disassociate", "pass", "set")
    needed = {action for action in permissions("read") if not action.partition(":")[2].lower().startswith(changing)}
    missing = {action for action in needed if not allows_somewhere(reads, action)}
    assert missing == set()
    for action in ("secretsmanager:GetRandomPassword", "eks:DescribeAddonVersions", "tag:GetResources"):
        assert allows_somewhere(reads, action), "a data source of the program asks it"


def listed(statement: Mapping[str, Any]) -> dict[str, Any]:
    """Return *statement* with its actions as a list, whatever they are written as."""
    actions = statement["Action"]
    return {**statement, "Action": [actions] if isinstance(actions, str) else actions}


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("secretsmanager:GetSecretValue", f"{SECRET}:groot-staging-other-AbCdEf"),
        ("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/groot-staging-orders"),
        ("s3:GetObject", "arn:aws:s3:::groot-staging-site-us-east-1-123456789012/index.html"),
    ],
)
def test_comparing_reads_no_value_that_the_state_does_not_hold(
    found: Mapping[str, Inputs], action: str, resource: str
) -> None:
    assert not decides([found["pipeline-preview-reads"]], "Allow", action, resource)


def test_every_service_the_platform_knows_is_granted() -> None:
    session = botocore.session.get_session()
    services = {row.service for row in rows().values() if isinstance(row, Type)}
    granted = {*FAMILIES, *(store.service for store in STORES), "iam"}
    signing_names = {service: str(session.get_service_model(service).signing_name) for service in services}
    prefixes = {service: IAM_PREFIXES.get(name, name) for service, name in signing_names.items()}
    assert {service: prefix for service, prefix in prefixes.items() if prefix not in granted} == {}


def test_the_boundary_holds_every_grant_and_no_whole_service() -> None:
    patterns = bounds()
    assert not [pattern for pattern in patterns if pattern.endswith(":*")]
    assert not [pattern for pattern in patterns for action in USE_KEYS if fnmatchcase(action.strip("*"), pattern)]
    for action in (one for actions in grants() for one in actions):
        assert any(fnmatchcase(action, pattern) for pattern in patterns), action


@pytest.mark.parametrize("prefix", ["groot-staging", "groot-" + "x" * 60])
def test_every_document_fits_what_iam_holds(prefix: str, tmp_path: Path) -> None:
    found = roles(tmp_path, prefix)
    managed, inline = deploy_policies(found), [found[f"pipeline-preview-{name}"] for name in ("reads", "state")]
    assert max(length(inputs) for inputs in (*managed, found["pipeline-boundary"])) <= MAX_POLICY_LENGTH
    assert len(managed) <= MAX_POLICIES
    assert sum(length(inputs) for inputs in inline) <= MAX_INLINE_LENGTH


def length(inputs: Inputs) -> int:
    return len(json.dumps(json.loads(inputs["policy"]), separators=(",", ":")))


@pytest.mark.parametrize("prefix", ["Groot-Odd_Stack.Name", "groot-" + "x" * 40])
def test_roles_of_odd_stacks_are_within_the_deploy_roles_reach(prefix: str, tmp_path: Path) -> None:
    name = Context(prefix=prefix, account_id="1").physical_name("api-logs-eu-west-1", max_length=64)
    assert can_deploy(roles(tmp_path, prefix), "iam:CreateRole", f"arn:aws:iam::123456789012:role/{name}")
