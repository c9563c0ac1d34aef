"""What the stack is held to: the catalogue of personal data, as far as the stack has its stores."""

from components._shared.context import Context
from components.governance.data_catalogue import DataCatalogue, DataCatalogueArgs
from governance.loading import Catalogue
from settings import Settings

ROOMS = frozenset({"edge", "resilience", "security"})
"""Rooms that the settings may leave out, as the catalogue calls them too."""


def declare_governance(settings: Settings, context: Context, catalogue: Catalogue) -> None:
    """Declare what of *catalogue* the stack must have."""
    present = {*ROOMS.difference(settings.leave_out), "authority" if settings.private_authority else "no-authority"}
    present |= {"account"} if context.owns_account else set[str]()
    present |= {"mutual-tls"} if settings.mutual_tls else set[str]()
    there = {name: store for name, store in catalogue.stores.items() if present.issuperset(store.where)}
    DataCatalogue("data-catalogue", DataCatalogueArgs(stores=there))
