"""A zone of the lake: a bucket under the key of its class, and a database of Glue's for the tables that lie in it.

The tables are Apache Iceberg's, made and brought to their form by the job that fills them (`functions/lake`), so that a
change of `analytics/tables.yaml` is one of the tables and not of the stack. Their files go some days after their rows.
"""

from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement
from components._shared.site import ActiveSite
from components.analytics.aging_bucket import AgingBucket, AgingBucketArgs
from settings import DataClass

PREFIX: Final = "tables/"
"""Under which tables lie in a zone's bucket."""
FILES_OUTLIVE_DAYS: Final = 8
"""After its rows are gone a file may still be named by a snapshot; it was written within a week of their day
(`functions/lake/filters.py`)."""
READ: Final = ("glue:GetDatabase", "glue:GetTable", "glue:GetTables")


@dataclass(frozen=True, kw_only=True)
class ZoneArgs:
    """Which zone."""

    site: ActiveSite
    zone: str
    """`curated` or `served`."""
    data_class: DataClass
    """Class of what its tables hold, and by its key who may read them."""
    kept_days: int
    """For which its rows are kept."""


class Zone(pulumi.ComponentResource):
    """A bucket and a database."""

    bucket: AgingBucket
    database_name: pulumi.Output[str]
    tables_arns: list[pulumi.Output[str]]
    """The catalogue, the database and its tables, as permissions name them."""

    def __init__(self, name: str, args: ZoneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Zone", name, {}, opts)
        site, child = args.site, pulumi.ResourceOptions(parent=self)
        self._args = args
        self.bucket = AgingBucket(
            name,
            AgingBucketArgs(
                site=site,
                role=f"lake-{args.zone}",
                data_class=args.data_class,
                kept_days=args.kept_days + FILES_OUTLIVE_DAYS,
            ),
            child,
        )
        database = aws.glue.CatalogDatabase(
            f"{name}-database",
            name=site.context.physical_name(f"lake-{args.zone}").replace("-", "_"),
            region=site.name,
            description=f"Events of the platform, {args.zone}",
            tags=site.context.tagged(f"{name}-database"),
            opts=child,
        )
        self.database_name = database.name
        catalogue = pulumi.Output.concat("arn:aws:glue:", site.name, ":", site.context.account_id)
        self.tables_arns = [
            pulumi.Output.concat(catalogue, ":catalog"),
            pulumi.Output.concat(catalogue, ":database/", database.name),
            pulumi.Output.concat(catalogue, ":table/", database.name, "/*"),
        ]
        self.register_outputs({"database_name": self.database_name, "bucket_name": self.bucket.name})

    def reads(self) -> list[Statement]:
        """Return what reading its tables takes, and nothing else."""
        title = self._args.zone.title()
        return [
            Statement(sid=f"{title}Tables", actions=READ, resources=self.tables_arns),
            Statement(
                sid=f"{title}Lists",
                actions=["s3:GetBucketLocation", "s3:ListBucket"],
                resources=[self.bucket.arn],
            ),
            Statement(
                sid=f"{title}Files",
                actions=["s3:GetObject"],
                resources=[pulumi.Output.concat(self.bucket.arn, f"/{PREFIX}*")],
            ),
            self.opens("kms:Decrypt"),
        ]

    def opens(self, *actions: str) -> Statement:
        """Return the use of its key, through S3 alone."""
        site = self._args.site
        return Statement(
            sid=f"{self._args.zone.title()}Key",
            actions=actions,
            resources=[site.key_arns[self._args.data_class]],
            conditions={"StringEquals": {"kms:ViaService": f"s3.{site.name}.amazonaws.com"}},
        )
