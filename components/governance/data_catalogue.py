"""The catalogue of personal data, declared in the stack whose stores it names.

It makes nothing in AWS: the rule `stack_stores_are_catalogued` holds the stack to it, before a deployment and after one
(docs/adr/0053-one-catalogue-of-personal-data.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from governance.model import Store


@dataclass(frozen=True, kw_only=True)
class DataCatalogueArgs:
    """What it names."""

    stores: Mapping[str, Store]
    """By name, those that this stack must have."""


class DataCatalogue(pulumi.ComponentResource):
    """Which resources of the stack are which store of the catalogue."""

    def __init__(self, name: str, args: DataCatalogueArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:DataCatalogue", name, {}, opts)
        self.register_outputs({"stores": [_registered(name, store) for name, store in args.stores.items()]})


def _registered(name: str, store: Store) -> dict[str, Any]:
    return {
        "name": name,
        "dataClass": store.data_class.value,
        "resources": [{"type": each.type, "name": each.name} for each in store.resources],
    }
