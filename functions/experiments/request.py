"""Reads what the function is called with."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Final

from functions.experiments.assignment import Experiment
from functions.experiments.core import Sums
from functions.experiments.errors import MalformedError

MAX_UNITS: Final = 10_000
_OF_SUMS: Final = frozenset(Sums.__dataclass_fields__)


def experiment(given: Any) -> Experiment:
    """Return the experiment that *given* says.

    Raises:
        MalformedError: it isn't one.
    """
    if not isinstance(given, dict) or given.keys() != {"name", "layer", "start", "end", "weights"}:
        raise MalformedError("an experiment has a name, a layer, a start, an end and weights, and nothing else")
    if not all(isinstance(given[name], str) and given[name] for name in ("name", "layer")):
        raise MalformedError("an experiment's name and layer are texts")
    weights = given["weights"]
    if not isinstance(weights, dict) or not all(map(_number, (given["start"], given["end"], *weights.values()))):
        raise MalformedError(f"{given['name']}: start, end and each variant's weight are numbers")
    return Experiment(**given)


def experiments(given: Any) -> Sequence[Experiment]:
    """Return the experiments that *given* lists. Raises `MalformedError`."""
    if not isinstance(given, list):
        raise MalformedError("experiments: a list")
    return [experiment(each) for each in given]


def units(given: Any) -> Sequence[str]:
    """Return the units that *given* lists. Raises `MalformedError`."""
    if not isinstance(given, list) or len(given) > MAX_UNITS or not all(isinstance(each, str) for each in given):
        raise MalformedError(f"units: a list of texts, {MAX_UNITS} at most")
    return given


def sums(given: Any, of: Experiment) -> Mapping[str, Sums]:
    """Return what *given* says of each variant of *of*. Raises `MalformedError`."""
    if not isinstance(given, dict) or given.keys() != of.weights.keys():
        raise MalformedError(f"sums: of {', '.join(of.weights)} each")
    return {name: _sums(name, each) for name, each in given.items()}


def _sums(name: str, given: Any) -> Sums:
    needed = {"units", "outcome", "outcome_squared"}
    if not isinstance(given, dict) or not needed <= given.keys() <= _OF_SUMS or not all(map(_number, given.values())):
        raise MalformedError(f"sums.{name}: numbers for {', '.join(sorted(_OF_SUMS))}; what was before may be left out")
    if not isinstance(given["units"], int):
        raise MalformedError(f"sums.{name}: units are counted")
    return Sums(**given)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
