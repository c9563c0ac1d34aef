"""What people's requests are kept in: a table of requests, holds and choices, and one of what was done about them.

Both stand in the region that founds the event store whose people they are about, which sees to the requests of all its
regions: so the same request that comes in twice, wherever, is one. Backups take them to other regions.
"""

from dataclasses import dataclass

import pulumi

from components._shared.event_tables import KeptTable
from components._shared.request_tables import RequestTables
from components._shared.site import Site
from components.data.tables import arn_in, declare_table, watch_table
from settings import DataClass

THROTTLED = "Requests of people wait: see who asks so much of the desk."


@dataclass(frozen=True, kw_only=True)
class RequestBookArgs:
    """Where it is."""

    site: Site
    role: str
    """As of `RequestTables`."""
    data_class: DataClass
    """Class of what requests name: people, as the events do."""


class RequestBook(pulumi.ComponentResource):
    """The two tables."""

    tables: RequestTables

    def __init__(self, name: str, args: RequestBookArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:RequestBook", name, {}, opts)
        self._name, self._args = name, args
        self.tables = RequestTables(
            role=args.role,
            key_arn=args.site.key_arns[args.data_class],
            requests=self._create_table("requests"),
            audit=self._create_table("audit"),
        )
        self.register_outputs({"requests": self.tables.requests.name, "audit": self.tables.audit.name})

    def _create_table(self, role: str) -> KeptTable:
        site, name = self._args.site, f"{self._name}-{role}"
        table = declare_table(name, name, ("pk", "sk"), sites=[site], data_class=self._args.data_class, parent=self)
        watch_table(name, table, [site], throttled=THROTTLED, behind="", parent=self)
        return KeptTable(name=table.name, arn=arn_in(site, table))
