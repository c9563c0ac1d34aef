"""A role by which a warehouse outside of the platform reads the lake's served tables, and nothing else.

Snowflake assumes it as a user of its own account, with an external id (Snowflake documentation, "Configure an external
volume for Amazon S3"); BigQuery with a token of Google's for the connection's identity (BigQuery documentation,
"Connect to Amazon S3"). Neither has a credential of ours.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, trust_document
from components._shared.site import ActiveSite
from settings import BigQuery, Snowflake

SESSION_SECONDS = 12 * 3600
"""BigQuery's connections ask for it, so that a query outlives no session (BigQuery documentation, "Connect to Amazon
S3"); the longest that IAM allows."""


@dataclass(frozen=True, kw_only=True)
class WarehouseRoleArgs:
    """Who reads what."""

    site: ActiveSite
    warehouse: Snowflake | BigQuery
    readers_policy_arn: pulumi.Input[str]
    """Policy of those who may read served tables (`lake_readers.py`)."""


class WarehouseRole(pulumi.ComponentResource):
    """A role."""

    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: WarehouseRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:WarehouseRole", name, {}, opts)
        context, child = args.site.context, pulumi.ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            name=context.physical_name(name, max_length=64),
            description=f"{args.warehouse.name} reads the lake's served tables",
            assume_role_policy=trust_document(_trusted(args.warehouse)),
            max_session_duration=SESSION_SECONDS,
            tags=context.tagged(f"{name}-role"),
            opts=child,
        )
        aws.iam.RolePolicyAttachment(f"{name}-reads", role=role.name, policy_arn=args.readers_policy_arn, opts=child)
        self.role_arn = role.arn
        self.register_outputs({"role_arn": self.role_arn})


def _trusted(warehouse: Snowflake | BigQuery) -> Statement:
    if isinstance(warehouse, Snowflake):
        return Statement(
            actions=["sts:AssumeRole"],
            principals={"AWS": [warehouse.user_arn]},
            conditions={"StringEquals": {"sts:ExternalId": warehouse.external_id}},
        )
    return Statement(
        actions=["sts:AssumeRoleWithWebIdentity"],
        principals={"Federated": ["accounts.google.com"]},
        conditions={"StringEquals": {"accounts.google.com:sub": warehouse.identity}},
    )
