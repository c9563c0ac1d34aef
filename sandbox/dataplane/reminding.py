"""Tells a moto that came up empty of ministack's buckets and log groups, as the router tells it of each new one."""

import boto3

from sandbox.providers.aws.clients import HOME_REGION, Clients


def remind(moto: str, ministack: str) -> None:
    """Make at *moto* the buckets and log groups that are at *ministack*; both are endpoints.

    Raises:
        AwsError: one of them doesn't answer.
    """
    told, asked = Clients(moto), Clients(ministack)
    for bucket in asked.call("s3", HOME_REGION, "list_buckets", {}).get("Buckets", ()):
        told.call("s3", HOME_REGION, "create_bucket", {"Bucket": bucket["Name"]})
    for region in boto3.Session().get_available_regions("logs"):
        for group in asked.pages("logs", region, "describe_log_groups", {}).get("logGroups", ()):
            told.call("logs", region, "create_log_group", {"logGroupName": group["logGroupName"]})
