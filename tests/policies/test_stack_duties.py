"""Separation of duties: whoever both administers a key and uses it is named, with both statements."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.policies.platform import ADMINISTRATOR, APPLICATION, platform
from tests.policies.stack import Ref, Stack, View, with_props
from tests.policies.stack_case import every_view, faults, judged

KEYS, IDENTITIES = "stack_keys_part_their_duties", "stack_identities_part_key_duties"
KEY = "keys-restricted-us-east-1"
ROOT = "arn:aws:iam::123456789012:root"
ADMINISTER, USE = ("kms:PutKeyPolicy", "kms:DescribeKey"), ("kms:Decrypt", "kms:Encrypt", "kms:DescribeKey")
SERVICES = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
NOT_BY_SERVICES = {"Null": {"kms:ViaService": "true"}}
DIRECTLY = {**NOT_BY_SERVICES, "BoolIfExists": {"aws:ViaAWSService": "false"}}
BY_SERVICES, NOT_BY_ONE = {"Bool": {"aws:ViaAWSService": "true"}}, {"Bool": {"aws:ViaAWSService": "false"}}
PLAIN = {"Bool": {"aws:SecureTransport": "false"}}
ALIAS = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/state"]}}
OTHER_ALIAS = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/other"]}}


def allow(sid: str, principal: Any, actions: Sequence[str], condition: Mapping[str, Any] | None = None) -> Any:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": "*",
        **({"Principal": principal} if principal else {}),
        **({"Condition": condition} if condition else {}),
    }


def deny(principal: Any, actions: Sequence[str], condition: Mapping[str, Any] | None = None, **more: Any) -> Any:
    return {**allow("No", principal, actions, condition), "Effect": "Deny", **more}


def as_(*arns: str) -> dict[str, Any]:
    return {"ArnLike": {"aws:PrincipalArn": list(arns)}}


MANAGED = allow("Manage", {"AWS": ROOT}, ADMINISTER, as_(ROOT, ADMINISTRATOR))
ACCOUNT_USES = allow("Use", {"AWS": ROOT}, USE)
BOTH = "administers it (statement Manage) and uses it (statement Use)"


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        ([MANAGED, ACCOUNT_USES], f"role/deploy {BOTH}; root {BOTH}"),
        ([MANAGED, ACCOUNT_USES, deny("*", USE, as_(ADMINISTRATOR))], f"root {BOTH}"),
        ([MANAGED, ACCOUNT_USES, deny("*", USE, {**as_(ROOT, ADMINISTRATOR), **NOT_BY_SERVICES})], None),
        ([MANAGED, ACCOUNT_USES, deny("*", USE, {**as_(ROOT, ADMINISTRATOR), **DIRECTLY})], None),
        ([MANAGED, ACCOUNT_USES, deny("*", USE, {**as_(ROOT, ADMINISTRATOR), **BY_SERVICES})],
         f"role/deploy {BOTH}; root {BOTH}"),
        ([MANAGED, allow("Use", {"AWS": ADMINISTRATOR}, USE, BY_SERVICES)], None),
        ([MANAGED, allow("Use", {"AWS": ADMINISTRATOR}, USE, NOT_BY_ONE)], f"role/deploy {BOTH}"),
        ([allow("Manage", {"AWS": APPLICATION}, ["kms:PutKeyPolicy"], BY_SERVICES),
          allow("Use", {"AWS": APPLICATION}, USE)], f"role/application {BOTH}"),
        ([MANAGED, ACCOUNT_USES, deny("*", USE)], None),
        ([MANAGED, ACCOUNT_USES, deny("*", ADMINISTER)], None),
        ([MANAGED, ACCOUNT_USES, deny("*", ["kms:Encrypt"])], f"role/deploy {BOTH}; root {BOTH}"),
        ([MANAGED, ACCOUNT_USES, deny("*", USE, PLAIN)], f"role/deploy {BOTH}; root {BOTH}"),
        ([MANAGED, allow("Use", {"AWS": APPLICATION}, USE)], None),
        ([MANAGED, allow("Use", {"AWS": "123456789012"}, USE), deny("*", USE, as_(ROOT))], f"role/deploy {BOTH}"),
        ([MANAGED, allow("Use", {"AWS": [APPLICATION, ADMINISTRATOR]}, ["kms:Generate*"])], f"role/deploy {BOTH}"),
        ([MANAGED, allow("Use", {"AWS": "arn:aws:iam::123456789012:role/dep*"}, USE)], f"role/deploy {BOTH}"),
        ([MANAGED, allow("Use", "*", USE, as_(APPLICATION))], None),
        ([MANAGED, allow("Use", {"Service": "s3.amazonaws.com"}, USE)], None),
        ([MANAGED, allow("Look", {"AWS": ADMINISTRATOR}, ["kms:DescribeKey"])], None),
        ([allow("Manage", {"AWS": ROOT}, ["kms:*"])],
         "whoever IAM allows administers it (statement Manage) and uses it (statement Manage)"),
        ([allow("Manage", {"AWS": APPLICATION}, ["kms:CreateGrant"]), allow("Use", {"AWS": APPLICATION}, USE)],
         f"role/application {BOTH}"),
        ([allow("Manage", {"AWS": APPLICATION}, ["kms:CreateGrant"], SERVICES),
          allow("Use", {"AWS": APPLICATION}, USE)], None),
        ([allow("Manage", {"AWS": APPLICATION}, ["kms:RevokeGrant"], SERVICES),
          allow("Use", {"AWS": APPLICATION}, USE)], None),
        ([allow("Manage", {"AWS": "arn:aws:iam::123456789012:role/dep*"}, ADMINISTER),
          allow("Use", {"AWS": ADMINISTRATOR}, USE)], f"role/deploy {BOTH}"),
    ],
)  # fmt: skip
def test_whoever_manages_a_key_must_not_use_it(statements: list[Any], fault: str | None) -> None:
    graph = with_props(platform().graph(), KEY, policy=json.dumps({"Statement": statements}))
    assert faults(KEYS, graph) == ({f"{KEY}: {fault}"} if fault else set[str]())


@pytest.mark.parametrize(
    ("managed", "used"),
    [
        *((action, "Decrypt") for action in (
            "CancelKeyDeletion", "CreateAlias", "CreateGrant", "DeleteAlias", "DeleteImportedKeyMaterial", "DisableKey",
            "DisableKeyRotation", "EnableKey", "ImportKeyMaterial", "PutKeyPolicy", "ReplicateKey", "RevokeGrant",
            "ScheduleKeyDeletion", "UpdateAlias", "UpdatePrimaryRegion",
        )),
        *(("PutKeyPolicy", action) for action in (
            "Decrypt", "DeriveSharedSecret", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext", "GenerateMac", "ReEncryptFrom",
            "ReEncryptTo", "Sign", "VerifyMac",
        )),
    ],
)  # fmt: skip
def test_each_action_that_changes_a_key_is_apart_from_each_that_uses_it(managed: str, used: str) -> None:
    statements = [
        allow(sid, {"AWS": APPLICATION}, [f"kms:{action}"]) for sid, action in (("Manage", managed), ("Use", used))
    ]
    stack = Stack()
    stack.add("aws:kms/key:Key", KEY, policy=json.dumps({"Statement": statements}))
    assert faults(KEYS, stack.graph()) == {f"{KEY}: role/application {BOTH}"}


@every_view
def test_a_policy_of_its_own_resource_and_a_grant_count_too(view: View) -> None:
    stack = platform()
    stack.add("aws:kms/key:Key", "ledger", region="us-east-1")
    default = "it has no policy, and the default one lets whoever IAM allows administer and use it"
    assert faults(KEYS, stack.graph(view)) == {f"ledger: {default}"}
    policy = json.dumps({"Statement": [MANAGED]})
    stack.add("aws:kms/keyPolicy:KeyPolicy", "ledger-policy", keyId=Ref("ledger", "id"), policy=policy)
    grant: dict[str, Any] = {"keyId": Ref("ledger", "id"), "granteePrincipal": ADMINISTRATOR}
    stack.add("aws:kms/grant:Grant", "looks", operations=["DescribeKey"], **grant)
    assert not faults(KEYS, stack.graph(view))
    stack.add("aws:kms/grant:Grant", "opens", operations=["Decrypt"], **grant)
    both = "administers it (statement Manage) and uses it (grant opens)"
    assert faults(KEYS, stack.graph(view)) == {f"ledger: role/deploy {both}"}


def named(*statements: Any) -> Stack:
    """Return a platform whose deploy role, which manages keys, has *statements* in another policy."""
    stack = platform()
    policy = json.dumps({"Statement": list(statements)})
    stack.add("aws:iam/rolePolicy:RolePolicy", "state", role=Ref("deploy", "name"), policy=policy)
    return stack


OPENS = allow("Open", None, ["kms:Decrypt"], ALIAS)
FAULT = "deploy: it administers (deploy-keys statement Keys) and uses (state statement Open) the same keys"


@every_view
@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ([OPENS], True),
        ([OPENS, deny(None, ["kms:Put*", "kms:Schedule*"], ALIAS)], False),
        ([OPENS, deny(None, ["kms:*"])], False),
        ([OPENS, deny(None, ["kms:Decrypt"])], False),
        ([OPENS, deny(None, ["kms:Put*", "kms:Schedule*"])], False),
        ([OPENS, deny(None, ["kms:Put*"], ALIAS)], True),
        ([OPENS, deny(None, ["kms:Put*", "kms:Schedule*"], OTHER_ALIAS)], True),
        ([OPENS, deny(None, ["kms:*"], {**ALIAS, **PLAIN})], True),
        ([OPENS, deny(None, ["kms:*"], Resource="arn:aws:kms:*:*:key/1")], True),
        ([allow("Open", None, ["kms:Decrypt"]), deny(None, ["kms:Put*", "kms:Schedule*"], ALIAS)], True),
        ([allow("Look", None, ["kms:DescribeKey", "s3:GetObject"])], False),
        ([allow("Open", None, ["kms:Decrypt"], BY_SERVICES)], False),
        ([allow("Open", None, ["kms:Decrypt"], NOT_BY_ONE)], True),
    ],
)
def test_a_role_that_manages_keys_must_not_use_them(view: View, statements: list[Any], found: bool) -> None:
    assert faults(IDENTITIES, named(*statements).graph(view)) == ({FAULT} if found else set[str]())


@pytest.mark.parametrize(
    ("managed", "opened", "found"),
    [
        ("arn:aws:kms:*:*:key/1", "arn:aws:kms:us-east-1:123456789012:key/1", True),
        ("arn:aws:kms:us-east-1:123456789012:key/1", "arn:aws:kms:*:*:key/*", True),
        ("arn:aws:kms:us-east-1:123456789012:key/1", "arn:aws:kms:us-east-1:123456789012:key/2", False),
    ],
)
def test_different_keys_may_be_managed_and_used(managed: str, opened: str, found: bool) -> None:
    stack = named({**allow("Open", None, ["kms:Decrypt"]), "Resource": opened})
    manage = {**allow("Keys", None, ["kms:PutKeyPolicy"]), "Resource": managed}
    stack.nodes["deploy-keys"].props["policy"] = json.dumps({"Statement": manage})
    assert faults(IDENTITIES, stack.graph()) == ({FAULT} if found else set[str]())


@pytest.mark.parametrize(("alias", "found"), [(ALIAS, True), (OTHER_ALIAS, False)])
def test_keys_of_different_aliases_may_be_managed_and_used(alias: Mapping[str, Any], found: bool) -> None:
    stack = named(OPENS)
    manage = allow("Keys", None, ["kms:PutKeyPolicy"], alias)
    stack.nodes["deploy-keys"].props["policy"] = json.dumps({"Statement": manage})
    assert faults(IDENTITIES, stack.graph()) == ({FAULT} if found else set[str]())


def test_each_pair_of_statements_is_named() -> None:
    more = allow("More", None, ["kms:Encrypt"], ALIAS)
    both = "it administers (deploy-keys statement Keys) and uses (state statement {}) the same keys"
    found = faults(IDENTITIES, named(OPENS, more).graph())
    assert found == {f"deploy: {both.format('Open')}; {both.format('More')}"}


@pytest.mark.parametrize("kind", ["user", "group"])
def test_users_and_groups_are_identities_too(kind: str) -> None:
    stack = Stack()
    stack.add(f"aws:iam/{kind}:{kind.capitalize()}", "somebody", name="somebody")
    policy = json.dumps({"Statement": allow("All", None, ["kms:*"])})
    token = f"aws:iam/{kind}Policy:{kind.capitalize()}Policy"
    props: dict[str, Any] = {kind: Ref("somebody", "name"), "policy": policy}
    stack.add(token, "all", **props)
    both = "it administers (all statement All) and uses (all statement All) the same keys"
    assert faults(IDENTITIES, stack.graph()) == {f"somebody: {both}"}


ALL = json.dumps({"Statement": allow("All", None, ["kms:*"])})


@every_view
@pytest.mark.parametrize("kind", ["group", "role", "user"])
@pytest.mark.parametrize("way", ["one", "all", "several"])
def test_policies_are_attached_in_three_ways(kind: str, way: str, view: View) -> None:
    name = kind.capitalize()
    stack = Stack()
    stack.add(f"aws:iam/{kind}:{name}", "somebody", name="somebody")
    stack.add("aws:iam/policy:Policy", "all", policy=ALL)
    somebody, policy = Ref("somebody", "name"), Ref("all", "arn")
    token, props = {
        "one": (f"{kind}PolicyAttachment:{name}PolicyAttachment", {kind: somebody, "policyArn": policy}),
        "all": (
            f"{kind}PolicyAttachmentsExclusive:{name}PolicyAttachmentsExclusive",
            {f"{kind}Name": somebody, "policyArns": [policy]},
        ),
        "several": ("policyAttachment:PolicyAttachment", {f"{kind}s": [somebody], "policyArn": policy}),
    }[way]
    stack.add(f"aws:iam/{token}", "between", **props)
    both = "it administers (all statement All) and uses (all statement All) the same keys"
    assert faults(IDENTITIES, stack.graph(view)) == {f"somebody: {both}"}


@every_view
@pytest.mark.parametrize(
    "own", [{"managedPolicyArns": [Ref("all", "arn")]}, {"inlinePolicies": [{"name": "all", "policy": ALL}]}]
)
def test_a_role_says_itself_what_its_policies_are(own: Mapping[str, Any], view: View) -> None:
    stack = Stack()
    stack.add("aws:iam/policy:Policy", "all", policy=ALL)
    stack.add("aws:iam/role:Role", "somebody", name="somebody", **own)
    both = "it administers (all statement All) and uses (all statement All) the same keys"
    assert faults(IDENTITIES, stack.graph(view)) == {f"somebody: {both}"}


def test_a_policy_that_a_role_shows_too_is_told_once() -> None:
    stack = Stack()
    stack.add("aws:iam/role:Role", "somebody", name="somebody", inlinePolicies=[{"name": "all", "policy": ALL}])
    stack.add("aws:iam/rolePolicy:RolePolicy", "all", name="all", role=Ref("somebody", "name"), policy=ALL)
    both = "it administers (all statement All) and uses (all statement All) the same keys"
    assert faults(IDENTITIES, stack.graph()) == {f"somebody: {both}"}


def test_a_policy_that_is_not_known_yet_is_an_obligation_of_its_role() -> None:
    stack = platform()
    stack.nodes["deploy-keys"].props["policy"] = Ref("application-keys", "policy")
    stack.nodes[KEY].props["policy"] = Ref("application-keys", "policy")
    violated, open_ = judged(stack.graph(View.PREVIEW))
    assert not violated
    found = {(rule, message.partition(":")[0]) for rule, message in open_}
    assert found == {(IDENTITIES, "deploy"), (KEYS, KEY), ("stack_administrators_do_not_stand", "deploy")}
