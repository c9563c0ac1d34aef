"""What consents are kept in: a table of what holds, and one of what proves it, each in all regions of an event store.

Every region writes its own items of both and reads all, so that none waits for another and none overwrites another's
(docs/adr/0069-a-register-of-consents.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.consent_tables import ConsentTables
from components._shared.event_tables import KeptTable
from components._shared.paths import registered
from components._shared.site import Site
from components._shared.tables import arn_in, copies, declare_table, watch_table
from settings import DataClass

THROTTLED = "Reading for purposes that need consent waits: see who asks so much."


@dataclass(frozen=True, kw_only=True)
class ConsentRegisterArgs:
    """Where it is."""

    sites: Sequence[Site]
    """Regions that have it."""
    data_class: DataClass
    """Class of what it names: people, as the events do."""


class ConsentRegister(pulumi.ComponentResource):
    """The two tables."""

    tables: Mapping[str, ConsentTables]
    """By region."""

    def __init__(self, name: str, args: ConsentRegisterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ConsentRegister", name, {}, opts)
        self._name, self._args = name, args
        standing, proofs = self._create_table("standing"), self._create_table("proofs")
        self.tables = {
            site.name: ConsentTables(
                region=site.name,
                key_arn=site.key_arns[args.data_class],
                standing=KeptTable(name=standing.name, arn=arn_in(site, standing)),
                proofs=KeptTable(name=proofs.name, arn=arn_in(site, proofs)),
            )
            for site in args.sites
        }
        why = "A withdrawal holds in every region, and a region that is lost takes no proof with it."
        self.register_outputs(
            {
                "standing": standing.name,
                "proofs": proofs.name,
                "paths": registered(
                    copies("standing", standing, args.sites, why=why), copies("proofs", proofs, args.sites, why=why)
                ),
            }
        )

    def _create_table(self, role: str) -> aws.dynamodb.Table:
        args, name = self._args, f"{self._name}-{role}"
        table = declare_table(name, name, ("pk", "sk"), sites=args.sites, data_class=args.data_class, parent=self)
        behind = "is behind with consents: what was withdrawn elsewhere may still be read for there."
        watch_table(name, table, args.sites, throttled=THROTTLED, behind=behind, parent=self)
        return table
