"""What a deploy role may do with stores and functions that bear the platform's names, and with what stores hold.

Of contents it reads what it declares itself: the shard map's items, the databases' passwords, and the API's trust
store, which API Gateway reads as its caller. Of other objects it may only take away old ones with their bucket. Words
stand for families of actions, as in `deploy_actions`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components._shared.iam import Statement


@dataclass(frozen=True, kw_only=True)
class Store:
    """One kind of store and what may be done with those of the platform."""

    service: str
    families: str
    resources: tuple[str, ...]
    """Patterns of their ARNs, which take in what they hold; `{prefix}` starts the platform's names."""


STORES = (
    Store(
        service="s3",
        families=(
            "AbortMultipartUpload CreateBucket DeleteBucket DeleteObject Get*Block Get*Configuration GetBucket List "
            "Put*Block Put*Configuration PutBucket PutObject TagResource UntagResource"
        ),
        resources=("arn:aws:s3:::{prefix}-*",),
    ),
    Store(
        service="s3",
        families="GetObject",
        resources=("arn:aws:s3:::{prefix}-*truststore-*", "arn:aws:s3:::{prefix}-*lake-curated-*"),
    ),
    Store(
        service="dynamodb",
        families=(
            "AssociateTableReplica BatchWriteItem CreateTable DeleteItem DeleteResourcePolicy DeleteTable Describe "
            "GetItem GetResourcePolicy List PutItem PutResourcePolicy Query Scan Tag Untag Update"
        ),
        resources=("arn:aws:dynamodb:*:{account}:table/{prefix}-*",),
    ),
    Store(
        service="secretsmanager",
        families="Create Delete Describe Get List Put Remove Replicate Rotate Tag Untag Update",
        resources=("arn:aws:secretsmanager:*:{account}:secret:{prefix}-*",),
    ),
    Store(service="lambda", families="InvokeFunction", resources=("arn:aws:lambda:*:{account}:function:{prefix}-*",)),
)
"""Replicas of a table are filled by whoever adds them, hence items are queried and scanned too (DynamoDB Developer
Guide, "Using IAM with global tables")."""
WITHOUT_A_NAME = (
    "dynamodb:DescribeEndpoints",
    "dynamodb:DescribeLimits",
    "dynamodb:ListTables",
    "s3:GetAccountPublicAccessBlock",
    "s3:ListAllMyBuckets",
    "s3:PutAccountPublicAccessBlock",
    "secretsmanager:GetRandomPassword",
    "secretsmanager:ListSecrets",
)
"""Actions that speak of no store."""


def store_statements(account_id: pulumi.Input[str], name_prefix: str, regions: Sequence[str]) -> list[Statement]:
    """Return what may be done in *regions* with the stores named *name_prefix*."""
    within = {"StringEquals": {"aws:RequestedRegion": list(regions)}}
    named = [
        Statement(
            actions=[f"{store.service}:{family}*" for family in store.families.split()],
            resources=[
                pulumi.Output.format(pattern, prefix=name_prefix, account=account_id) for pattern in store.resources
            ],
            conditions=within,
        )
        for store in STORES
    ]
    unnamed = Statement(
        actions=WITHOUT_A_NAME,
        conditions=within,
        wildcard_reason="they speak of the account, or of a password that nothing holds yet",
    )
    return [*named, unnamed]
