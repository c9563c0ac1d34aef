"""Whether statements let a request through, also as moto's own evaluator sees it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto.iam.access_control import IAMPolicy, PermissionResult

from ops.preflight.iam import Answer, Caller, Policies, Request
from policies.iam.document import statements
from tests.ops.preflight.plans import ACCOUNT, ANY_ROOT, DEPLOYER, allow, policy

KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
DENY = {"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Principal": {"AWS": "*"}}
ROLE = Caller(arn=DEPLOYER)


def answer(
    said: Sequence[Mapping[str, Any]],
    action: str = "kms:decrypt",
    caller: Caller = ROLE,
    resource: str = KEY,
    identity: bool = False,
    context: Mapping[str, str] | None = None,
) -> Answer:
    request = Request(
        action=action,
        caller=caller,
        resource=resource,
        context=context or {},
    )
    return Policies(statements(policy(*said)), identity=identity).ask(request)


@pytest.mark.parametrize(
    "principal",
    [ANY_ROOT, {"AWS": "*"}, "*", {"AWS": DEPLOYER}, {"AWS": ACCOUNT}],
    ids=["root", "anyone", "star", "itself", "number"],
)
def test_a_role_is_named_by_itself_its_account_or_anyone(principal: Any) -> None:
    assert answer([allow("kms:Decrypt", Principal=principal)]) is Answer.ALLOWED


@pytest.mark.parametrize(
    "principal",
    [{"AWS": "arn:aws:iam::999999999999:root"}, {"AWS": f"{DEPLOYER}-2"}, {"Service": "s3.amazonaws.com"}, {}],
)
def test_a_role_is_not_named_by_others(principal: Any) -> None:
    assert answer([allow("kms:Decrypt", Principal=principal)]) is Answer.SILENT


def test_a_service_is_named_by_its_own_name_alone() -> None:
    logs = Caller(service="logs.us-east-1.amazonaws.com")
    assert answer([allow("kms:Decrypt", Principal={"Service": logs.service})], caller=logs) is Answer.ALLOWED
    assert answer([allow("kms:Decrypt", Principal={"Service": "logs.amazonaws.com"})], caller=logs) is Answer.SILENT
    assert answer([allow("kms:Decrypt", Principal=ANY_ROOT)], caller=logs) is Answer.SILENT


def test_a_denial_outweighs_what_allows_wherever_it_stands() -> None:
    allowing = allow("kms:*", Principal=ANY_ROOT)
    assert answer([DENY, allowing]) is answer([allowing, DENY]) is Answer.DENIED


def test_a_denial_of_other_resources_says_nothing_of_one_that_is_not_known() -> None:
    denial = {"Effect": "Deny", "Action": "iam:*", "Resource": "arn:aws:iam::*:role/other"}
    said = [allow("iam:PassRole"), denial]
    assert answer(said, "iam:passrole", resource="", identity=True) is Answer.ALLOWED
    assert answer(said, "iam:passrole", resource="arn:aws:iam::1:role/other", identity=True) is Answer.DENIED


@pytest.mark.parametrize(
    ("condition", "context", "expected"),
    [
        ({"StringEquals": {"kms:ViaService": "rds.us-east-1.amazonaws.com"}}, "rds.us-east-1.amazonaws.com", True),
        ({"StringEquals": {"kms:ViaService": ["a", "b"]}}, "b", True),
        ({"StringEquals": {"kms:ViaService": "a"}}, "A", False),
        ({"StringEqualsIgnoreCase": {"kms:ViaService": "a"}}, "A", True),
        ({"StringLike": {"kms:ViaService": "*.amazonaws.com"}}, "s3.amazonaws.com", True),
        ({"StringEquals": {"kms:ViaService": "*"}}, "s3", False),
        ({"StringNotEquals": {"kms:ViaService": "a"}}, "b", True),
        ({"StringNotEquals": {"kms:ViaService": "a"}}, "a", False),
        ({"StringNotEquals": {"kms:ViaService": "a"}}, None, True),
        ({"StringEquals": {"kms:ViaService": "a"}}, None, False),
        ({"StringEqualsIfExists": {"kms:ViaService": "a"}}, None, True),
        ({"StringEqualsIfExists": {"kms:ViaService": "a"}}, "b", False),
        ({"ForAnyValue:StringEquals": {"kms:ViaService": "a"}}, None, False),
        ({"ForAllValues:StringEquals": {"kms:ViaService": "a"}}, None, True),
        ({"ArnLike": {"kms:ViaService": "arn:aws:logs:*"}}, "arn:aws:logs:us-east-1", True),
        ({"Bool": {"kms:ViaService": "true"}}, "True", True),
        ({"Null": {"kms:ViaService": "true"}}, None, True),
        ({"Null": {"kms:ViaService": "true"}}, "a", False),
        ({"Null": {"kms:ViaService": "false"}}, "a", True),
        ({"DateGreaterThan": {"kms:ViaService": "2026-01-01"}}, "2027-01-01", True),
    ],
)
def test_a_condition_holds_as_aws_would_have_it(condition: Any, context: str | None, expected: bool) -> None:
    sent = {} if context is None else {"kms:viaservice": context}
    found = answer([allow("kms:Decrypt", Principal=ANY_ROOT, Condition=condition)], context=sent)
    assert (found is Answer.ALLOWED) is expected


_ACTIONS = st.sampled_from(["kms:Decrypt", "kms:DescribeKey", "kms:Des*", "kms:*", "s3:GetObject", "*"])
_RESOURCES = st.sampled_from([KEY, "*", f"{KEY}2", "arn:aws:kms:*", "arn:aws:s3:::b/*"])
_STATEMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "Effect": st.sampled_from(["Allow", "Deny"]),
            "Action": st.lists(_ACTIONS, min_size=1, max_size=3),
            "Resource": _RESOURCES,
        }
    ),
    min_size=1,
    max_size=4,
)


@given(_STATEMENTS, st.sampled_from(["kms:Decrypt", "kms:DescribeKey", "s3:GetObject"]))
def test_motos_evaluator_says_the_same_of_actions_and_resources(said: list[Any], action: str) -> None:
    theirs = IAMPolicy(policy(*said)).is_action_permitted(action, KEY)
    ours = answer(said, action.lower(), identity=True)
    assert {"permitted": Answer.ALLOWED, "denied": Answer.DENIED, "neutral": Answer.SILENT}[
        PermissionResult(theirs).name.lower()
    ] is ours
