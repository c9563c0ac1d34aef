"""Standing administrators: who administers, by which policy and which path, is named; what ends by itself is let be."""

import json
from typing import Any

import pytest

from policies.iam.standing import standing
from policies.iam.unknowns import known_statements
from policies.unknown import UNKNOWN
from tests.policies.stack import Ref, Stack, View, with_props
from tests.policies.stack_case import every_view, faults, judged

RULE = "stack_administrators_do_not_stand"
OWN = "arn:aws:iam::aws:policy/AdministratorAccess"
LOOKS = "arn:aws:iam::aws:policy/ReadOnlyAccess"
ACCOUNT = "arn:aws:iam::123456789012"
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
RECENT = {"Bool": {"aws:MultiFactorAuthPresent": "true"}, "NumericLessThan": {"aws:MultiFactorAuthAge": "900"}}
BY_ROLE, TAKES = "it administers (AdministratorAccess by boss-may), whoever takes it", "sts:assumerole on it"


def document(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(principal: Any, condition: Any = None, action: Any = "sts:AssumeRole") -> str:
    return document({"Effect": "Allow", "Principal": principal, "Action": action, "Condition": condition or {}})


def administrator(trusted: Any, **more: Any) -> Stack:
    stack = Stack()
    stack.add("aws:iam/role:Role", "boss", name="boss", assumeRolePolicy=trusted, **more)
    attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    stack.add(attachment, "boss-may", role=Ref("boss", "name"), policyArn=OWN)
    return stack


@every_view
@pytest.mark.parametrize("kind", ["group", "user"])
def test_whoever_has_the_policy_of_administrators_is_named_with_what_gives_it(view: View, kind: str) -> None:
    stack = Stack()
    stack.add(f"aws:iam/{kind}:{kind.capitalize()}", "ann", name="ann")
    attachment = f"aws:iam/{kind}PolicyAttachment:{kind.capitalize()}PolicyAttachment"
    given: dict[str, Any] = {kind: Ref("ann", "name"), "policyArn": LOOKS}
    stack.add(attachment, "ann-may", **given)
    assert not faults(RULE, stack.graph(view))
    stack.nodes["ann-may"].props["policyArn"] = OWN
    assert faults(RULE, stack.graph(view)) == {"ann: it administers (AdministratorAccess by ann-may)"}


@every_view
def test_who_is_of_a_group_administers_by_it(view: View) -> None:
    stack = Stack()
    stack.add("aws:iam/group:Group", "bosses", name="bosses")
    stack.add("aws:iam/user:User", "ann", name="ann")
    own: dict[str, Any] = {"group": Ref("bosses", "name"), "policy": document(ALL)}
    stack.add("aws:iam/groupPolicy:GroupPolicy", "bosses-own", **own)
    listed: dict[str, Any] = {"groups": [Ref("bosses", "name")], "user": Ref("ann", "name")}
    stack.add("aws:iam/userGroupMembership:UserGroupMembership", "ann-bosses", **listed)
    (found,) = faults(RULE, stack.graph(view))
    assert found.startswith("bosses: it administers (bosses-own statement 0 lets its holder do any-service:anything on")
    assert found.endswith("), and so do those whom ann-bosses names")


@every_view
def test_who_is_assigned_a_permission_set_administers_by_it(view: View) -> None:
    stack, of = Stack(), {"instanceArn": "arn:aws:sso:::instance/ssoins-1", "permissionSetArn": Ref("full")}
    stack.add("aws:ssoadmin/permissionSet:PermissionSet", "full", name="full")
    attachment = "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment"
    stack.add(attachment, "full-may", managedPolicyArn=OWN, **of)
    stack.add("aws:ssoadmin/accountAssignment:AccountAssignment", "people-prod", principalType="GROUP", **of)
    assert faults(RULE, stack.graph(view)) == {
        "full: it administers (AdministratorAccess by full-may), and so do those whom people-prod names"
    }
    stack.nodes["full-may"].props["managedPolicyArn"] = LOOKS
    assert not faults(RULE, stack.graph(view))
    inline = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy"
    grows = {"Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": "*"}
    stack.add(inline, "full-own", inlinePolicy=document(grows), **of)
    (found,) = faults(RULE, stack.graph(view))
    assert found.startswith("full: it administers (full-own statement 0 lets its holder do iam:putrolepolicy on")


def test_a_policy_that_another_of_the_same_identity_takes_back_gives_nothing() -> None:
    stack = Stack()
    stack.add("aws:iam/user:User", "ann", name="ann")
    for name, effect in (("gives", "Allow"), ("takes", "Deny")):
        policy = document({**ALL, "Effect": effect})
        stack.add("aws:iam/userPolicy:UserPolicy", name, user=Ref("ann", "name"), policy=policy)
    assert not faults(RULE, stack.graph())
    stack.remove("takes")
    assert faults(RULE, stack.graph())


@pytest.mark.parametrize(
    ("principal", "condition", "who"),
    [
        ({"Service": "lambda.amazonaws.com"}, None, "lambda.amazonaws.com for anybody"),
        ({"AWS": f"{ACCOUNT}:role/ops"}, None, f"{ACCOUNT}:role/ops"),
        ({"AWS": f"{ACCOUNT}:user/ann"}, {"Bool": {"aws:MultiFactorAuthPresent": "true"}}, f"{ACCOUNT}:user/ann"),
        (
            {"AWS": f"{ACCOUNT}:user/ann"},
            {"NumericLessThanIfExists": {"aws:MultiFactorAuthAge": "900"}},
            f"{ACCOUNT}:user/ann",
        ),
        (
            {"AWS": f"{ACCOUNT}:user/ann"},
            {**RECENT, "NumericLessThan": {"aws:MultiFactorAuthAge": "43200"}},
            f"{ACCOUNT}:user/ann",
        ),
        ({"AWS": f"{ACCOUNT}:user/ann"}, RECENT, None),
        ({"AWS": f"{ACCOUNT}:root"}, {**RECENT, "ArnEquals": {"aws:PrincipalArn": f"{ACCOUNT}:user/ann"}}, None),
    ],
)
def test_a_role_stands_unless_it_takes_a_second_factor_of_the_hour(principal: Any, condition: Any, who: str) -> None:
    found = faults(RULE, administrator(trust(principal, condition)).graph())
    told = (
        f"boss: it administers (AdministratorAccess by boss-may), whoever takes it (statement 0 lets {who} do {TAKES}"
    )
    assert {each.removesuffix(")") for each in found} == ({told} if who else set[str]())


def test_the_sessions_of_a_directory_stand_too() -> None:
    saml = trust({"Federated": f"{ACCOUNT}:saml-provider/okta"}, action="sts:AssumeRoleWithSAML")
    (found,) = faults(RULE, administrator(saml).graph())
    assert "do sts:assumerolewithsaml on it" in found


def lent() -> Stack:
    """A role for administrators that an elevation's function gives credentials of."""
    stack = administrator(trust({"AWS": "arn:aws:iam::123456789012:desk"}))
    stack.add("groot:index:Elevation", "elevation")
    stack.add("groot:index:Function", "elevation-function", "elevation")
    own = trust({"Service": "lambda.amazonaws.com"})
    stack.add("aws:iam/role:Role", "desk", "elevation-function", name="desk", assumeRolePolicy=own)
    stack.nodes["boss"].parent = "elevation"
    return stack


def test_what_an_elevation_lends_does_not_stand() -> None:
    stack = lent()
    assert not faults(RULE, stack.graph())
    stack.nodes["boss"].parent = None
    assert faults(RULE, stack.graph()), "anybody may call a role's trusted function theirs"
    stack.nodes["boss"].parent, stack.nodes["desk"].parent = "elevation", None
    assert faults(RULE, stack.graph()), "the role that it trusts is no part of the elevation"
    stack.nodes["desk"].parent = "elevation-function"
    both = ["arn:aws:iam::123456789012:desk", f"{ACCOUNT}:role/ops"]
    stack.nodes["boss"].props["assumeRolePolicy"] = trust({"AWS": both})
    (found,) = faults(RULE, stack.graph())
    assert f"lets {ACCOUNT}:role/ops do {TAKES}" in found, "who else may take it is named"


@pytest.mark.parametrize("boundary", [LOOKS, Ref("bound")])
def test_a_boundary_that_can_be_read_holds(boundary: Any) -> None:
    reads = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    stack = administrator(trust({"AWS": f"{ACCOUNT}:role/ops"}), permissionsBoundary=boundary)
    stack.add("aws:iam/policy:Policy", "bound", policy=document(reads))
    for view in View:
        assert not faults(RULE, stack.graph(view))
    stack.nodes["bound"].props["policy"] = document(ALL)
    for other in (OWN, Ref("bound"), f"{ACCOUNT}:policy/of-another-stack"):
        stack.nodes["boss"].props["permissionsBoundary"] = other
        assert faults(RULE, stack.graph())


def test_what_is_not_known_yet_is_owed_an_answer() -> None:
    graph = administrator(trust({"AWS": f"{ACCOUNT}:role/ops"})).graph()
    for prop in ("assumeRolePolicy", "permissionsBoundary"):
        violated, open_ = judged(with_props(graph, "boss", **{prop: UNKNOWN}))
        assert not any(rule == RULE for rule, _ in violated)
        assert any(rule == RULE and message.startswith("boss:") for rule, message in open_)
    violated, open_ = judged(with_props(graph, "boss-may", policyArn=UNKNOWN))
    assert any(rule == RULE and message.startswith("boss: boss-may:") for rule, message in open_)


def test_nobody_is_let_in_by_a_trust_that_names_nobody() -> None:
    assert standing(known_statements(trust({})), ()) is None
