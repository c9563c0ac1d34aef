"""Who uses keys: `keys.yaml`."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

PATH = Path(__file__).with_name("keys.yaml")


class Use(BaseModel):
    """Who uses the key that a resource of a type names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    properties: tuple[str, ...]
    via: str = ""
    """The service by which the deploying role uses it."""
    direct: bool = False
    """Whether that role calls KMS by itself, for no service."""
    calls: tuple[str, ...] = ()
    """What it calls, besides what the handlers do."""
    services: dict[str, tuple[str, ...]] = {}
    """What services call by themselves."""
    roles: dict[str, tuple[str, ...]] = {}
    """What other roles of the account call, by path and name."""
    context: dict[str, str] = {}
    """Condition keys that services send."""
    source: str


class Guests(BaseModel):
    """What services need of the key of a store that lets them in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    store: str
    policy: str
    of: str
    encryption: str
    key: str
    via: str
    needs: dict[str, tuple[str, ...]]
    """By what the store's policy lets them do, what they call of the key."""
    context: dict[str, str]
    """Condition keys that come along; {arn} is the store's."""
    source: str


class Service(BaseModel):
    """A service that writes into stores in a way of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    service: str
    via: str
    why: str


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    uses: tuple[Use, ...]
    guests: tuple[Guests, ...]
    excused: tuple[Service, ...]
    refusing: tuple[Service, ...]
    nameless: tuple[str, ...]
    """Services that send no account."""
    sends: dict[str, str]
    """By service, the ARN that it sends."""


@cache
def table() -> _File:
    """Return who uses keys."""
    return _File.model_validate(yaml.load(PATH.read_text(encoding="utf-8"), yaml.CSafeLoader))
