"""Quotas, by arithmetic on the plan: what it declares against what a new account has.

What a region or the account holds besides isn't known here; `--account` asks for the quotas in force.
"""

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from ops.preflight.findings import Finding, Kind, Level
from ops.preflight.plan import Plan
from ops.preflight.translation import region_of
from policies.model import Resource
from policies.unknown import UNKNOWN

PATH = Path(__file__).with_name("quotas.yaml")
STANDARD_FAMILIES = "acdhimrtz"
"""First letters of the instance types that one quota counts together (EC2 User Guide, "On-Demand Instance quotas")."""
_SIZE = re.compile(r"(?P<family>[a-z])[\w-]*\.(?P<many>\d*)(?P<size>nano|micro|small|medium|large|xlarge)")


class _Quota(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    code: str = ""
    default: int = Field(gt=0)
    per: str
    types: tuple[str, ...]
    where: dict[str, Any] = {}
    measure: Literal["resources", "items", "characters", "vcpus", "most_vcpus"] = "resources"
    of: str = ""
    adjustable: bool = True


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(min_length=1)
    seen: str = Field(min_length=1)
    service: str
    quotas: tuple[_Quota, ...]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    checked: datetime.date
    groups: tuple[_Group, ...]


@dataclass(frozen=True, kw_only=True)
class Usage:
    """How much of a quota a plan uses."""

    service: str
    quota: _Quota
    region: str
    """Where; empty for the account."""
    holder: str
    """What the counted is part of; empty where that is the region or the account."""
    count: int
    first: Resource
    """One of the counted."""

    def finding(self, limit: int | None = None) -> Finding | None:
        """Return what is told of it: nothing within *limit*, by default what a new account has."""
        allowed = self.quota.default if limit is None else limit
        if self.count <= allowed:
            return None
        at = self.holder or self.region or "the account"
        had = "a new account has" if limit is None and self.quota.adjustable else "there are"
        most = " once its groups have grown" if self.quota.measure == "most_vcpus" else ""
        raised = self.quota.adjustable
        refused = not raised or (limit is not None and self.quota.measure != "most_vcpus")
        return Finding(
            level=Level.REFUSED if refused else Level.ADVICE,
            kind=Kind.QUOTA,
            rule=self.quota.code or f"{self.service} {self.quota.name}",
            message=f"{self.quota.name}: {self.count} in {at}{most}, and {had} {allowed}",
            mend=self._request() if raised else "Make it smaller, or spread it; this quota can't be raised",
            source=self.first.source,
            urn=self.first.urn,
        )

    def _request(self) -> str:
        where = f" --region {self.region}" if self.region else ""
        code = f" --quota-code {self.quota.code}" if self.quota.code else ""
        named = "" if code else f' (the code of "{self.quota.name}" is in `aws service-quotas list-service-quotas`)'
        return (
            f"Ask for it: aws service-quotas request-service-quota-increase --service-code {self.service}{code} "
            f"--desired-value {self.count}{where}{named}"
        )


@cache
def table() -> _File:
    """Return the quotas."""
    return _File.model_validate(yaml.load(PATH.read_text(encoding="utf-8"), yaml.CSafeLoader))


def findings(plan: Plan) -> Sequence[Finding]:
    """Return what *plan* has more of than a new account may; of what a quota is counted by twice, the higher count."""
    most: dict[tuple[str, str, str, str], Usage] = {}
    for usage in usages(plan):
        held = most.setdefault((usage.service, usage.quota.name, usage.region, usage.holder), usage)
        if usage.count > held.count:
            most[held.service, held.quota.name, held.region, held.holder] = usage
    found = [each.finding() for each in most.values()]
    return [each for each in found if each]


def usages(plan: Plan) -> Sequence[Usage]:
    """Return how much *plan* uses of every quota. Linear in its resources."""
    return [usage for group in table().groups for quota in group.quotas for usage in _used(plan, group.service, quota)]


def _used(plan: Plan, service: str, quota: _Quota) -> Iterator[Usage]:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    firsts: dict[tuple[str, str], Resource] = {}
    for resource in plan.of_type(*quota.types):
        if any(resource.props.get(name, False) != value for name, value in quota.where.items()):
            continue
        region = "" if quota.per == "account" else region_of(resource, plan.home)
        holder = _holder(plan, resource, quota.per)
        if holder is None:
            continue
        counts[region, holder] += _MEASURES[quota.measure](resource, quota.of)
        firsts.setdefault((region, holder), resource)
    for (region, holder), count in counts.items():
        yield Usage(
            service=service, quota=quota, region=region, holder=holder, count=count, first=firsts[region, holder]
        )


def _holder(plan: Plan, resource: Resource, per: str) -> str | None:
    """Return what *resource* counts against; None where that isn't known."""
    if per in ("account", "region"):
        return ""
    if per == "itself":
        return resource.name
    if per == "zone":
        subnets = plan.sources(resource, "subnetId")
        return str(plan.known(subnets[0], "availabilityZone") or "") or None if subnets else None
    sources = plan.sources(resource, per)
    if sources:
        return sources[0].name
    return plan.known(resource, per)


def _items(resource: Resource, name: str) -> int:
    held = resource.props.get(name)
    return len(held) if isinstance(held, list) else 0


def _characters(resource: Resource, name: str) -> int:
    """AWS counts policies without white space outside of strings (IAM User Guide, "IAM and AWS STS quotas")."""
    held = resource.props.get(name)
    if not isinstance(held, str):
        return 0 if held is None or held == UNKNOWN else len(json.dumps(held, separators=(",", ":")))
    try:
        return len(json.dumps(json.loads(held), separators=(",", ":"), ensure_ascii=False))
    except ValueError:
        return len(held)


def vcpus(instance_type: str) -> int:
    """Return the vCPUs of an EC2 instance type, 0 for one that isn't of a standard family or isn't sized so.

    An xlarge has four, an Nxlarge four times N, a large two; smaller ones two where they burst, one elsewhere (Amazon
    EC2 Instance Types, "Specifications").
    """
    found = _SIZE.fullmatch(instance_type)
    if not found or found["family"] not in STANDARD_FAMILIES:
        return 0
    if found["size"] == "xlarge":
        return 4 * int(found["many"] or 1)
    return 2 if found["size"] == "large" or found["family"] == "t" else 1


def _nodes(resource: Resource, count: str) -> int:
    if "instanceType" in resource.props:
        return vcpus(str(resource.props["instanceType"]))
    if resource.props.get("capacityType") == "SPOT":
        return 0
    types = resource.props.get("instanceTypes") or []
    nodes = (resource.props.get("scalingConfig") or {}).get(count, 0)
    return vcpus(str(types[0])) * int(nodes) if types and isinstance(nodes, int | float) else 0


_MEASURES: Mapping[str, Callable[[Resource, str], int]] = {
    "resources": lambda _resource, _name: 1,
    "items": _items,
    "characters": _characters,
    "vcpus": lambda resource, _name: _nodes(resource, "desiredSize"),
    "most_vcpus": lambda resource, _name: _nodes(resource, "maxSize"),
}
