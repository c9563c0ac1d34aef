"""Privileged access for a while, and what is behind glass."""

import ipaddress
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from settings._model import Model

PermissionSet = Annotated[str, Field(pattern=r"^[\w+=,.@-]{1,32}$")]
"""Name of a permission set of IAM Identity Center (its API, `CreatePermissionSet`), assigned to a group of people."""
PolicyArn = Annotated[str, Field(pattern=r"^arn:aws:iam::(aws|\d{12}):policy/[\w+=,.@/-]+$")]
"""A managed policy."""


def _network(cidr: str) -> str:
    return str(ipaddress.ip_network(cidr))


class AccessTier(Model):
    """What people may ask for, and what it takes by how much harm it can do."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,15}$")
    policy: PolicyArn
    """What a session may do, and at most."""
    requesters: tuple[PermissionSet, ...] = Field(min_length=1, strict=False)
    """Whose people may ask."""
    approvers: tuple[PermissionSet, ...] = Field(min_length=1, strict=False)
    """Whose people approve, refuse, revoke and review."""
    approvals: int = Field(default=1, ge=1, le=3)
    """People who have to agree."""
    max_minutes: int = Field(default=60, ge=15, le=480)
    review_days: int = Field(default=0, ge=0, le=30)
    """Days in which a session has been looked at by somebody else; 0 for no such duty."""
    networks: tuple[Annotated[str, AfterValidator(_network)], ...] = Field(default=(), strict=False, max_length=10)
    """CIDR blocks that calls have to come from; empty for any."""


class BreakGlass(Model):
    """A role that needs nobody's consent, and nothing of the platform's to work."""

    users: tuple[Annotated[str, Field(pattern=r"^[\w+=,.@/-]{1,128}$")], ...] = Field(min_length=2, strict=False)
    """IAM users, with their paths, that are kept sealed with a hardware token each; two, of which one may be lost."""
    policy: PolicyArn
    review_days: int = Field(default=2, ge=1, le=30)


class Elevation(Model):
    """Who may have which access for a while."""

    tiers: tuple[AccessTier, ...] = Field(default=(), max_length=8, strict=False)
    break_glass: BreakGlass | None = None
    """For when nothing else lets anybody in, the function that gives access among it."""

    @model_validator(mode="after")
    def _coherent(self) -> "Elevation":
        if bool(self.tiers) != bool(self.break_glass):
            raise ValueError("tiers and breakGlass go together; what gives access for a while may fail")
        names = [each.name for each in self.tiers]
        if len({*names}) < len(names):
            raise ValueError("tiers: two have the same name; give each its own")
        if "break-glass" in names:
            raise ValueError("tiers: break-glass is what needs nobody's consent; call it otherwise")
        return self
