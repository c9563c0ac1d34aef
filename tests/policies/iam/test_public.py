"""What is public and what isn't: AWS's own list, and the siblings of what other tools get wrong."""

import json
from typing import Any

import pytest

from policies.iam.findings import fault
from policies.iam.questions import public

OURS = "111122223333"


def judged(*said: dict[str, Any], service: str = "s3") -> str | None:
    allowing = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
    document = {"Version": "2012-10-17", "Statement": [{**allowing, **each} for each in said]}
    return fault(json.dumps(document), public(service))


def held(operator: str, key: str, *values: Any) -> str | None:
    return judged({"Condition": {operator: {key: list(values)}}})


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("IpAddress", "aws:SourceIp", "192.0.2.0/24"),
        ("IpAddress", "aws:SourceIp", "54.0.0.0/8"),
        ("IpAddress", "aws:SourceIp", "10.0.0.0/8"),
        ("IpAddress", "aws:SourceIp", "2001:db8::/32"),
        ("ArnEquals", "aws:SourceArn", f"arn:aws:sns:us-east-1:{OURS}:topic"),
        ("StringEquals", "aws:SourceVpc", "vpc-91237329"),
        ("StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d"),
        ("StringEquals", "aws:SourceOwner", OURS),
        ("StringEquals", "aws:SourceAccount", OURS),
        ("StringEquals", "aws:userid", "AIDAEXAMPLEUSERID12345"),
        ("StringLike", "aws:userid", "AROAEXAMPLEROLEID12345:*"),
        ("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/*"),
        ("ForAnyValue:StringEquals", "aws:SourceOrgPaths", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/"),
        ("StringEquals", "aws:PrincipalAccount", OURS),
        ("ArnLike", "aws:PrincipalArn", f"arn:aws:iam::{OURS}:role/*"),
        ("StringEquals", "s3:DataAccessPointAccount", OURS),
        ("ArnLike", "s3:DataAccessPointArn", f"arn:aws:s3:us-west-2:{OURS}:accesspoint/*"),
        (
            "StringEquals",
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
            f"arn:aws:kms:us-east-1:{OURS}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        ),
    ],
)
def test_what_holds_to_fixed_values_is_not_public(operator: str, key: str, value: str) -> None:
    """Amazon S3 User Guide, "Blocking public access", "The meaning of public"; API of `PublicAccessBlock`."""
    assert held(operator, key, value) is None


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("IpAddress", "aws:SourceIp", "0.0.0.0/0"),
        ("IpAddress", "aws:SourceIp", "0.0.0.0/1"),
        ("IpAddress", "aws:SourceIp", "54.0.0.0/7"),
        ("IpAddress", "aws:SourceIp", "::/0"),
        ("IpAddress", "aws:SourceIp", "2000::/3"),
        ("NotIpAddress", "aws:SourceIp", "192.0.2.0/24"),
        ("StringLike", "aws:SourceVpc", "vpc-*"),
        ("StringLike", "aws:SourceVpce", "vpce-*"),
        ("StringNotEquals", "aws:SourceVpce", "vpce-1a2b3c4d"),
        ("StringEqualsIfExists", "aws:SourceVpce", "vpce-1a2b3c4d"),
        ("ForAllValues:StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d"),
        ("StringEquals", "aws:SourceVpce", "${aws:PrincipalTag/vpce}"),
        ("StringLike", "aws:SourceAccount", "1*"),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:::*"),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:::logs-*"),
        ("ArnLike", "aws:SourceArn", "arn:aws:sns:us-east-1:*:topic"),
        ("ArnLike", "aws:SourceArn", "arn:aws:execute-api:*:*:abcdef/*"),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/special"),
        ("StringLike", "aws:PrincipalArn", "*:role/special"),
        ("StringLike", "aws:PrincipalOrgID", "o-*"),
        ("ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/*"),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-*/r-ab12/*"),
        ("StringLike", "aws:userid", "*:session"),
        ("ArnLike", "s3:DataAccessPointArn", "arn:aws:s3:us-west-2:*:accesspoint/mine"),
        ("Bool", "aws:SecureTransport", True),
        ("Bool", "aws:PrincipalIsAWSService", "true"),
        ("StringEquals", "aws:RequestedRegion", "us-east-1"),
        ("StringEquals", "aws:ResourceAccount", OURS),
        ("StringEquals", "aws:PrincipalTag/team", "a"),
        ("StringLike", "aws:Referer", "https://example.com/*"),
        ("NumericLessThan", "s3:max-keys", 10),
        ("DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00:00Z"),
        ("Null", "aws:SourceVpce", True),
    ],
)
def test_what_holds_to_nothing_of_ones_own_is_public(operator: str, key: str, value: Any) -> None:
    assert held(operator, key, value)


@pytest.mark.parametrize(
    ("principal", "open_"),
    [
        ("*", True),
        ({"AWS": "*"}, True),
        ({"AWS": [OURS, "*"]}, True),
        ({"CanonicalUser": "*"}, True),
        ({"AWS": "arn:aws:iam::*:role/x"}, True),
        ({"AWS": OURS}, False),
        ({"AWS": f"arn:aws:iam::{OURS}:role/x"}, False),
        ({"AWS": "arn:aws-us-gov:iam::111122223333:root"}, False),
        ({"Service": "sns.amazonaws.com"}, False),
        ({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}, False),
        (None, False),
        ({}, False),
    ],
)
def test_only_a_statement_for_everybody_is_public(principal: Any, open_: bool) -> None:
    assert (judged({"Principal": principal}) is not None) is open_


def test_everybody_but_some_is_public() -> None:
    assert judged({"Principal": None, "NotPrincipal": {"AWS": OURS}})


def deny(condition: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": "s3:*", "Condition": condition, **more}


@pytest.mark.parametrize(
    "condition",
    [
        {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}},
        {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        {"NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24", "10.0.0.0/8"]}},
        {"ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::{OURS}:*"}},
        {"Null": {"aws:userid": "false"}, "StringNotLike": {"aws:PrincipalAccount": OURS}},
        {},
    ],
)
def test_a_denial_of_all_who_are_not_named_closes(condition: Any) -> None:
    told = judged({}, deny(condition))
    if "Null" in condition:
        assert told
        assert "lets anybody do s3:getobject" in told
    else:
        assert told is None


@pytest.mark.parametrize(
    "denial",
    [
        deny({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, Resource="arn:aws:s3:::b/private/*"),
        deny({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, Action="s3:PutObject"),
        deny({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}, "Bool": {"aws:SecureTransport": "false"}}),
        deny({"StringNotLike": {"aws:SourceVpce": "vpce-*"}}),
        deny({"NotIpAddressIfExists": {"aws:SourceIp": "0.0.0.0/0"}}),
        deny({}, Principal={"AWS": OURS}),
    ],
)
def test_a_denial_of_some_leaves_the_rest_open(denial: Any) -> None:
    assert judged({}, denial)


def test_the_finding_is_a_request_that_gets_through() -> None:
    told = judged({"Sid": "Read", "Condition": {"StringLike": {"aws:SourceVpce": "vpce-a*"}}})
    assert told == (
        "statement Read lets arn:aws:iam::999999999999:role/stranger do s3:getobject on arn:aws:s3:::b/x "
        "with aws:sourcevpce vpce-a9999999999999999"
    )


def test_a_stranger_is_in_the_partition_that_the_document_names() -> None:
    told = judged({"Resource": "arn:aws-cn:s3:::b/*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:*"}}})
    assert told
    assert "arn:aws-cn:iam::" in told


@pytest.mark.parametrize("document", ['{"Statement": 7}', "odd", '{"Statement": {"Effect": "Maybe"}}', "[]"])
def test_what_is_no_policy_is_told_in_a_line(document: str) -> None:
    told = fault(document, public("s3"))
    assert told
    assert told.startswith("policy is no policy that IAM takes: ")
