"""The register of consents in one region, as functions find it: who keeps it, and who asks whether data may be read."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components._shared.event_tables import KeptTable
from components._shared.iam import Statement


@dataclass(frozen=True, kw_only=True)
class ConsentTables:
    """Both tables of it."""

    region: str
    key_arn: pulumi.Input[str]
    """Key that they are encrypted under."""
    standing: KeptTable
    """What each person decided last, by purpose and region."""
    proofs: KeptTable
    """What proves it, entry by entry, and the texts."""

    def asking(self, purposes: str) -> Mapping[str, pulumi.Input[str]]:
        """Return what a function is told that asks; *purposes* as `governance.for_purposes` has them."""
        return {"PURPOSES": purposes, "STANDING": self.standing.name}

    def keeping(self, purposes: str) -> Mapping[str, pulumi.Input[str]]:
        """Return what a function is told that keeps it."""
        return {**self.asking(purposes), "PROOFS": self.proofs.name}

    @property
    def asks(self) -> list[Statement]:
        """Return what asking takes."""
        return [self._use("Standing", self.standing, "Query"), self._key()]

    @property
    def keeps(self) -> list[Statement]:
        """Return what deciding takes; of proofs nothing is changed or deleted."""
        return [
            self._use("Standing", self.standing, "GetItem", "PutItem", "Query"),
            self._use("Proofs", self.proofs, "GetItem", "PutItem", "Query"),
            self._key(),
        ]

    @property
    def forgets(self) -> list[Statement]:
        """Return what erasing a person takes besides."""
        return [self._use("Forgotten", self.standing, "DeleteItem")]

    def _use(self, sid: str, table: KeptTable, *actions: str) -> Statement:
        return Statement(sid=sid, actions=[f"dynamodb:{action}" for action in actions], resources=[table.arn])

    def _key(self) -> Statement:
        return Statement(
            sid="RegisterKey",
            actions=["kms:Decrypt"],
            resources=[self.key_arn],
            conditions={"StringEquals": {"kms:ViaService": f"dynamodb.{self.region}.amazonaws.com"}},
        )
