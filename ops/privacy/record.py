"""The record of processing activities, with what GDPR Art. 30(1) asks for by letter; what only people know is owed."""

from collections.abc import Sequence
from typing import Any, Final

from governance.loading import Catalogue
from governance.model import Activity, Store
from ops.privacy.tables import Section, Table

OWED: Final = (
    "(a) name and contact of the controller, of joint controllers, the representative and the data protection officer",
    "(e) transfers to third countries or international organisations besides AWS's regions that the stack lists",
)
"""What no program knows."""
MEASURES: Final = "`groot assess -f gdpr` shows the measures of Art. 32(1), control by control, for the stack as it is."


def document(catalogue: Catalogue) -> dict[str, Any]:
    """Return the record as a JSON document."""
    return {
        "activities": [
            {
                "name": name,
                **activity.model_dump(mode="json"),
                "categories": _categories(stores),
                "stores": [
                    {"name": each, "kept": str(store.kept), "residency": store.residency.value}
                    for each, store in stores
                ],
            }
            for name, activity in catalogue.activities.items()
            for stores in [_stores(catalogue, name)]
        ],
        "measures": MEASURES,
        "owed": list(OWED),
    }


def sections(catalogue: Catalogue) -> list[Section]:
    """Return the record as tables: one an activity, and what is owed."""
    return [
        *(_section(catalogue, name, activity) for name, activity in catalogue.activities.items()),
        Section("Security (g)", MEASURES, None),
        Section("Owed by people", "", Table(("what",), [(each,) for each in OWED])),
    ]


def _section(catalogue: Catalogue, name: str, activity: Activity) -> Section:
    stores = _stores(catalogue, name)
    kept = "; ".join(f"{each}: {store.kept}" for each, store in stores)
    rows = [
        ("(b) purpose", activity.purpose),
        ("ground", f"GDPR Art. {activity.ground}: {activity.because}"),
        ("(c) people", "; ".join(activity.people)),
        ("(c) categories of data", ", ".join(_categories(stores))),
        ("(d) recipients", "; ".join(activity.recipients) or "none"),
        ("(f) time limits", kept),
    ]
    return Section(name, "", Table(("asked for", "answer"), rows))


def _stores(catalogue: Catalogue, activity: str) -> Sequence[tuple[str, Store]]:
    return [(name, store) for name, store in catalogue.stores.items() if activity in store.activities]


def _categories(stores: Sequence[tuple[str, Store]]) -> list[str]:
    return sorted({item.category.value for _, store in stores for item in store.holds})
