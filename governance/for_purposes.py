"""What functions that read data are told of purposes (`functions/consent/purposes.py`): the catalogue's activities."""

import json

from governance.loading import Catalogue


def purposes(catalogue: Catalogue) -> str:
    """Return the activities of *catalogue* as JSON by name, with its ground and what else bears on people's say."""
    told = {
        name: {
            "ground": each.ground.value,
            **({"sells": True} if each.sells else {}),
            **({"despite_restriction": True} if each.despite_restriction else {}),
        }
        for name, each in catalogue.activities.items()
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"))
