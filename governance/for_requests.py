"""What the workflow of people's requests is told of the stores (`functions/data_subject_requests/plan.py`): what the
catalogue says of each, with the purposes and recipients that a person is told (GDPR Art. 15(1))."""

from collections.abc import Mapping
from typing import Any

from governance.flows import Lineage
from governance.loading import Catalogue
from governance.model import Store


def described(catalogue: Catalogue, lineage: Lineage, stores: Mapping[str, Store]) -> list[dict[str, Any]]:
    """Return *stores* of *catalogue*, those too that hold nothing of anybody, which a search holds to it; of each,
    which of them are made of it."""
    return [
        {**_described(catalogue, name, store), "derived": [each for each in lineage.derived(name) if each in stores]}
        for name, store in stores.items()
    ]


def _described(catalogue: Catalogue, name: str, store: Store) -> dict[str, Any]:
    activities = [catalogue.activities[each] for each in store.activities]
    rights = catalogue.rights_of(name)
    return {
        "name": name,
        "holds": bool(store.holds),
        "ways": rights.model_dump(mode="json", exclude_none=True) if rights else {},
        "kept": str(store.kept),
        "grounds": sorted({each.ground.value for each in activities}),
        "purposes": [each.purpose for each in activities],
        "recipients": sorted({who for each in activities for who in each.recipients}),
    }
