"""The other questions: without TLS, what a holder may do, whom a service acts for, whom a provider vouches for."""

import json
from typing import Any

import pytest

from policies.iam.document import statements
from policies.iam.federation import any_audience, any_subject
from policies.iam.questions import ANY_NAME, Judge, beyond, bucket, deputy, held, plain, through_endpoint, unheld
from policies.iam.search import Witness

KEY = f"arn:*:kms:*:*:key/{ANY_NAME}"
GITHUB = "token.actions.githubusercontent.com"


def ask(judge: Judge, *said: dict[str, Any]) -> Witness | None:
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **each} for each in said]}
    return judge(statements(json.dumps(document)))


def deny_plain(**change: Any) -> dict[str, Any]:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        **change,
    }


PLAIN = plain(("s3:getobject", "s3:listbucket"), lambda said: bucket("b", said))


@pytest.mark.parametrize(
    "denials",
    [
        [deny_plain()],
        [deny_plain(Condition={"Bool": {"aws:SecureTransport": [False]}})],
        [deny_plain(Condition={"BoolIfExists": {"aws:SecureTransport": "false"}})],
        [deny_plain(Condition={"StringNotEquals": {"aws:SecureTransport": "true"}})],
        [deny_plain(Condition={"Null": {"s3:TlsVersion": "true"}})],
        [deny_plain(Condition={"NumericLessThanIfExists": {"s3:TlsVersion": "1.2"}})],
        [deny_plain(Action="s3:Get*"), deny_plain(Action="s3:List*")],
        [deny_plain(Resource="arn:aws:s3:::b"), deny_plain(Resource="arn:aws:s3:::b/*")],
        [deny_plain(Resource="*", Principal={"AWS": "*"})],
        [
            deny_plain(
                Condition={
                    "Bool": {"aws:SecureTransport": "false"},
                    "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
                }
            )
        ],
        [{"Effect": "Deny", "Principal": "*", "NotAction": "iam:*", "Resource": "*"}],
    ],
)
def test_what_denies_every_plain_request_lets_none_through(denials: list[Any]) -> None:
    assert ask(PLAIN, *denials) is None


@pytest.mark.parametrize(
    "denials",
    [
        [],
        [deny_plain(Effect="Allow")],
        [deny_plain(Action="s3:GetObject")],
        [deny_plain(Resource="arn:aws:s3:::b/*")],
        [deny_plain(Resource=["arn:aws:s3:::b", "arn:aws:s3:::b/public/*"])],
        [deny_plain(Resource=["arn:aws:s3:::c", "arn:aws:s3:::c/*"])],
        [deny_plain(Principal={"AWS": "111122223333"})],
        [deny_plain(Principal=None, NotPrincipal={"AWS": "arn:aws:iam::111122223333:role/old"})],
        [deny_plain(Condition={"Bool": {"aws:SecureTransport": "true"}})],
        [deny_plain(Condition={"NumericLessThan": {"s3:TlsVersion": "1.2"}})],
        [
            deny_plain(
                Condition={"Bool": {"aws:SecureTransport": "false"}, "IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
            )
        ],
    ],
)
def test_what_denies_some_plain_requests_lets_others_through(denials: list[Any]) -> None:
    witness = ask(PLAIN, *denials)
    assert witness
    assert witness.request.context["aws:securetransport"] == ("false",)


DECRYPT = held(("kms:decrypt",), KEY, guards=beyond("kms:viaservice"))
DESTROY = held(("kms:schedulekeydeletion",), KEY, guards=unheld)


@pytest.mark.parametrize(
    ("judge", "said", "through"),
    [
        (DECRYPT, {"Action": "kms:De*", "Resource": "*"}, True),
        (DECRYPT, {"Action": "*", "Resource": "arn:aws:kms:eu-west-1:111122223333:key/*"}, True),
        (DECRYPT, {"Action": "kms:decrypt", "Resource": "arn:aws-cn:kms:*:*:*"}, True),
        (DECRYPT, {"NotAction": "kms:Create*", "Resource": "*"}, True),
        (DECRYPT, {"Action": "kms:Decrypt", "NotResource": "arn:aws:kms:*:*:key/1"}, True),
        (DECRYPT, {"Action": "kms:Describe*", "Resource": "*"}, False),
        (DECRYPT, {"Action": "kms:Decrypt", "Resource": "arn:aws:kms:*:*:key/1234*"}, False),
        (DECRYPT, {"Action": "kms:Decrypt", "Resource": "arn:aws:kms:*:*:alias/*"}, False),
        (DECRYPT, {"Action": "kms:Decrypt", "Resource": "arn:aws:kms:*:*:key/${aws:PrincipalTag/key}"}, False),
        (DECRYPT, {"Action": "*", "Resource": "*", "Condition": {"StringLike": {"kms:ViaService": "s3.*"}}}, False),
        (DECRYPT, {"Action": "*", "Resource": "*", "Condition": {"StringLike": {"kms:ViaService": "*"}}}, True),
        (DECRYPT, {"Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"kms:ViaService": "s3"}}}, True),
        (
            DECRYPT,
            {"Action": "*", "Resource": "*", "Condition": {"StringEqualsIfExists": {"kms:ViaService": "s3"}}},
            True,
        ),
        (DECRYPT, {"Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/a": "b"}}}, False),
        (
            DECRYPT,
            {
                "Action": "*",
                "Resource": "*",
                "Condition": {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}},
            },
            False,
        ),
        (DESTROY, {"Action": "kms:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": True}}}, True),
        (DESTROY, {"Action": "kms:*", "Resource": "*", "Condition": {"StringLike": {"aws:UserAgent": "*"}}}, True),
        (DESTROY, {"Action": "kms:*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "::/0"}}}, True),
        (
            DESTROY,
            {"Action": "kms:*", "Resource": "*", "Condition": {"StringLike": {"aws:RequestedRegion": "*"}}},
            True,
        ),
        (DESTROY, {"Action": "kms:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": False}}}, False),
        (
            DESTROY,
            {"Action": "kms:*", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}},
            False,
        ),
        (
            DESTROY,
            {"Action": "kms:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}},
            False,
        ),
    ],
)
def test_a_holder_is_held_to_what_a_condition_or_a_name_picks_out(judge: Judge, said: Any, through: bool) -> None:
    assert (ask(judge, said) is not None) is through


def test_what_is_denied_the_holder_does_not_do() -> None:
    everything = {"Action": "*", "Resource": "*"}
    assert ask(DECRYPT, everything)
    assert ask(DECRYPT, everything, {"Effect": "Deny", "Action": "kms:*", "Resource": "*"}) is None
    named = {"Effect": "Deny", "Action": "kms:*", "Resource": "arn:aws:kms:*:*:key/1"}
    assert ask(DECRYPT, everything, named)


@pytest.mark.parametrize(
    ("condition", "through"),
    [
        ({}, True),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:bedrock:*:111122223333:*"}}, False),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:bedrock:*:*:*"}}, True),
        ({"StringEquals": {"aws:SourceAccount": "111122223333"}}, False),
        ({"StringLike": {"aws:SourceAccount": "*"}}, True),
        ({"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}, True),
        ({"StringEquals": {"sts:ExternalId": "groot"}}, False),
        ({"StringLike": {"sts:ExternalId": "*"}}, True),
    ],
)
def test_a_service_acts_for_strangers_unless_it_is_held_to_ones_own(condition: Any, through: bool) -> None:
    said = {"Principal": {"Service": "bedrock.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": condition}
    judge = deputy(("bedrock.amazonaws.com",), ("sts:assumerole",), "sts:externalid")
    assert (ask(judge, said) is not None) is through


def web(issuer: str, condition: Any) -> dict[str, Any]:
    arn = issuer if issuer.startswith("cognito") else f"arn:aws:iam::111122223333:oidc-provider/{issuer}"
    return {"Principal": {"Federated": arn}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition}


EKS = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"


@pytest.mark.parametrize(
    ("issuer", "subject", "through"),
    [
        (GITHUB, "repo:octo/site:*", False),
        (GITHUB, "repo:octo/*", False),
        (GITHUB, "repo:octo*", True),
        (GITHUB, "repo:*/site:ref:refs/heads/main", True),
        (GITHUB, "*", True),
        ("gitlab.com", "project_path:group/*:ref_type:branch:ref:main", False),
        ("gitlab.com", "project_path:*/site:ref_type:branch:ref:main", True),
        ("app.terraform.io", "organization:o:project:*:workspace:*:run_phase:*", False),
        ("app.terraform.io", "organization:*:project:p:workspace:w:run_phase:apply", True),
        (EKS, "system:serviceaccount:ns:*", False),
        (EKS, "system:serviceaccount:*:default", True),
        ("idp.example.com", "someone", False),
        ("idp.example.com", "team/*", False),
        ("idp.example.com", "*", True),
    ],
)
def test_a_provider_vouches_for_strangers_unless_a_claim_is_held_to_ones_own(
    issuer: str, subject: str, through: bool
) -> None:
    said = web(issuer, {"StringLike": {f"{issuer}:sub": subject}, "StringEquals": {f"{issuer}:aud": "sts"}})
    assert (ask(any_subject, said) is not None) is through
    assert ask(any_audience, said) is None


def test_a_claim_may_be_held_in_any_capitals() -> None:
    said = web(GITHUB, {"StringEqualsIgnoreCase": {f"{GITHUB}:sub": "repo:Octo/site:ref:refs/heads/main"}})
    assert ask(any_subject, said) is None


@pytest.mark.parametrize(
    ("judge", "condition", "through"),
    [
        (any_subject, {"ForAnyValue:StringLike": {"amr": "authenticated"}}, False),
        (any_subject, {"ForAnyValue:StringLike": {"amr": "unauthenticated"}}, True),
        (any_subject, {}, True),
        (any_audience, {"StringEquals": {"aud": "eu-west-1:1111"}}, False),
        (any_audience, {"StringLike": {"aud": "*"}}, True),
    ],
)
def test_cognito_vouches_for_guests_and_for_pools(judge: Judge, condition: Any, through: bool) -> None:
    issuer = "cognito-identity.amazonaws.com"
    spelled = {
        operator: {f"{issuer}:{claim}": value for claim, value in claims.items()}
        for operator, claims in condition.items()
    }
    assert (ask(judge, web(issuer, spelled)) is not None) is through


@pytest.mark.parametrize(
    ("change", "through"),
    [
        ({}, True),
        ({"Resource": "arn:aws:s3:::*"}, True),
        ({"Action": "s3:*"}, True),
        ({"Condition": {"StringNotEquals": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}}, True),
        ({"Condition": {"StringEqualsIfExists": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}}, True),
        ({"Condition": {"StringEquals": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}}, False),
        ({"Condition": {"StringEquals": {"aws:ResourceAccount": "111122223333"}}}, False),
        ({"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}, False),
        ({"Resource": "arn:aws:s3:::ours/*"}, False),
        ({"Principal": {"AWS": "111122223333"}}, False),
    ],
)
def test_an_endpoint_carries_strangers_to_strangers_unless_one_of_them_is_held(change: Any, through: bool) -> None:
    said = {"Principal": "*", "Action": "*", "Resource": "*", **change}
    assert (ask(through_endpoint("s3"), said) is not None) is through


def test_an_endpoints_denial_outweighs() -> None:
    condition = {"StringNotEquals": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}
    denial = {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": condition}
    said = {"Principal": "*", "Action": "*", "Resource": "*"}
    assert ask(through_endpoint("dynamodb"), said)
    assert ask(through_endpoint("dynamodb"), said, denial) is None
