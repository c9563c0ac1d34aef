"""Policy documents read the same however they are abbreviated, and what isn't one is told plainly."""

import json

import pytest

from policies.iam.document import statements
from policies.iam.reading import NotAPolicy
from policies.unknown import UNKNOWN, readable

STATEMENT = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "S3:GetObject", "Resource": "arn:aws:s3:::a"}


@pytest.mark.parametrize(
    "document",
    [
        {"Statement": STATEMENT},
        {"Statement": [STATEMENT]},
        {"Statement": [{**STATEMENT, "Action": ["s3:GetObject"], "Principal": {"AWS": ["*"]}}]},
        {"Statement": {**STATEMENT, "Condition": None}},
        json.dumps({"Statement": STATEMENT}),
    ],
)
def test_abbreviations_mean_the_same(document: object) -> None:
    (statement,) = statements(document)
    assert statement.actions == {"s3:getobject"}
    assert statement.resources == {"arn:aws:s3:::a"}
    assert statement.anyone


@pytest.mark.parametrize("document", [None, "", " \n", {}, "{}", {"Statement": []}, {"Statement": None}])
def test_no_document_has_no_statements(document: object) -> None:
    assert list(statements(document)) == []


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("not JSON", "it is not JSON"),
        ('"a string"', "it is not an object"),
        ("[]", "it is not an object"),
        ({"Statement": "s"}, "statement 0 is not an object"),
        ({"Statement": [None]}, "the effect of statement 0"),
        ({"Statement": [{**STATEMENT, "Effect": "allow"}]}, "effect of statement 0"),
        ({"Statement": [{**STATEMENT, "Effect": {}}]}, "effect of statement 0"),
        ({"Statement": [{**STATEMENT, "Principal": "me"}]}, "Principal of statement 0 is a string other than"),
        ({"Statement": [{**STATEMENT, "Principal": ["*"]}]}, "Principal of statement 0 is not an object"),
        ({"Statement": [{**STATEMENT, "Action": {"a": 1}}]}, "Action of statement 0 is neither"),
        (
            {"Statement": [{**STATEMENT, "Condition": {"StringEqualz": {"a": "b"}}}]},
            "an operator that IAM doesn't know",
        ),
        (
            {"Statement": [{**STATEMENT, "Condition": {"NullIfExists": {"a": "true"}}}]},
            "operator that IAM doesn't know",
        ),
        ({"Statement": [{**STATEMENT, "Condition": {"StringEquals": "b"}}]}, "a condition of statement 0 is not an"),
    ],
)
def test_what_iam_would_not_take_is_told_without_its_values(document: object, said: str) -> None:
    with pytest.raises(NotAPolicy, match=said) as refused:
        statements(document)
    assert "me" not in str(refused.value).split()


@pytest.mark.parametrize(
    ("written", "read"), [(True, "true"), (False, "false"), (10, "10"), (10.0, "10"), (1.2, "1.2"), ("x", "x")]
)
def test_booleans_and_numbers_need_no_quotes(written: object, read: str) -> None:
    for values in (written, [written]):
        (statement,) = statements({"Statement": {**STATEMENT, "Condition": {"StringEquals": {"a:b": values}}}})
        assert statement.conditions[0].values == (read,)


def test_a_null_principal_is_nobody_and_none_is_whoever_has_the_policy() -> None:
    nobody, holder = statements({"Statement": [{**STATEMENT, "Principal": None}, {"Effect": "Allow", "Action": "*"}]})
    assert nobody.principals == {}
    assert holder.principals is None


def test_a_statement_is_called_by_its_sid_or_its_place() -> None:
    named, unnamed = statements({"Statement": [{**STATEMENT, "Sid": "Read"}, STATEMENT]})
    assert (named.label, unnamed.label) == ("statement Read", "statement 1")


def test_actions_are_covered_by_name_by_wildcard_and_by_exception() -> None:
    asked = frozenset({"iam:passrole", "s3:getobject"})
    (by_name, by_wildcard, by_exception, none) = statements(
        {
            "Statement": [
                {"Effect": "Allow", "Action": "IAM:PassRole"},
                {"Effect": "Allow", "Action": ["s3:Get*", "iam:P?ssRole"]},
                {"Effect": "Allow", "NotAction": "s3:*"},
                {"Effect": "Allow", "Action": "iam:PassRoles"},
            ]
        }
    )
    assert by_name.covers(asked) == {"iam:passrole"}
    assert by_wildcard.covers(asked) == asked
    assert by_exception.covers(asked) == {"iam:passrole"}
    assert none.covers(asked) == frozenset()


def test_what_is_not_known_yet_stands_where_it_is() -> None:
    given = {"Statement": [{**STATEMENT, "Resource": ["arn:aws:s3:::a", UNKNOWN]}, UNKNOWN]}
    for document in (given, readable(given), json.dumps(given)):
        one, other = statements(document)
        assert one.resources == {"arn:aws:s3:::a", UNKNOWN}
        assert other.unsure
