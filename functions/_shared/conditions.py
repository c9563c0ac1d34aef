"""Conditions that the authorizer lets a caller in under, held to by the functions that answer.

They come in the context of the gateway's authorizer: `conditions`, names with spaces between, and what belongs to each.
A name that isn't known here refuses, as whoever imposed it meant something.
"""

from collections.abc import Mapping
from typing import Any, Final

from functions._shared.problem import Problem, response

STEP_UP, READ_ONLY, MASKED = "step_up", "read_only", "masked"
HIDDEN: Final = "***"
_READS: Final = frozenset({"GET", "HEAD"})


class ConditionError(Problem, family="conditions"):
    """A request that the conditions of its caller don't let through."""


class StepUpError(ConditionError, slug="step-up", title="Show again who you are, and better", status=401):
    """The caller's authentication is too weak, or too old (RFC 9470, section 3)."""


class ReadOnlyError(ConditionError, slug="read-only", title="Nothing may be changed for now", status=403):
    """The caller may read alone."""


class UnknownError(ConditionError, slug="unknown", title="A condition of the caller isn't known here", status=403):
    """Nobody here can hold the caller to it."""


def refusal(event: Mapping[str, Any], instance: str) -> dict[str, Any] | None:
    """Return the answer that refuses a gateway's proxy *event*, or None where its conditions let it through."""
    context = _context(event)
    conditions = _conditions(context)
    if conditions - {STEP_UP, READ_ONLY, MASKED}:
        return response(UnknownError("come back later"), instance)
    if STEP_UP in conditions:
        asked = f'acr_values="{context.get("acr", "")}", max_age="{context.get("max_age", "")}"'
        challenge = f'Bearer error="insufficient_user_authentication", {asked}'
        problem = StepUpError("authenticate again by one of the levels of WWW-Authenticate, and bring the new token")
        return response(problem, instance, {"WWW-Authenticate": challenge})
    if READ_ONLY in conditions and event["httpMethod"] not in _READS:
        return response(ReadOnlyError("send it from a device and a place that less speaks against"), instance)
    return None


def masked(event: Mapping[str, Any], document: Any) -> Any:
    """Return *document* as the caller may see it: where `masked` holds, members of its names hidden, at any depth."""
    context = _context(event)
    if MASKED not in _conditions(context):
        return document
    return _hidden(document, frozenset(str(context.get("masked", "")).split()))


def _hidden(found: Any, names: frozenset[str]) -> Any:
    if isinstance(found, Mapping):
        return {name: HIDDEN if name in names else _hidden(value, names) for name, value in found.items()}
    if isinstance(found, list | tuple):
        return [_hidden(each, names) for each in found]
    return found


def _context(event: Mapping[str, Any]) -> Mapping[str, Any]:
    return (event.get("requestContext") or {}).get("authorizer") or {}


def _conditions(context: Mapping[str, Any]) -> set[str]:
    return set(str(context.get("conditions", "")).split())
