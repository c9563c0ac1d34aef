"""The tables that questions of the business read: the archive of events as it is, and views that serve each event once.

Nothing is copied or filled. Partitions are projected from the folders that Data Firehose makes, so that no crawler has
to find them (Amazon Athena User Guide, "Use partition projection with Amazon Athena", "Supported types for partition
projection"). Athena passes over objects in S3 Glacier Deep Archive ("Query restored Amazon S3 Glacier objects").

A view of Athena's is a table of Glue's whose text AWS doesn't document: it is written as public programs write it. No
Athena has read these yet.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from analytics.tables import ARCHIVE, ARCHIVED, PARTITIONS, Column, Table, tables, view
from components._shared.event_tables import EventArchived
from components._shared.iam import Statement
from components._shared.site import ActiveSite

Descriptor = aws.glue.CatalogTableStorageDescriptorArgs
Named = aws.glue.CatalogTableStorageDescriptorColumnArgs
Serde = aws.glue.CatalogTableStorageDescriptorSerDeInfoArgs

FOLDER: Final = "events"
"""Under which Firehose lays events down (`components/data/event_archive.py`)."""
SERDE: Final = "org.openx.data.jsonserde.JsonSerDe"
"""It reads a member that is an object as text where the column is a string (Amazon Athena User Guide, "OpenX JSON
SerDe"; Trino's `OpenXJsonDeserializer`)."""
INPUT_FORMAT: Final = "org.apache.hadoop.mapred.TextInputFormat"
OUTPUT_FORMAT: Final = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"


def reads_events(archive_arn: pulumi.Input[str]) -> list[Statement]:
    """Return what finding and reading events in the archive's bucket takes, without its key."""
    return [
        Statement(
            sid="ListsEvents",
            actions=["s3:ListBucket"],
            resources=[archive_arn],
            conditions={"StringLike": {"s3:prefix": [f"{FOLDER}/*"]}},
        ),
        Statement(
            sid="ReadsEvents", actions=["s3:GetObject"], resources=[pulumi.Output.concat(archive_arn, f"/{FOLDER}/*")]
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class LakeArgs:
    """What is read."""

    site: ActiveSite
    archived: EventArchived
    """The archive of that region."""


class Lake(pulumi.ComponentResource):
    """A database of Glue's with its tables."""

    database_name: pulumi.Output[str]

    def __init__(self, name: str, args: LakeArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Lake", name, {}, opts)
        self._name, self._args = name, args
        site = args.site
        database = aws.glue.CatalogDatabase(
            f"{name}-database",
            name=site.context.physical_name("lake").replace("-", "_"),
            region=site.name,
            description="Events of the platform, as questions of the business read them",
            tags=site.context.tagged(f"{name}-database"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.database_name = database.name
        archive = self._create_archive()
        for table_name, table in tables().items():
            self._create_view(table_name, table, archive)
        self.register_outputs({"database_name": self.database_name})

    def _create_archive(self) -> aws.glue.CatalogTable:
        args = self._args
        types = ",".join(sorted(table.event for table in tables().values()))
        return aws.glue.CatalogTable(
            f"{self._name}-{ARCHIVE}",
            name=ARCHIVE,
            region=args.site.name,
            database_name=self.database_name,
            description="Events as Data Firehose lays them down, at least once",
            table_type="EXTERNAL_TABLE",
            parameters={
                "classification": "json",
                "projection.enabled": "true",
                "projection.type.type": "enum",
                "projection.type.values": types,
                "projection.date.type": "date",
                "projection.date.format": "yyyy-MM-dd",
                "projection.date.range": f"NOW-{args.archived.readable_days}DAYS,NOW",
            },
            partition_keys=[
                aws.glue.CatalogTablePartitionKeyArgs(name=name, type=column.type.hive, comment=column.tells)
                for name, column in PARTITIONS.items()
            ],
            storage_descriptor=Descriptor(
                location=pulumi.Output.concat("s3://", args.archived.bucket_name, f"/{FOLDER}/"),
                input_format=INPUT_FORMAT,
                output_format=OUTPUT_FORMAT,
                columns=_columns(ARCHIVED),
                ser_de_info=Serde(serialization_library=SERDE),
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_view(self, name: str, table: Table, archive: aws.glue.CatalogTable) -> None:
        aws.glue.CatalogTable(
            f"{self._name}-{name}",
            name=name,
            region=self._args.site.name,
            database_name=self.database_name,
            description=table.tells,
            table_type="VIRTUAL_VIEW",
            parameters={"presto_view": "true", "comment": "Presto View"},
            view_original_text=self.database_name.apply(lambda database: presto_view(table, database)),
            view_expanded_text="/* Presto View */",
            storage_descriptor=Descriptor(columns=_columns(table.all_columns), ser_de_info=Serde()),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[archive]),
        )


def presto_view(table: Table, database: str) -> str:
    """Return the text by which Athena knows a view on *table*'s events in *database*."""
    told = {
        "originalSql": view(table),
        "catalog": "awsdatacatalog",
        "schema": database,
        "columns": [{"name": name, "type": column.type.value} for name, column in table.all_columns.items()],
    }
    return f"/* Presto View: {base64.b64encode(json.dumps(told).encode()).decode()} */"


def _columns(columns: Mapping[str, Column]) -> list[Named]:
    return [Named(name=name, type=column.type.hive, comment=column.tells) for name, column in columns.items()]
