"""Which region a resource is in, and which regions its properties name or refer to."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from ops.report.flow_kinds import PARTS
from policies.model import Resource

PROVIDER = "pulumi:providers:aws"
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d{1,2}")


class Places:
    """Where each resource stands."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = resources
        providers = {region_of(each) for each in resources if each.type == PROVIDER}
        self._default = providers.pop() if len(providers) == 1 else None

    @cached_property
    def by_urn(self) -> Mapping[str, str]:
        """The region of each resource that has one."""
        regional = {kind for part in PARTS for kind in part.types}
        found = ((each.urn, self._place(each, regional)) for each in self.resources)
        return {urn: region for urn, region in found if region}

    def _place(self, resource: Resource, regional: set[str]) -> str | None:
        if resource.type == PROVIDER:
            return None
        return region_of(resource) or (self._default if resource.type in regional else None)

    def referred(self, resource: Resource, prop: str) -> set[str]:
        """Return the regions of what *prop* of *resource* refers to."""
        return {self.by_urn[urn] for urn in resource.property_dependencies.get(prop, ()) if urn in self.by_urn}


def region_of(resource: Resource) -> str | None:
    """Return the region that *resource* names, unless it is secret or unknown."""
    return None if ("region",) in map(tuple, resource.secrets) else region_named(resource.props.get("region"))


def listed(value: Any, key: str) -> set[str]:
    """Return the regions in a list of regions, or of blocks that name one under *key*."""
    return {region for entry in entries(value, key) if (region := region_named(entry))}


def entries(value: Any, key: str) -> Iterable[Any]:
    """Yield the entries of a list, or what its blocks have under *key*; nothing for anything but a list."""
    for entry in value if isinstance(value, list) else ():
        yield entry.get(key) if isinstance(entry, dict) else entry


def region_named(value: Any) -> str | None:
    """Return *value* if it is the name of a region, and None for anything else, which may be secret."""
    return value if isinstance(value, str) and _REGION.fullmatch(value) else None
