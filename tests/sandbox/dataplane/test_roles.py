"""A function may do what its own role says, and nothing more, where IAM is evaluated."""

from tests.sandbox.dataplane.cloud import ACCOUNT, REGION, Cloud

PUTS = """
import boto3
from botocore.exceptions import ClientError

def handle(event, context):
    try:
        boto3.client("dynamodb").put_item(TableName=event["table"], Item={"k": {"S": "one"}})
        return "put"
    except ClientError as error:
        return error.response["Error"]["Code"]
"""


def test_a_function_does_what_its_role_allows_and_nothing_more(judging: Cloud) -> None:
    for table in ("granted", "denied"):
        judging.table(table)
    allowed = {"Action": "dynamodb:PutItem", "Resource": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/granted"}
    judging.function("puts", PUTS, role=judging.role("puts", allowed))
    assert judging.call("puts", {"table": "granted"}) == "put"
    assert judging.call("puts", {"table": "denied"}) == "AccessDeniedException"
    assert judging.client("dynamodb").scan(TableName="denied")["Count"] == 0


def test_what_a_role_is_given_later_holds_for_a_warm_function(judging: Cloud) -> None:
    judging.table("later")
    role = judging.role("later")
    judging.function("later", PUTS, role=role)
    assert judging.call("later", {"table": "later"}) == "AccessDeniedException"
    judging.client("iam").attach_role_policy(
        RoleName="later", PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"
    )
    assert judging.call("later", {"table": "later"}) == "put"


def test_without_judging_nobody_is_refused(own: Cloud) -> None:
    own.table("free")
    own.function("free", PUTS)
    assert own.call("free", {"table": "free"}) == "put"
