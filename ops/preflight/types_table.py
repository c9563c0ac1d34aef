"""What CloudFormation calls Pulumi's types: `types.yaml`, and names that are alike."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from ops.preflight.schemas import Schemas

PATH = Path(__file__).with_name("types.yaml")
_TOKEN = re.compile(r"aws:(?P<service>\w+)/(?P<module>\w+):(?P<name>\w+)")


class TypeRules(BaseModel):
    """What the table says of a type."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    is_: str | None = Field(default=None, alias="is")
    """CloudFormation's type, where the names don't tell."""
    part: bool = False
    """Whether it is one property of such a resource, so that what else the type requires isn't asked."""
    owner: tuple[str, ...] = ()
    """Of a part: what names the resource that it is part of, and isn't judged again."""
    inside: str = ""
    """The property that holds the others."""
    names: dict[str, str | None] = {}
    """By path of Pulumi's names, the path from the place where it stands, or with `/` from the top; null for none."""
    values: dict[str, dict[Any, Any]] = {}
    """By path of Pulumi's names, what stands for a value."""
    instances: str = ""
    """The property that holds types of EC2 instances, which the schema of what holds them doesn't list."""
    adds: dict[str, Any] = {}
    """By path from the top, what the provider sends where nobody says otherwise."""


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    services: dict[str, str]
    """CloudFormation's service by Pulumi's module, where they differ in more than case."""
    provider: tuple[str, ...]
    """Properties that the provider alone acts on, of whatever type."""
    unjudged: dict[str, str]
    """Types that AWS publishes no schema of, and what they are."""
    types: dict[str, TypeRules]


def type_name(schemas: Schemas, token: str, region: str) -> str | None:
    """Return what CloudFormation calls the type *token*, whether or not *region* offers it; None for nothing."""
    known = table().types.get(token)
    return known.is_ if known and known.is_ else _alike(schemas, region).get(_key(token))


@cache
def plain(name: str) -> str:
    """Return *name* without case and separators."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@cache
def _key(token: str) -> tuple[str, str]:
    found = _TOKEN.fullmatch(token)
    if not found:
        return "", ""
    services = table().services
    service = services.get(f"{found['service']}/{found['module']}") or services.get(found["service"], found["service"])
    return service.lower(), plain(found["name"])


@cache
def _alike(schemas: Schemas, region: str) -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for name in schemas.types(region):
        _, service, kind = name.split("::", 2)
        found[service.lower(), plain(kind)] = name
    return found


@cache
def table() -> _File:
    """Return the table."""
    return _File.model_validate(yaml.load(PATH.read_text(encoding="utf-8"), yaml.CSafeLoader))
