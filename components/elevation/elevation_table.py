"""What requests for access are kept in, and the chain of what became of them: one table, which the first region writes.

The other regions have copies, so that who had which access can be shown whatever is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components._shared.event_tables import KeptTable
from components._shared.paths import registered
from components._shared.site import Site
from components._shared.tables import arn_in, copies, declare_table, watch_table
from settings import DataClass


@dataclass(frozen=True, kw_only=True)
class ElevationTableArgs:
    """Where it is."""

    sites: Sequence[Site]
    """All regions; the first writes."""


class ElevationTable(pulumi.ComponentResource):
    """The table."""

    table: KeptTable

    def __init__(self, name: str, args: ElevationTableArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ElevationTable", name, {}, opts)
        table = declare_table(name, name, ("pk", "sk"), sites=args.sites, data_class=DataClass.INTERNAL, parent=self)
        watch_table(
            name,
            table,
            args.sites,
            throttled="Requests for access wait: see who reads the table, which one function does.",
            behind="has an old copy of who was given which access.",
            parent=self,
        )
        self.table = KeptTable(name=table.name, arn=arn_in(args.sites[0], table))
        why = "A region that is lost takes nothing with it of who had which access."
        self.register_outputs({"table": table.name, "paths": registered(copies("copies", table, args.sites, why=why))})
