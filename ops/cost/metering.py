"""Counts what is metered of a stack's resources.

Only names of meters and counts leave here, so that a bill can be made from a recorded document without properties. A
value that isn't known yet, is secret, or is of another type than AWS takes, leaves its resource without a count.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pulumi_policy.proxy import UnknownValueError

from ops.cost.databases import PROXY_TARGET, ProxiedClusters
from ops.cost.meters import METERS, Counted, Meter, Unmetered
from ops.masking import without_secrets
from policies.model import Props, Resource
from policies.unknown import UNKNOWN, readable

_NAME = re.compile(r"[a-z0-9._/-]{1,100}")
"""What a meter's name may be: part of it may be a property's value, such as an instance type."""


@dataclass(frozen=True, kw_only=True)
class Use:
    """So many units of one meter."""

    meter: str
    units: Decimal


def is_metered(type_token: str) -> bool:
    """Return whether resources of the type *type_token* have meters."""
    return type_token in METERS or type_token == PROXY_TARGET


def metered(resources: Sequence[Resource]) -> Mapping[str, Sequence[Use] | None]:
    """Return by URN what is metered of *resources*, all of a stack's, or None where that isn't known.

    What has no meters is left out. Linear in *resources*.
    """
    readables = [(resource, without_secrets(resource)) for resource in resources if resource.type in METERS]
    found: dict[str, Sequence[Use] | None] = {
        resource.urn: _counted(METERS[resource.type], props) for resource, props in readables
    }
    clusters = ProxiedClusters(resources)
    for resource in resources:
        if resource.type == PROXY_TARGET:
            vcpus = clusters.vcpus(resource)
            found[resource.urn] = None if vcpus is None else _uses([("proxy-vcpu", vcpus)])
    return found


def region_of(resource: Resource) -> str | None:
    """Return the region of *resource*; None where it has none, or that isn't known or is secret."""
    region = resource.props.get("region")
    known = isinstance(region, str) and region != UNKNOWN and ("region",) not in map(tuple, resource.secrets)
    return region if known else None


def _counted(meter: Meter, props: Props) -> Sequence[Use] | None:
    try:
        return _uses(meter(readable(props)))
    except (Unmetered, UnknownValueError, AttributeError, LookupError, TypeError, ValueError, ArithmeticError):
        return None


def _uses(counted: Counted) -> Sequence[Use]:
    units: dict[str, Decimal] = defaultdict(Decimal)
    for meter, count in counted:
        if not _NAME.fullmatch(meter):
            raise Unmetered
        units[meter] += Decimal(str(count))
    return [Use(meter=meter, units=count) for meter, count in units.items() if count]
