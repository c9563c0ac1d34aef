"""Who uses a key and isn't let: planted in small stacks, a statement taken away at a time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from ops.preflight import keys
from ops.preflight.findings import Finding, Level
from ops.preflight.keys_table import table
from ops.preflight.plan import Plan
from ops.preflight.schemas import Schemas
from ops.preflight.translation import Translator
from ops.terraform_plan.names import type_name as terraform_name
from policies.model import Resource
from sandbox.providers.kubernetes.schemas import CUSTOM_KINDS
from tests.ops.preflight.plans import ACCOUNT, ANY_ROOT, DEPLOYER, allow, changed, deployer, made, plan_of, policy
from tests.policies.schema import inputs

ACCOUNT_MAY = allow("kms:*", Principal=ANY_ROOT)
GRANTS_TO_SERVICES = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
SAME_ACCOUNT = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def key(*statements: Mapping[str, Any], name: str = "key", **props: Any) -> Resource:
    return made("aws:kms/key:Key", name, {"policy": policy(*statements), **props})


def plan(*resources: Resource, **outputs: Mapping[str, Any]) -> Plan:
    return plan_of(
        *resources, *deployer(allow("*")), exports={"deployRole": DEPLOYER}, deployer={"arn": DEPLOYER}, **outputs
    )


def findings(plan: Plan, translator: Translator, known: Schemas) -> Sequence[Finding]:
    return keys.ask(plan, translator, known).findings


def lacking(plan: Plan, translator: Translator, known: Schemas) -> set[str]:
    return {each.rule for each in findings(plan, translator, known)}


@pytest.fixture
def asked(translator: Translator, known: Schemas) -> Any:
    return lambda *resources, **outputs: lacking(plan(*resources, **outputs), translator, known)


def test_a_key_that_lets_the_account_decide_lacks_nothing(asked: Any) -> None:
    used = key(ACCOUNT_MAY)
    assert asked(used, made("aws:rds/cluster:Cluster", "database", kmsKeyId=used)) == set()
    assert asked(used, made("aws:backup/vault:Vault", "vault", kmsKeyArn=used)) == set()


def test_a_cluster_asks_for_grants_that_are_of_no_service(asked: Any) -> None:
    used = key(
        allow("kms:DescribeKey", Principal=ANY_ROOT),
        allow("kms:CreateGrant", Principal=ANY_ROOT, Condition=GRANTS_TO_SERVICES),
    )
    assert asked(used, made("aws:rds/cluster:Cluster", "database", kmsKeyId=used)) == set()
    assert asked(used, made("aws:eks/cluster:Cluster", "cluster", encryptionConfig=used)) == {"kms:CreateGrant"}


def test_a_vault_retires_grants(asked: Any) -> None:
    used = key({"Effect": "Allow", "NotAction": "kms:RetireGrant", "Resource": "*", "Principal": ANY_ROOT})
    assert asked(used, made("aws:backup/vault:Vault", "vault", kmsKeyArn=used)) == {"kms:RetireGrant"}


def test_a_zone_is_signed_by_who_may_sign_and_by_route_53(asked: Any) -> None:
    by_service = allow("kms:*", Principal={"Service": "dnssec-route53.amazonaws.com"})
    account = {"Effect": "Allow", "NotAction": "kms:Sign", "Resource": "*", "Principal": ANY_ROOT}
    used = key(account, by_service)
    assert asked(used, made("aws:route53/keySigningKey:KeySigningKey", "signing", keyManagementServiceArn=used)) == {
        "kms:Sign"
    }
    used = key(ACCOUNT_MAY)
    assert "kms:GetPublicKey" in asked(
        used, made("aws:route53/keySigningKey:KeySigningKey", "signing", keyManagementServiceArn=used)
    )


def test_logs_are_encrypted_for_their_own_group_in_their_own_region(asked: Any) -> None:
    def lets(region: str, group: str) -> Resource:
        context = {
            "ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{region}:{ACCOUNT}:log-group:{group}"}
        }
        return key(allow("kms:*", Principal={"Service": f"logs.{region}.amazonaws.com"}, Condition=context))

    def group(used: Resource) -> Resource:
        return made("aws:cloudwatch/logGroup:LogGroup", "group", {"name": "/a/b"}, kmsKeyId=used)

    for used, lets_it in (
        (lets("us-east-1", "/a/*"), True),
        (lets("eu-west-1", "/a/*"), False),
        (lets("us-east-1", "/c"), False),
    ):
        assert (asked(used, group(used)) == set()) is lets_it


def bucket(used: Resource, statement: Mapping[str, Any]) -> Sequence[Resource]:
    store = made("aws:s3/bucket:Bucket", "store", {"bucket": "store"})
    sealed = made(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "sealed",
        bucket=store,
        rules=used,
    )
    return (
        store,
        sealed,
        made("aws:s3/bucketPolicy:BucketPolicy", "lets-in", {"policy": policy(statement)}, bucket=store),
    )


def test_whom_a_bucket_lets_write_its_key_lets_encrypt(asked: Any) -> None:
    used = key(ACCOUNT_MAY)
    writer = allow("s3:PutObject", Principal={"Service": "acm-pca.amazonaws.com"})
    assert asked(used, *bucket(used, writer)) == {"kms:GenerateDataKey"}
    reader = allow("s3:GetObject", Principal={"Service": "cloudfront.amazonaws.com"})
    assert asked(used, *bucket(used, reader)) == {"kms:Decrypt"}
    mended = key(
        ACCOUNT_MAY,
        allow("kms:GenerateDataKey", Principal={"Service": "acm-pca.amazonaws.com"}, Condition=SAME_ACCOUNT),
    )
    assert asked(mended, *bucket(mended, writer)) == set()


def test_a_key_may_be_kept_to_one_bucket(asked: Any) -> None:
    writer = {"Service": "acm-pca.amazonaws.com"}
    for arn, lets_it in (("arn:aws:s3:::store", True), ("arn:aws:s3:::other", False)):
        condition = {"StringLike": {"kms:EncryptionContext:aws:s3:arn": arn}}
        used = key(ACCOUNT_MAY, allow("kms:GenerateDataKey", Principal=writer, Condition=condition))
        missing = asked(
            used, *bucket(used, allow("s3:PutObject", Principal=writer)), store={"arn": "arn:aws:s3:::store"}
        )
        assert (missing == set()) is lets_it


def test_a_trail_brings_its_own_key(asked: Any) -> None:
    used = key(ACCOUNT_MAY)
    assert asked(used, *bucket(used, allow("s3:PutObject", Principal={"Service": "cloudtrail.amazonaws.com"}))) == set()


def test_what_cannot_write_under_a_key_is_told_so(translator: Translator, known: Schemas) -> None:
    used = key(ACCOUNT_MAY)
    writer = allow("s3:PutObject", Principal={"Service": "logging.s3.amazonaws.com"})
    (found,) = findings(plan(used, *bucket(used, writer)), translator, known)
    assert found.rule == "no-key"
    assert "logging.s3.amazonaws.com writes for lets-in" in found.message
    assert "without a key" in found.mend


def test_whom_a_topic_lets_publish_its_key_lets_in_even_without_an_account(asked: Any) -> None:
    only_ours = allow(
        "kms:*", Principal={"Service": ["events.amazonaws.com", "cloudwatch.amazonaws.com"]}, Condition=SAME_ACCOUNT
    )
    used = key(ACCOUNT_MAY, only_ours)
    topic = made("aws:sns/topic:Topic", "topic", {"name": "t"}, kmsMasterKeyId=used)

    def lets(service: str) -> Resource:
        statement = allow("sns:Publish", Principal={"Service": service})
        return made("aws:sns/topicPolicy:TopicPolicy", "lets-in", {"policy": policy(statement)}, arn=topic)

    assert asked(used, topic, lets("cloudwatch.amazonaws.com")) == set()
    assert asked(used, topic, lets("events.amazonaws.com")) == {"kms:Decrypt", "kms:GenerateDataKey"}, (
        "it names no account"
    )


def test_nodes_disks_are_started_by_auto_scaling(asked: Any) -> None:
    used = key(allow("kms:*", Principal={"AWS": DEPLOYER}))
    template = made("aws:ec2/launchTemplate:LaunchTemplate", "nodes", blockDeviceMappings=used)
    assert "kms:CreateGrant" in asked(used, template)
    assert (
        asked(key(ACCOUNT_MAY), made("aws:ec2/launchTemplate:LaunchTemplate", "nodes", blockDeviceMappings=used))
        == set()
    )


def test_a_role_whose_policy_names_a_key_is_let_by_it(asked: Any) -> None:
    arn = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
    used = key(allow("kms:Decrypt", Principal=ANY_ROOT))
    role = made("aws:iam/role:Role", "reader", {"name": "reader"})

    def reads(*actions: str) -> Resource:
        statement = allow(*actions, resource=arn)
        document = {"policy": policy(statement)}
        named = made("aws:iam/rolePolicy:RolePolicy", "reads", document)
        return replace(named, property_dependencies={"role": [role.urn], "policy": [used.urn]})

    known_arns = {"key": {"arn": arn}, "reader": {"arn": f"arn:aws:iam::{ACCOUNT}:role/reader"}}
    assert asked(used, role, reads("kms:Decrypt"), **known_arns) == set()
    assert asked(used, role, reads("kms:Decrypt", "kms:Encrypt"), **known_arns) == {"kms:Encrypt"}


def test_the_deploying_roles_own_policies_have_their_say(translator: Translator, known: Schemas) -> None:
    used = key(ACCOUNT_MAY)
    database = made("aws:rds/cluster:Cluster", "database", kmsKeyId=used)
    via = {"StringLike": {"kms:ViaService": "rds.*.amazonaws.com"}}
    for condition, missing in (
        (via, set()),
        ({"StringLike": {"kms:ViaService": "s3.*"}}, {"kms:CreateGrant", "kms:DescribeKey"}),
    ):
        rights = deployer(allow("kms:*", Condition=condition))
        stack = plan_of(used, database, *rights, exports={"deployRole": DEPLOYER}, deployer={"arn": DEPLOYER})
        assert lacking(stack, translator, known) == missing


def test_uses_of_one_kind_are_told_once_with_how_many_keys(translator: Translator, known: Schemas) -> None:
    nobody = [key(name=f"key-{number}") for number in range(3)]
    used = [replace(each, source="components/keys.py:9") for each in nobody]
    vaults = [made("aws:backup/vault:Vault", f"vault-{each.name}", kmsKeyArn=each) for each in used]
    found = {each.rule: each for each in findings(plan(*used, *vaults), translator, known)}
    assert found["kms:RetireGrant"].message == (
        "the policy of key-0 and 2 more doesn't let deployer call kms:RetireGrant for vault-key-0"
    )
    assert (found["kms:RetireGrant"].source, found["kms:RetireGrant"].level) == ("components/keys.py:9", Level.REFUSED)


def test_a_use_that_the_table_does_not_know_is_told(translator: Translator, known: Schemas) -> None:
    used = key(ACCOUNT_MAY)
    asked = keys.ask(plan(used, made("aws:efs/fileSystem:FileSystem", "files", kmsKeyId=used)), translator, known)
    assert asked.unread == ["files kmsKeyId"]


@pytest.mark.parametrize("stack", ["staging_plan", "prod_plan"])
def test_every_use_of_the_stacks_is_known(
    stack: str, translator: Translator, known: Schemas, request: pytest.FixtureRequest
) -> None:
    asked = keys.ask(request.getfixturevalue(stack), translator, known)
    assert [each for each in asked.unread if not each.endswith(" policy")] == [], (
        "say who uses it in ops/preflight/keys.yaml"
    )
    assert asked.uses > 90


def test_a_statement_taken_from_a_key_of_staging_is_missed(
    staging_plan: Plan, translator: Translator, known: Schemas
) -> None:
    name = "keys-internal-us-east-1"
    document = json.loads(next(each.props["policy"] for each in staging_plan.resources if each.name == name))
    before = {each.message for each in findings(staging_plan, translator, known)}
    for sid in ("AccountUses", "AccountInspects", "LogGroups", "Services"):
        kept = [each for each in document["Statement"] if each["Sid"] != sid]
        assert len(kept) < len(document["Statement"])
        less = changed(staging_plan, name, policy=json.dumps(document | {"Statement": kept}))
        assert {each.message for each in findings(less, translator, known)} - before, sid


def test_the_table_speaks_of_types_and_properties_that_there_are() -> None:
    for use in table().uses:
        if use.type.startswith("kubernetes:"):
            assert use.type.removeprefix("kubernetes:") in CUSTOM_KINDS
            assert use.properties == ("spec",)
            continue
        assert terraform_name(use.type), use.type
        assert set(use.properties) <= set(inputs(use.type)), use.type
    for guests in table().guests:
        assert guests.of in inputs(guests.policy)
        assert guests.key in inputs(guests.encryption)
