"""The catalogue of personal data, declared in the stack whose stores it names.

It makes nothing in AWS: the rule `stack_stores_are_catalogued` holds the stack to it, before a deployment and after one
(docs/adr/0053-one-catalogue-of-personal-data.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pulumi

from components._shared.context import Context
from governance.keeping import Recovery
from governance.loading import Catalogue
from governance.model import Store
from settings import DataClass, Settings

ROOMS: Final = frozenset({"edge", "resilience", "security"})
"""Rooms that the settings may leave out, as the catalogue calls them too."""


@dataclass(frozen=True, kw_only=True)
class DataCatalogueArgs:
    """What it names."""

    stores: Mapping[str, Store]
    """By name, those that this stack must have."""
    settings: Settings
    """Which say for how long each class of data is kept."""


class DataCatalogue(pulumi.ComponentResource):
    """Which resources of the stack are which store of the catalogue."""

    def __init__(self, name: str, args: DataCatalogueArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:DataCatalogue", name, {}, opts)
        self.register_outputs(
            {"stores": [_registered(name, store, args.settings) for name, store in args.stores.items()]}
        )


def stores_of(settings: Settings, context: Context, catalogue: Catalogue) -> Mapping[str, Store]:
    """Return the stores of *catalogue* that a stack of *settings* must have: those whose parts it has."""
    present = {*ROOMS.difference(settings.leave_out), "authority" if settings.private_authority else "no-authority"}
    also = {
        "account": context.owns_account,
        "chaos": settings.chaos,
        "elevation": settings.elevation.tiers,
        "mutual-tls": settings.mutual_tls,
    }
    present |= {part for part, there in also.items() if there}
    return {name: store for name, store in catalogue.stores.items() if present.issuperset(store.where)}


def _registered(name: str, store: Store, settings: Settings) -> dict[str, Any]:
    retention_days = {each.value: settings.data_classes[each].retention_days for each in DataClass}
    return {
        "name": name,
        "dataClass": store.data_class.value,
        "keptDays": store.kept.longest_days(retention_days),
        "recoverableDays": retention_days.get(store.recoverable_of or "", store.recoverable_days),
        **({} if store.recovery.anew else _promised(store.recovery, settings)),
        "resources": [{"type": each.type, "name": each.name} for each in store.resources],
    }


def _promised(recovery: Recovery, settings: Settings) -> dict[str, Any]:
    """Return within how many minutes it is back, how many of writes may be lost, and how many restoring takes."""
    return {
        "rtoMinutes": recovery.rto_minutes or settings.objectives.rto_minutes,
        "rpoMinutes": recovery.rpo_minutes or settings.objectives.rpo_minutes,
        "restoreMinutes": recovery.restore_minutes,
    }
