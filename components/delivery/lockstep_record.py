"""What all regions note of a release that goes through them in step: one item, in the table of the first region.

Every region reads and writes it there, whatever their number, since what is read has to be what was written last,
anywhere. Of global tables only those of exactly three regions promise that (Amazon DynamoDB Developer Guide, "Global
tables - multi-Region strong consistency"); replicas of others take writes that conflict, and keep the later. So the
other regions' replicas are copies that nobody asks, for the day on which another region has to be the first. While the
first is lost, a release stands where it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

from components._shared.paths import registered
from components._shared.site import Site
from components._shared.tables import arn_in, copies, declare_table, watch_table
from settings import DataClass

KEY: Final = "workload"
"""What is released (`functions/lockstep/record.py`)."""


@dataclass(frozen=True, kw_only=True)
class LockstepRecordArgs:
    """Where it is kept."""

    sites: Sequence[Site]
    """All regions; the first is asked."""


class LockstepRecord(pulumi.ComponentResource):
    """A table with an item for each workload."""

    table_name: pulumi.Output[str]
    table_arn: pulumi.Output[str]
    """Of the first region's."""

    def __init__(self, name: str, args: LockstepRecordArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:LockstepRecord", name, {}, opts)
        table = declare_table(name, name, (KEY,), sites=args.sites, data_class=DataClass.INTERNAL, parent=self)
        watch_table(
            name,
            table,
            args.sites,
            throttled="Releases stand still: see who reads their record, which each region does once a minute.",
            behind="has an old copy of the record of releases: don't make it the first region yet.",
            parent=self,
        )
        self.table_name, self.table_arn = table.name, arn_in(args.sites[0], table)
        self.register_outputs(
            {
                "table_name": self.table_name,
                "table_arn": self.table_arn,
                "paths": registered(
                    copies("copies", table, args.sites, why="A release goes on where another region becomes the first.")
                ),
            }
        )
