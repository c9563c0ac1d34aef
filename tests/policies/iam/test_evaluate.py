"""One request and what a document says to it, by the pages of the IAM User Guide that say so."""

from typing import Any

import pytest

from policies.iam.document import statements
from policies.iam.evaluate import Answer, Kind, Principal, Request, decide
from policies.unknown import UNKNOWN

ROLE = Principal(Kind.AWS, "arn:aws:iam::111122223333:role/app/reader")
SESSION = Principal(Kind.AWS, "arn:aws:sts::111122223333:assumed-role/reader/session")
OBJECT = "arn:aws:s3:::b/k"


def answer(*said: dict[str, Any], version: str = "2012-10-17", who: Principal = ROLE, **context: Any) -> Answer:
    document = {
        "Version": version,
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **each} for each in said],
    }
    keys = {key.replace("__", ":"): value for key, value in context.items()}
    values = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in keys.items()}
    request = Request(action="s3:getobject", resource=OBJECT, principal=who, context=values)
    return decide(statements(document), request)


def met(operator: str, asked: Any, *found: str) -> bool:
    """Return whether the condition is met; no values for a request without the key."""
    said = {"Condition": {operator: {"A:b": asked}}}
    return (answer(said, a__b=found) if found else answer(said)) is Answer.ALLOWED


@pytest.mark.parametrize(
    ("operator", "asked", "yes", "no"),
    [
        ("StringEquals", ["x", "y"], "y", "Y"),
        ("StringEquals", "x*", "x*", "xy"),
        ("StringNotEquals", ["x", "y"], "z", "y"),
        ("StringEqualsIgnoreCase", "Xy", "xY", "x"),
        ("StringNotEqualsIgnoreCase", "Xy", "x", "xY"),
        ("StringLike", "a*c?", "abbcd", "abbc"),
        ("StringLike", "a[b]", "a[b]", "ab"),
        ("StringLike", "${*}${?}${$}", "*?$", "ab$"),
        ("StringNotLike", "a*", "b", "ab"),
        ("ArnLike", "arn:aws:s3:*:*:b*", "arn:aws:s3:::b:c", "arn:aws:s3:b:"),
        ("ArnEquals", "arn:aws:sns:*:1:t", "arn:aws:sns:eu-west-1:1:t", "arn:aws:sns:a:b:1:t"),
        ("ArnNotLike", "arn:aws:iam::1:*", "arn:aws:iam::2:role/a", "arn:aws:iam::1:role/a"),
        ("NumericEquals", 10, "10.0", "11"),
        ("NumericNotEquals", "10", "11", "10"),
        ("NumericLessThan", "10", "9.5", "10"),
        ("NumericLessThanEquals", 10, "10", "x"),
        ("NumericGreaterThan", "10", "11", "10"),
        ("NumericGreaterThanEquals", "10", "10", "9"),
        ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "2026-01-01T01:00:00+01:00"),
        ("DateGreaterThan", "2026-01-01", "1767225601", "1767225600"),
        ("DateEquals", "2026-01-01T00:00:00Z", "1767225600", "1767225601"),
        ("Bool", True, "true", "false"),
        ("Bool", "TRUE", "true", "false"),
        ("IpAddress", ["192.0.2.0/24", "2001:db8::/32"], "2001:db8::1", "198.51.100.1"),
        ("IpAddress", "192.0.2.1", "192.0.2.1", "192.0.2.2"),
        ("NotIpAddress", "192.0.2.0/24", "198.51.100.1", "192.0.2.7"),
        ("BinaryEquals", "QQ==", "QQ==", "QQ"),
        ("stringequals", "x", "x", "y"),
    ],
)
def test_an_operator_is_met_by_what_its_page_says(operator: str, asked: Any, yes: str, no: str) -> None:
    """IAM User Guide, "IAM JSON policy elements: Condition operators"."""
    assert met(operator, asked, yes)
    assert not met(operator, asked, no)


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("StringEquals", False),
        ("StringNotEquals", True),
        ("StringNotLike", True),
        ("NotIpAddress", True),
        ("NumericNotEquals", True),
        ("StringEqualsIfExists", True),
        ("BoolIfExists", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAnyValue:StringNotEquals", False),
        ("ForAnyValue:StringEqualsIfExists", True),
        ("ForAllValues:StringEquals", True),
        ("ForAllValues:StringNotEquals", True),
    ],
)
def test_a_request_without_the_key_meets_negations_and_what_lets_it_go(operator: str, expected: bool) -> None:
    assert met(operator, "1") is expected


@pytest.mark.parametrize(("asked", "absent", "present"), [("true", True, False), (False, False, True)])
def test_null_asks_whether_the_key_is_there(asked: Any, absent: bool, present: bool) -> None:
    assert met("Null", asked) is absent
    assert met("Null", asked, "x") is present


@pytest.mark.parametrize(
    ("operator", "found", "expected"),
    [
        ("ForAnyValue:StringEquals", ("x", "z"), True),
        ("ForAnyValue:StringEquals", ("z",), False),
        ("ForAllValues:StringEquals", ("x", "y"), True),
        ("ForAllValues:StringEquals", ("x", "z"), False),
        ("ForAnyValue:StringNotEquals", ("x", "z"), True),
        ("ForAnyValue:StringNotEquals", ("x", "y"), False),
        ("ForAllValues:StringNotEquals", ("z",), True),
        ("ForAllValues:StringNotEquals", ("x", "z"), False),
    ],
)
def test_sets_ask_of_any_or_of_all_values(operator: str, found: tuple[str, ...], expected: bool) -> None:
    """IAM User Guide, "Set operators for multi-valued context keys"."""
    assert met(operator, ["x", "y"], *found) is expected


@pytest.mark.parametrize(
    ("principal", "named"),
    [
        ("*", True),
        ({"AWS": "*"}, True),
        ({"AWS": "111122223333"}, True),
        ({"AWS": "arn:aws:iam::111122223333:root"}, True),
        ({"AWS": ["arn:aws:iam::444455556666:root", ROLE.name]}, True),
        ({"AWS": "arn:aws:iam::444455556666:root"}, False),
        ({"AWS": "arn:aws:iam::111122223333:role/reader"}, False),
        ({"Service": "s3.amazonaws.com"}, False),
        ({}, False),
        (None, False),
    ],
)
def test_a_principal_is_named_by_itself_its_account_or_everyone(principal: Any, named: bool) -> None:
    """IAM User Guide, "AWS JSON policy elements: Principal"."""
    assert (answer({"Principal": principal}) is Answer.ALLOWED) is named
    if principal not in ({}, None):
        told = answer({"Principal": "*"}, {"Effect": "Deny", "NotPrincipal": principal})
        assert (told is Answer.ALLOWED) is named


def test_a_role_is_named_for_its_sessions() -> None:
    assert answer({"Principal": {"AWS": ROLE.name}}, who=SESSION) is Answer.ALLOWED
    assert answer({"Principal": {"AWS": f"{ROLE.name}s"}}, who=SESSION) is Answer.SILENT


def test_a_denial_outweighs_and_everything_a_statement_asks_has_to_be_met() -> None:
    denial = {"Effect": "Deny", "Condition": {"Bool": {"a:b": "true"}, "StringLike": {"c:d": "x*"}}}
    assert answer(denial, {}, a__b="true", c__d="xy") is Answer.DENIED
    assert answer({}, denial, a__b="true", c__d="y") is Answer.ALLOWED
    assert answer(denial) is Answer.SILENT


def test_what_is_excepted_is_not_spoken_of() -> None:
    assert answer({"Action": None, "NotAction": ["s3:Get*"]}) is Answer.SILENT
    assert answer({"Action": None, "NotAction": "s3:Put*"}) is Answer.ALLOWED
    assert answer({"Resource": None, "NotResource": "arn:aws:s3:::b/*"}) is Answer.SILENT
    assert answer({"Resource": None, "NotResource": "arn:aws:s3:::c/*"}) is Answer.ALLOWED


def test_variables_are_put_in_by_their_value_and_its_wildcards_are_letters() -> None:
    """IAM User Guide, "IAM policy elements: Variables and tags"."""
    own = {"Resource": "arn:aws:s3:::b/${aws:username}"}
    assert answer(own, aws__username="k") is Answer.ALLOWED
    assert answer(own, aws__username="*") is Answer.SILENT
    assert answer(own) is Answer.SILENT
    assert answer({"Resource": "arn:aws:s3:::b/${aws:username, 'k'}"}) is Answer.ALLOWED
    assert answer({"Condition": {"StringEquals": {"a:b": "${aws:username}"}}}, a__b="k", aws__username="k") is (
        Answer.ALLOWED
    )


def test_an_older_version_of_the_language_has_no_variables() -> None:
    assert answer({"Resource": "arn:aws:s3:::b/${aws:username}"}, version="2008-10-17", aws__username="k") is (
        Answer.SILENT
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([{"Resource": UNKNOWN}], Answer.UNKNOWN),
        ([{"Resource": [UNKNOWN, "arn:aws:s3:::b/*"]}], Answer.ALLOWED),
        ([{"Resource": None, "NotResource": ["arn:aws:s3:::b/*", UNKNOWN]}], Answer.SILENT),
        ([{"Action": UNKNOWN, "Resource": "arn:aws:s3:::other"}], Answer.SILENT),
        ([{}, {"Effect": "Deny", "Principal": {"AWS": UNKNOWN}}], Answer.UNKNOWN),
        ([{}, {"Effect": UNKNOWN}], Answer.UNKNOWN),
        ([{"Effect": UNKNOWN}, {"Effect": "Deny"}], Answer.DENIED),
        ([{"Condition": {"StringEquals": {"a:b": ["x", UNKNOWN]}}}], Answer.ALLOWED),
        ([{"Condition": {"StringEquals": {"a:b": UNKNOWN}}}], Answer.UNKNOWN),
        ([{"Condition": {"StringNotEquals": {"a:b": ["x", UNKNOWN]}}}], Answer.SILENT),
        ([{"Condition": {"StringNotEquals": {"a:b": ["y", UNKNOWN]}}}], Answer.UNKNOWN),
        ([{"Condition": {"StringEquals": UNKNOWN}}], Answer.UNKNOWN),
        ([{"Condition": UNKNOWN}], Answer.UNKNOWN),
    ],
)
def test_an_unknown_matters_only_where_the_answer_hangs_on_it(said: list[dict[str, Any]], expected: Answer) -> None:
    assert answer(*said, a__b="x") is expected
