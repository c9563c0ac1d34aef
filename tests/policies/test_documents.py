"""Policy documents read the same however they are abbreviated."""

import json

import pytest

from policies.documents import statements

STATEMENT = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "S3:GetObject", "Resource": "arn:aws:s3:::a"}


@pytest.mark.parametrize(
    "document",
    [
        {"Statement": STATEMENT},
        {"Statement": [STATEMENT]},
        {"Statement": [{**STATEMENT, "Action": ["s3:GetObject"], "Principal": {"AWS": ["*"]}}]},
        json.dumps({"Statement": STATEMENT}),
    ],
)
def test_abbreviations_mean_the_same(document: object) -> None:
    (statement,) = statements(document)
    assert statement.actions == {"s3:getobject"}
    assert statement.resources == {"arn:aws:s3:::a"}
    assert statement.public


def test_no_document_has_no_statements() -> None:
    assert statements(None) == ()


@pytest.mark.parametrize("text", ["", "not JSON", '"a string"', "[]"])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        statements(text)


def test_a_statement_is_called_by_its_sid_or_its_place() -> None:
    named, unnamed = statements({"Statement": [{**STATEMENT, "Sid": "Read"}, STATEMENT]})
    assert (named.label, unnamed.label) == ("statement Read", "statement 1")


@pytest.mark.parametrize(
    ("condition", "public"),
    [
        ({"StringEquals": {"aws:SourceAccount": "123456789012"}}, False),
        ({"StringEquals": {"AWS:sourceaccount": ["123456789012"]}}, False),
        ({"StringLike": {"aws:SourceArn": "*"}}, True),
        ({"StringEqualsIfExists": {"aws:SourceAccount": "123456789012"}}, True),
        ({"StringNotEquals": {"aws:SourceAccount": "123456789012"}}, True),
        ({"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, True),
        ({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/0"]}}, True),
        ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, False),
    ],
)
def test_only_a_condition_that_holds_callers_to_known_places_closes_a_statement(
    condition: object, public: bool
) -> None:
    (statement,) = statements({"Statement": {**STATEMENT, "Condition": condition}})
    assert statement.public is public


def test_a_denial_to_everyone_is_not_public() -> None:
    (statement,) = statements({"Statement": {**STATEMENT, "Effect": "Deny"}})
    assert statement.anyone
    assert not statement.public


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
