"""What the pipeline's roles may not do though a deployment, a preview or a comparison calls it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ops.preflight import permissions
from ops.preflight.findings import Finding, Kind, Level
from ops.preflight.permissions_table import table
from ops.preflight.plan import Plan
from ops.preflight.schemas import Schemas
from ops.preflight.translation import REFERENCE_REGION, Translator
from ops.terraform_plan.names import type_name as terraform_name
from policies.model import Resource
from tests.ops.preflight.plans import DEPLOYER, READER, allow, changed, deployer, made, plan_of, policy

TRAIL = made("aws:cloudtrail/trail:Trail", "trail", {"name": "trail"})
DEPLOYS = {"deployRole": DEPLOYER}
EVERYTHING = allow("*")


def findings(plan: Plan, translator: Translator, known: Schemas) -> Sequence[Finding]:
    return permissions.ask(plan, translator, known).findings


def deployed_by(*statements: Mapping[str, Any], of: Resource = TRAIL) -> Plan:
    return plan_of(of, *deployer(*statements), exports=DEPLOYS, deployer={"arn": DEPLOYER})


def reader(*statements: Mapping[str, Any]) -> Sequence[Resource]:
    role = made("aws:iam/role:Role", "reader", {"name": "reader"})
    return role, made("aws:iam/rolePolicy:RolePolicy", "reads", {"policy": policy(*statements)}, role=role)


def test_a_role_that_may_do_everything_lacks_nothing(translator: Translator, known: Schemas) -> None:
    assert findings(deployed_by(EVERYTHING), translator, known) == []


def test_an_action_of_a_handler_that_no_policy_allows_is_named(translator: Translator, known: Schemas) -> None:
    denied = {"Effect": "Allow", "NotAction": "cloudtrail:StopLogging", "Resource": "*"}
    (missing,) = findings(deployed_by(denied), translator, known)
    assert (missing.kind, missing.level) == (Kind.PERMISSION, Level.REFUSED)
    assert missing.line() == (
        "refused permission CloudTrail:StopLogging: deployer may not call CloudTrail:StopLogging, which "
        "aws:cloudtrail/trail:Trail trail asks for. Let its policies allow it (components/deployer.py:1)"
    )


def test_taking_away_any_action_of_a_policy_of_staging_is_noticed(
    staging_plan: Plan, translator: Translator, known: Schemas
) -> None:
    """Or the action was of nothing: what a policy allows and nobody calls isn't missed."""
    boundary = next(each for each in staging_plan.resources if each.name == "pipeline-services-1")
    document = json.loads(boundary.props["policy"])
    before = {each.rule for each in findings(staging_plan, translator, known)}
    for taken in ("eks:Create*", "rds:Create*", "ec2:Describe*"):
        statements = [
            each | {"Action": [action for action in each["Action"] if action != taken]}
            for each in document["Statement"]
        ]
        if statements == document["Statement"]:
            continue
        less = changed(staging_plan, boundary.name, policy=json.dumps(document | {"Statement": statements}))
        lost = {each.rule for each in findings(less, translator, known)} - before
        assert lost, taken
        assert all(each.lower().startswith(taken.lower().rstrip("*")) for each in lost)


def test_what_a_boundary_does_not_allow_is_missing_whatever_policies_say(
    translator: Translator, known: Schemas
) -> None:
    role, rights = deployer(EVERYTHING)
    outside = {"Effect": "Allow", "NotAction": "cloudtrail:*", "Resource": "*"}
    bound = made("aws:iam/policy:Policy", "bound", {"policy": policy(outside)})
    bounded = made(
        "aws:iam/role:Role", "deployer", {**role.props, "permissionsBoundary": "?"}, permissionsBoundary=bound
    )
    plan = plan_of(TRAIL, bounded, rights, bound, exports=DEPLOYS, deployer={"arn": DEPLOYER})
    missing = findings(plan, translator, known)
    assert {each.rule.lower().partition(":")[0] for each in missing} == {"cloudtrail"}
    assert {each.mend for each in missing} == {"Let its boundary allow it"}


def test_attached_policies_of_ours_and_of_awss_count(translator: Translator, known: Schemas) -> None:
    role = made("aws:iam/role:Role", "deployer", {"name": "deployer"})
    aws_own = "arn:aws:iam::aws:policy/AdministratorAccess"
    attached = made("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {"policyArn": aws_own}, role=role)
    plan = plan_of(TRAIL, role, attached, exports=DEPLOYS, deployer={"arn": DEPLOYER})
    assert findings(plan, translator, known) == []
    ours = made("aws:iam/policy:Policy", "ours", {"policy": policy(EVERYTHING)})
    attached = made("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {}, role=role, policyArn=ours)
    assert (
        findings(plan_of(TRAIL, role, ours, attached, exports=DEPLOYS, deployer={"arn": DEPLOYER}), translator, known)
        == []
    )


def test_a_region_that_the_role_is_kept_out_of_is_missed(translator: Translator, known: Schemas) -> None:
    within = allow("*", Condition={"StringEquals": {"aws:RequestedRegion": ["us-east-1"]}})
    abroad = made("aws:cloudtrail/trail:Trail", "trail", {"region": "eu-west-1"})
    assert findings(deployed_by(within), translator, known) == []
    assert findings(deployed_by(within, of=abroad), translator, known)


def test_what_is_denied_by_name_is_for_people_and_counted(translator: Translator, known: Schemas) -> None:
    kept = made("aws:iam/role:Role", "kept", {"name": "pipeline-x"})
    denial = {"Effect": "Deny", "Action": "iam:Delete*", "Resource": "arn:aws:iam::*:role/pipeline-*"}
    plan = plan_of(
        kept,
        *deployer(EVERYTHING, denial),
        exports=DEPLOYS,
        deployer={"arn": DEPLOYER},
        kept={"arn": "arn:aws:iam::123456789012:role/pipeline-x"},
    )
    asked = permissions.ask(plan, translator, known)
    assert asked.findings == []
    assert asked.by_hand > 0


def test_a_resource_that_statements_leave_out_is_missed(translator: Translator, known: Schemas) -> None:
    ours = allow("iam:*", resource="arn:aws:iam::*:role/ours-*")
    other = made("aws:iam/role:Role", "other", {"name": "other"})
    plan = plan_of(
        other, *deployer(ours), exports=DEPLOYS, deployer={"arn": DEPLOYER}, other={"arn": "arn:aws:iam::1:role/other"}
    )
    assert "iam:CreateRole" in {each.rule for each in findings(plan, translator, known)}


def test_what_the_provider_calls_by_itself_is_asked_of_types_without_a_schema(
    translator: Translator, known: Schemas
) -> None:
    item = made("aws:dynamodb/tableItem:TableItem", "item")
    missing = findings(deployed_by(allow("dynamodb:PutItem"), of=item), translator, known)
    assert {each.rule for each in missing} >= {"dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:UpdateItem"}
    assert "dynamodb:PutItem" not in {each.rule for each in missing}


@pytest.mark.parametrize("compares", [False, True], ids=["one role for both", "a role to compare"])
def test_readers_are_asked_what_reads_and_data_only_to_compare(
    compares: bool, translator: Translator, known: Schemas
) -> None:
    secret = made("aws:secretsmanager/secret:Secret", "secret", {"name": "s"})
    exports = {"previewRole": READER} | ({"driftRole": DEPLOYER} if compares else {})
    plan = plan_of(
        secret,
        *reader(allow("secretsmanager:Describe*", "secretsmanager:List*", "secretsmanager:GetResourcePolicy", "iam:*")),
        *deployer(EVERYTHING),
        exports=exports,
        reader={"arn": READER},
        deployer={"arn": DEPLOYER},
    )
    missing = {each.rule for each in findings(plan, translator, known) if "reader" in each.message}
    assert missing == (set() if compares else {"secretsmanager:GetSecretValue"})


def test_a_policy_whose_text_is_not_known_yet_is_told(translator: Translator, known: Schemas) -> None:
    role = made("aws:iam/role:Role", "deployer", {"name": "deployer"})
    unknown = made("aws:iam/rolePolicy:RolePolicy", "rights", {"policy": None}, role=role)
    found = findings(plan_of(TRAIL, role, unknown, exports=DEPLOYS, deployer={"arn": DEPLOYER}), translator, known)
    assert [each.message for each in found if each.level is Level.ADVICE] == [
        "deployer: what rights says isn't known yet, so that nobody can say what it allows"
    ]


def test_every_entry_of_what_is_never_come_to_covers_something(known: Schemas) -> None:
    needless = [
        entry.why
        for entry in table().unasked
        if not any(
            entry.covers(name, action.lower())
            for name in entry.types
            if (schema := known.schema(name, REFERENCE_REGION))
            for action in schema.permissions()
        )
    ]
    assert needless == []


def test_the_table_speaks_of_types_that_there_are() -> None:
    assert [token for token in table().provider if not terraform_name(token)] == []


def test_what_another_type_of_the_stack_brings_is_asked_again(translator: Translator, known: Schemas) -> None:
    table_ = made("aws:dynamodb/table:Table", "table", {"name": "t"})
    stream = made("aws:kinesis/stream:Stream", "stream", {"name": "s"})
    without = deployed_by(allow("dynamodb:*"), of=table_)
    beside = plan_of(table_, stream, *deployer(allow("dynamodb:*")), exports=DEPLOYS, deployer={"arn": DEPLOYER})
    assert "kinesis:PutRecords" not in {each.rule for each in findings(without, translator, known)}
    assert "kinesis:PutRecords" in {each.rule for each in findings(beside, translator, known)}


def test_a_bucket_is_asked_for_its_objects_by_one_of_them(translator: Translator, known: Schemas) -> None:
    bucket = made("aws:s3/bucket:Bucket", "store", {"bucket": "store"})
    content = made("aws:s3/bucketObjectv2:BucketObjectv2", "content", {"key": "k"})
    rights = deployer(
        {"Effect": "Allow", "NotAction": "s3:DeleteObject", "Resource": "*"},
        allow("s3:DeleteObject", resource="arn:aws:s3:::store/*"),
    )
    plan = plan_of(
        bucket, content, *rights, exports=DEPLOYS, deployer={"arn": DEPLOYER}, store={"arn": "arn:aws:s3:::store"}
    )
    assert findings(plan, translator, known) == []
