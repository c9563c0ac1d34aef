"""Who may make tokens, and what the anonymizer reaches."""

import json
from typing import Any

import boto3
import pytest

from components._shared.function_args import FunctionNetwork
from components._shared.network import Network
from components.governance.anonymizer import COMPREHEND_REGIONS, Anonymizer, AnonymizerArgs
from tests.components.data.declare import Declared, declare, sites
from tests.components.policies import decides

ADMINISTRATOR = "arn:aws:iam::123456789012:role/administrator"


NETWORK = Network(
    vpc_id="vpc-1", private_subnet_ids=["subnet-1"], isolated_subnet_ids=[], endpoint_security_group_id="sg-2"
)


@pytest.fixture(scope="module")
def declared() -> list[Declared]:
    def program() -> None:
        Anonymizer(
            "anonymizer",
            AnonymizerArgs(
                site=sites(1)["us-east-1"],
                network=NETWORK,
                function_network=FunctionNetwork(subnet_ids=["subnet-1"], group_id="sg-1"),
                administrator_arns=[ADMINISTRATOR],
            ),
        )

    return declare(program)


def one(declared: list[Declared], kind: str) -> dict[str, Any]:
    [found] = [each.inputs for each in declared if each.type == kind]
    return found


@pytest.mark.parametrize(
    ("action", "who", "may"),
    [
        ("kms:GenerateMac", "{function}", True),
        ("kms:GenerateMac", ADMINISTRATOR, False),
        ("kms:GenerateMac", "arn:aws:iam::123456789012:role/somebody", False),
        ("kms:VerifyMac", ADMINISTRATOR, False),
        ("kms:VerifyMac", "{function}", False),
        ("kms:PutKeyPolicy", ADMINISTRATOR, True),
        ("kms:PutKeyPolicy", "{function}", False),
    ],
)
def test_only_the_function_makes_tokens_and_it_does_nothing_else_with_their_key(
    declared: list[Declared], action: str, who: str, may: bool
) -> None:
    role = one(declared, "aws:iam/role:Role")["name"]
    caller = who.format(function=f"arn:aws:iam::123456789012:role/{role}")
    assert decides(one(declared, "aws:kms/key:Key")["policy"], action, caller, {"aws:PrincipalArn": caller}) is may


def test_the_key_makes_macs_and_stays_when_the_stack_goes(declared: list[Declared]) -> None:
    key = one(declared, "aws:kms/key:Key")
    assert (key["keyUsage"], key["customerMasterKeySpec"]) == ("GENERATE_VERIFY_MAC", "HMAC_256")
    assert key["deletionWindowInDays"] == 30


def test_the_function_may_make_tokens_and_find_names_and_stands_in_the_network(declared: list[Declared]) -> None:
    statements = {
        each["Sid"]: each for each in json.loads(one(declared, "aws:iam/rolePolicy:RolePolicy")["policy"])["Statement"]
    }
    assert statements["Tokens"]["Action"] == ["kms:GenerateMac"]
    assert statements["Tokens"]["Resource"] != ["*"]
    assert statements["Names"]["Action"] == ["comprehend:DetectPiiEntities"]
    function = one(declared, "aws:lambda/function:Function")
    assert function["vpcConfig"] == {"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]}
    assert function["environment"]["variables"].keys() >= {"TOKEN_KEY"}


def test_comprehend_has_an_endpoint_in_the_functions_network_for_this_account_alone(declared: list[Declared]) -> None:
    endpoint = one(declared, "aws:ec2/vpcEndpoint:VpcEndpoint")
    assert endpoint["serviceName"] == "com.amazonaws.us-east-1.comprehend"
    assert (endpoint["subnetIds"], endpoint["securityGroupIds"]) == (["subnet-1"], ["sg-2"])
    own, foreign = (
        decides(
            endpoint["policy"],
            "comprehend:DetectPiiEntities",
            f"arn:aws:iam::{account}:role/somebody",
            {"aws:PrincipalAccount": account},
        )
        for account in ("123456789012", "999999999999")
    )
    assert (own, foreign) == (True, False)


def test_comprehend_is_where_aws_says_that_it_is() -> None:
    assert set(boto3.Session().get_available_regions("comprehend")) == COMPREHEND_REGIONS
