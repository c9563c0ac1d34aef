"""Keys that sign callers' tokens: where they stand, who may sign, and what verifies them."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, EllipticCurve, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from components.foundation.key_set import key_set
from components.foundation.token_key import TokenKey, TokenKeyArgs
from tests.components.data.declare import PUBLIC_KEY_PEM, Declared, declare, sites

KEYS = ("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey")
ISSUER = "arn:aws:iam::123456789012:role/issuer"


def of(declared: Sequence[Declared], *kinds: str) -> list[dict[str, Any]]:
    return [one.inputs for one in declared if one.type in kinds]


def token_keys(count: int, *issuers: str, generations: Sequence[int] = (1,)) -> list[Declared]:
    def program() -> None:
        TokenKey(
            "tokens",
            TokenKeyArgs(sites=sites(count), generations=generations, administrator_arns=[], issuer_arns=issuers),
        )

    return declare(program)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_region_verifies_by_a_replica_of_one_key(count: int) -> None:
    declared = token_keys(count, ISSUER)
    [primary] = of(declared, "aws:kms/key:Key")
    assert (primary["multiRegion"], primary["keyUsage"]) == (True, "SIGN_VERIFY")
    replicas = of(declared, "aws:kms/replicaKey:ReplicaKey")
    assert len({primary["region"], *(one["region"] for one in replicas)}) == count


def test_only_named_issuers_may_sign_and_nobody_without_one() -> None:
    for issuers in ((), (ISSUER,)):
        for one in of(token_keys(2, *issuers), *KEYS):
            statements = json.loads(one["policy"])["Statement"]
            signers = [each for each in statements if "kms:Sign" in each["Action"]]
            named = [each["Condition"]["ArnLike"]["aws:PrincipalArn"] for each in signers]
            assert [one if isinstance(one, list) else [one] for one in named] == [[ISSUER] for _ in issuers]


def test_a_key_is_renewed_step_by_step() -> None:
    """What signs after a step was taken before it, and what signed before it is still taken: nobody is ever refused."""
    steps = [token_keys(2, generations=generations) for generations in ((1,), (1, 2), (2, 1), (2,))]
    taken = [{one.name for one in step if one.type in KEYS} for step in steps]
    signing = [{one["targetKeyId"] for one in of(step, "aws:kms/alias:Alias")} for step in steps]
    for number in range(1, len(steps)):
        assert signing[number] <= taken[number - 1]
        assert signing[number - 1] <= taken[number]
    assert taken[0].isdisjoint(taken[-1])


def test_public_keys_are_told_as_the_standard_has_them() -> None:
    [key] = json.loads(key_set({"1": PUBLIC_KEY_PEM}))["keys"]
    assert (key["kty"], key["crv"], key["kid"], key["alg"], key["use"]) == ("EC", "P-256", "1", "ES256", "sig")
    assert key["x"] == "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"
    assert key["y"] == "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"


@pytest.mark.parametrize("curve", [SECP384R1(), None])
def test_a_key_of_another_sort_is_refused(curve: EllipticCurve | None) -> None:
    key = generate_private_key(curve) if curve else generate_rsa(65537, 2048)
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    with pytest.raises(ValueError, match="isn't on P-256"):
        key_set({"1": pem})


def test_a_coordinate_that_begins_with_zero_keeps_its_length() -> None:
    while True:
        key = generate_private_key(SECP256R1()).public_key()
        if key.public_numbers().x < 1 << 248:
            break
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    [told] = json.loads(key_set({"1": pem}))["keys"]
    assert len(told["x"]) == 43
