"""What Lambda calls: `{"do": "assign", "experiments": [...], "units": [...]}` says who gets which variant,
`{"do": "analyze", "experiment": {...}, "sums": {...}}` what came of it.

An experiment is `{"name": "checkout", "layer": "ui", "start": 0, "end": 0.5, "weights": {"control": 1, "new": 1}}`;
sums are those of `core.Sums`, by variant, which a query adds up. Neither is kept here.
"""

from collections.abc import Mapping
from typing import Any, Final

from functions._shared.telemetry import entry, logger
from functions.experiments import request
from functions.experiments.core import analyzed, assigned
from functions.experiments.errors import MalformedError

LOG: Final = logger("experiments")


@entry(LOG)
def handle(event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Do what *event* says and return what came of it; whatever is raised is one line."""
    match event.get("do"):
        case "assign":
            return {
                "variants": assigned(request.experiments(event.get("experiments")), request.units(event.get("units")))
            }
        case "analyze":
            experiment = request.experiment(event.get("experiment"))
            return analyzed(experiment, request.sums(event.get("sums"), experiment))
    raise MalformedError("do: assign or analyze")
