"""Who may ask questions of the business: whoever is given this policy, and nobody else.

It opens one purpose, analysis, of one class of data: questions in the workgroup, over the archive's events, whose
personal fields stay sealed (`functions/event_store/sealing.py`), and the answers to them.
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.event_tables import EventArchived
from components._shared.iam import Statement, document
from components._shared.site import ActiveSite
from components.analytics.aging_bucket import AgingBucket
from components.analytics.lake import reads_events

ASK = (
    "athena:BatchGetNamedQuery",
    "athena:GetNamedQuery",
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
    "athena:GetWorkGroup",
    "athena:ListNamedQueries",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
)
READ_CATALOGUE = ("glue:GetDatabase", "glue:GetPartitions", "glue:GetTable", "glue:GetTables")


@dataclass(frozen=True, kw_only=True)
class AnalystsArgs:
    """What they may ask of."""

    site: ActiveSite
    workgroup_arn: pulumi.Input[str]
    database_name: pulumi.Input[str]
    archived: EventArchived
    results: AgingBucket


class Analysts(pulumi.ComponentResource):
    """A policy to attach to analysts' roles or permission sets."""

    policy_arn: pulumi.Output[str]

    def __init__(self, name: str, args: AnalystsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Analysts", name, {}, opts)
        context = args.site.context
        policy = aws.iam.Policy(
            f"{name}-policy",
            name=context.physical_name(name, max_length=128),
            description="Asks questions of the business over the archive of events",
            policy=document(*_statements(args)),
            tags=context.tagged(f"{name}-policy"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.policy_arn = policy.arn
        self.register_outputs({"policy_arn": self.policy_arn})


def _statements(args: AnalystsArgs) -> list[Statement]:
    """Return what asking takes (Amazon Athena User Guide, "Identity and access management in Athena")."""
    catalogue = pulumi.Output.concat("arn:aws:glue:", args.site.name, ":", args.site.context.account_id)
    results, archive = args.results.arn, args.archived.bucket_arn
    return [
        Statement(sid="Asks", actions=ASK, resources=[args.workgroup_arn]),
        Statement(
            sid="ReadsTables",
            actions=READ_CATALOGUE,
            resources=[
                pulumi.Output.concat(catalogue, ":catalog"),
                pulumi.Output.concat(catalogue, ":database/", args.database_name),
                pulumi.Output.concat(catalogue, ":table/", args.database_name, "/*"),
            ],
        ),
        Statement(sid="FindsBuckets", actions=["s3:GetBucketLocation"], resources=[archive, results]),
        *reads_events(archive),
        Statement(
            sid="KeepsAnswers",
            actions=["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
            resources=[pulumi.Output.concat(results, "/*")],
        ),
        Statement(sid="ListsAnswers", actions=["s3:ListBucket"], resources=[results]),
        Statement(
            sid="UsesKey",
            actions=["kms:Decrypt", "kms:GenerateDataKey"],
            resources=[args.archived.key_arn],
            conditions={"StringEquals": {"kms:ViaService": f"s3.{args.site.name}.amazonaws.com"}},
        ),
    ]
