"""The data map: which store holds what of people, and what is done there for each right."""

from typing import Any

from governance.flows import Lineage
from governance.loading import Catalogue
from governance.means import Right
from governance.model import Store
from ops.privacy.tables import Section, Table

UNRUN = "How each right is done is what the catalogue says; where it names no command, a person does it."


def document(catalogue: Catalogue, lineage: Lineage) -> dict[str, Any]:
    """Return the map as a JSON document: everything that the catalogue says of stores, and of the contracts' fields;
    of each store also which are made of it."""
    stores = [
        {
            "name": name,
            **store.model_dump(mode="json", exclude={"rights"}),
            "derived": [*lineage.derived(name)],
            "rights": rights.model_dump(mode="json", exclude_none=True)
            if (rights := catalogue.rights_of(name))
            else None,
        }
        for name, store in catalogue.stores.items()
    ]
    return {"stores": stores, "fields": {place: each.value for place, each in catalogue.fields.items()}}


def sections(catalogue: Catalogue, lineage: Lineage) -> list[Section]:
    """Return the map as tables: the stores, how each right is done, and what holds nothing."""
    holding = {name: store for name, store in catalogue.stores.items() if store.holds}
    stores = Table(
        ("store", "class", "holds", "kept", "copies may rest", "made of it", "found there by"),
        [_row(catalogue, lineage, name, store) for name, store in holding.items()],
    )
    rights = Table(
        ("store", *(right.value for right in Right)),
        [(name, *(_done(catalogue, name, right) for right in Right)) for name in holding],
    )
    nothing = Table(
        ("store", "class", "why"),
        [(name, each.data_class.value, each.nothing) for name, each in catalogue.stores.items() if each.nothing],
    )
    return [
        Section("What is held of people", "", stores),
        Section("What is done for each right", UNRUN, rights),
        Section("Stores that hold nothing of anybody", "", nothing),
    ]


def _row(catalogue: Catalogue, lineage: Lineage, name: str, store: Store) -> tuple[str, ...]:
    rights = catalogue.rights_of(name)
    holds = "; ".join(f"{each.what} ({each.category}{', sealed' if each.sealed else ''})" for each in store.holds)
    kept = f"{store.kept}{f', recoverable for {store.recoverable} more' if store.recoverable else ''}"
    found = f"{rights.search.by}: {rights.search.how}" if rights else ""
    derived = ", ".join(lineage.derived(name))
    return name, store.data_class.value, holds, kept, store.residency.value, derived, found


def _done(catalogue: Catalogue, name: str, right: Right) -> str:
    rights = catalogue.rights_of(name)
    if rights is None:
        return ""
    way = rights.of(right)
    return f"with {way.store}" if way.store else f"{way.by}{f': {way.ground}' if way.ground else ''}"
