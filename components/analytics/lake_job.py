"""What the job that fills the lake needs: what it is told, the key of its tokens, and a policy for whoever runs it.

The job (`functions/lake`) runs as a role called like the policy, wherever an operator lets it run: what it brings is
more than a function of Lambda may (docs/adr/0072-a-lake-in-three-zones.md). Who has tokens' key could tell by trying
whose they are, so that role alone may use it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from analytics.tables import tables
from analytics.zones import ruleset, told
from components._shared.alarms import Alarm, declare_alarms
from components._shared.event_tables import EventArchived
from components._shared.iam import Statement, document
from components._shared.key_policy import DELETION_WINDOW_DAYS, administration
from components._shared.site import ActiveSite
from components.analytics.lake import reads_events
from components.analytics.zone import PREFIX, Zone

TOLD: Final = "tables.json"
"""Object that says what the tables are (`functions/lake/wiring.py`)."""
LATE_SECONDS: Final = 2 * 24 * 3600
"""How old the newest event of a day may be once it is brought: the job runs daily, for the day before."""
WRITE: Final = ("glue:CreateTable", "glue:UpdateTable")


@dataclass(frozen=True, kw_only=True)
class LakeJobArgs:
    """What it reads and fills."""

    site: ActiveSite
    archived: EventArchived
    zones: Sequence[Zone]
    """Curated and served; the first one's bucket has what it is told."""
    administrator_arns: Sequence[pulumi.Input[str]]
    """IAM roles that manage keys, and may not use this one."""


class LakeJob(pulumi.ComponentResource):
    """A policy, a key, and rules."""

    def __init__(self, name: str, args: LakeJobArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:LakeJob", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        site, known = args.site, tables()
        self._called = site.context.physical_name(name, max_length=64)
        key = self._create_key()
        aws.s3.BucketObjectv2(
            f"{name}-told",
            region=site.name,
            bucket=args.zones[0].bucket.name,
            key=TOLD,
            content=json.dumps({each: told(table) for each, table in known.items()}),
            content_type="application/json",
            tags=site.context.tagged(f"{name}-told"),
            opts=self._child,
        )
        aws.iam.Policy(
            f"{name}-policy",
            name=self._called,
            description="Brings days of events into the lake",
            policy=document(*self._statements(key)),
            tags=site.context.tagged(f"{name}-policy"),
            opts=self._child,
        )
        for each, table in known.items():
            aws.glue.DataQualityRuleset(
                f"{name}-{each}-rules",
                name=site.context.physical_name(f"{name}-{each}", max_length=255),
                region=site.name,
                description=f"What a day of {each} is held to",
                ruleset=ruleset(table),
                tags=site.context.tagged(f"{name}-{each}-rules"),
                opts=self._child,
            )
        declare_alarms(name, _alarms(f"{site.context.prefix}/lake"), site=site, opts=self._child)
        self.register_outputs({})

    def _create_key(self) -> aws.kms.Key:
        site, context, label = self._args.site, self._args.site.context, f"{self._name}-key"
        role = pulumi.Output.concat("arn:aws:iam::", context.account_id, f":role/{self._called}")
        return aws.kms.Key(
            label,
            region=site.name,
            description="Makes tokens of what the lake masks",
            key_usage="GENERATE_VERIFY_MAC",
            customer_master_key_spec="HMAC_256",
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=document(
                *administration(context.account_id, self._args.administrator_arns),
                Statement(
                    sid="JobMakesTokens",
                    actions=["kms:GenerateMac"],
                    principals={"AWS": [pulumi.Output.concat("arn:aws:iam::", context.account_id, ":root")]},
                    conditions={"ArnLike": {"aws:PrincipalArn": role}},
                ),
            ),
            tags=context.tagged(label),
            opts=context.stateful(self),
        )

    def _statements(self, key: aws.kms.Key) -> list[Statement]:
        args, archive = self._args, self._args.archived.bucket_arn
        objects = [pulumi.Output.concat(zone.bucket.arn, f"/{PREFIX}*") for zone in args.zones]
        return [
            *(each for zone in args.zones for each in zone.reads() if not str(each.sid).endswith("Key")),
            *(zone.opens("kms:Decrypt", "kms:GenerateDataKey") for zone in args.zones),
            Statement(sid="Fills", actions=WRITE, resources=[arn for zone in args.zones for arn in zone.tables_arns]),
            Statement(sid="Writes", actions=["s3:AbortMultipartUpload", "s3:PutObject"], resources=objects),
            Statement(
                sid="Told",
                actions=["s3:GetObject"],
                resources=[pulumi.Output.concat(args.zones[0].bucket.arn, f"/{TOLD}")],
            ),
            *reads_events(archive),
            Statement(sid="Tokens", actions=["kms:GenerateMac"], resources=[key.arn]),
            Statement(
                sid="Measures",
                actions=["cloudwatch:PutMetricData"],
                wildcard_reason="this action does not support resource-level permissions",
                conditions={"StringEquals": {"cloudwatch:namespace": f"{args.site.context.prefix}/lake"}},
            ),
        ]


def _alarms(metrics: str) -> dict[str, Alarm]:
    """Return the alarms on what the job measures under *metrics* (`functions/lake/wiring.py`)."""
    said = {
        "Stopped": (1, "A day of a table broke a rule and isn't read: the job's log names it, branch `audit` has it."),
        "AgeSeconds": (LATE_SECONDS, "A table's newest event is two days old: see what delivers the archive."),
    }
    return {
        metric.lower(): Alarm(
            namespace=metrics,
            metric=metric,
            dimensions={},
            threshold=threshold,
            period_seconds=3600,
            evaluation_periods=1,
            description=says,
        )
        for metric, (threshold, says) in said.items()
    }
