"""A tier: what a request can be for, and what it takes by how much harm the role can do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.elevation.errors import MalformedError

BREAK_GLASS = "break-glass"
"""Stands for a tier where somebody broke the glass: nobody can ask for it, and its use is owed a review."""


@dataclass(frozen=True, kw_only=True)
class Tier:
    """One of the settings' tiers."""

    name: str
    role_arn: str
    """Role that a session has, by credentials of this function alone."""
    requesters: tuple[str, ...]
    """Permission sets of Identity Center whose people may ask."""
    approvers: tuple[str, ...]
    """Likewise whose people approve, refuse, revoke and review."""
    approvals: int
    """People who have to agree, each of whom is another."""
    max_minutes: int
    review_days: int
    """Days after its end in which somebody else has looked at what a session did; 0 where nobody has to."""
    networks: tuple[str, ...]
    """CIDR blocks that a session's calls have to come from; empty for any."""


def read(told: str) -> Mapping[str, Tier]:
    """Return the tiers that the environment tells, by name."""
    found: list[Mapping[str, Any]] = json.loads(told)
    several = ("requesters", "approvers", "networks")
    tiers = (Tier(**{**each, **{name: tuple(each[name]) for name in several}}) for each in found)
    return {each.name: each for each in tiers}


def of(tiers: Mapping[str, Tier], name: object) -> Tier:
    """Return the tier called *name*; raises MalformedError."""
    if not isinstance(name, str) or name not in tiers:
        raise MalformedError(f"tier: one of {', '.join(sorted(tiers))}")
    return tiers[name]
