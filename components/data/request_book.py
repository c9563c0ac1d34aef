"""What people's requests are kept in: a table of requests, holds and choices, and one of what was done about them.

Both are written in the region that founds the event store whose people they are about, which sees to the requests of
all its regions: so the same request that comes in twice, wherever, is one. The other regions have copies.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.event_tables import KeptTable
from components._shared.paths import registered
from components._shared.request_tables import RequestTables
from components._shared.site import Site
from components._shared.tables import arn_in, copies, declare_table, watch_table
from settings import DataClass

THROTTLED = "Requests of people wait: see who asks so much of the desk."


@dataclass(frozen=True, kw_only=True)
class RequestBookArgs:
    """Where it is."""

    sites: Sequence[Site]
    """Regions that have them; the first writes them."""
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
        requests, audit = self._create_table("requests"), self._create_table("audit")
        home = args.sites[0]
        self.tables = RequestTables(
            role=args.role,
            key_arn=home.key_arns[args.data_class],
            requests=KeptTable(name=requests.name, arn=arn_in(home, requests)),
            audit=KeptTable(name=audit.name, arn=arn_in(home, audit)),
        )
        why = "A region that is lost takes no request with it, nor what was done about one."
        self.register_outputs(
            {
                "requests": requests.name,
                "audit": audit.name,
                "paths": registered(
                    copies("requests", requests, args.sites, why=why), copies("audit", audit, args.sites, why=why)
                ),
            }
        )

    def _create_table(self, role: str) -> aws.dynamodb.Table:
        args, name = self._args, f"{self._name}-{role}"
        table = declare_table(name, name, ("pk", "sk"), sites=args.sites, data_class=args.data_class, parent=self)
        behind = "is behind with people's requests: a desk that was founded there now would not know the newest."
        watch_table(name, table, args.sites, throttled=THROTTLED, behind=behind, parent=self)
        return table
