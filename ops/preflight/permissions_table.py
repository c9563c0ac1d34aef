"""What handlers' lists lack, and what is never come to: `permissions.yaml`."""

import fnmatch
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

PATH = Path(__file__).with_name("permissions.yaml")


class Calls(BaseModel):
    """What the provider calls for a type by itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()


class Unasked(BaseModel):
    """Permissions of handlers that a stack never comes to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    types: tuple[str, ...]
    actions: tuple[str, ...]
    unless: str = ""
    why: str = Field(min_length=20)

    def covers(self, type_name: str, action: str) -> bool:
        """Return whether the handlers of *type_name* list *action* for something else."""
        patterns = (pattern.lower() for pattern in self.actions)
        return type_name in self.types and any(fnmatch.fnmatchcase(action, pattern) for pattern in patterns)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: dict[str, Calls]
    data: tuple[str, ...]
    unasked: tuple[Unasked, ...]


@cache
def table() -> _File:
    """Return what the provider calls and what isn't asked."""
    return _File.model_validate(yaml.load(PATH.read_text(encoding="utf-8"), yaml.CSafeLoader))
