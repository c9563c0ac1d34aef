"""Versions whose support has ended or ends soon, by the days that AWS has announced."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from ops.preflight.findings import Finding, Kind, Level
from ops.preflight.plan import Plan

PATH = Path(__file__).with_name("support.yaml")
NOTICE_DAYS = 90
"""How long before the end it is told."""


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(min_length=1)
    seen: str = Field(min_length=1)
    what: str
    of: dict[str, str]
    """By type, the property that holds the version."""
    where: dict[str, str] = {}
    versions: dict[str, datetime.date]
    """By version, the last day."""

    def end(self, version: str) -> datetime.date | None:
        """Return the last day of *version*, as it is named or by what comes before its dots; None for none known."""
        named = version
        while named not in self.versions and "." in named:
            named = named.rpartition(".")[0]
        return self.versions.get(named)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    checked: datetime.date
    groups: tuple[_Group, ...]


@cache
def table() -> _File:
    """Return until when versions are supported."""
    return _File.model_validate(yaml.load(PATH.read_text(encoding="utf-8"), yaml.CSafeLoader))


def findings(plan: Plan, today: datetime.date) -> Sequence[Finding]:
    """Return the versions of *plan* whose support has ended by *today*, or does within `NOTICE_DAYS`."""
    return [finding for group in table().groups for finding in _ending(plan, group, today)]


def _ending(plan: Plan, group: _Group, today: datetime.date) -> Iterator[Finding]:
    later = _later(group.versions, today)
    for token, name in group.of.items():
        for resource in plan.of_type(token):
            version = plan.known(resource, name)
            if not isinstance(version, str) or any(
                resource.props.get(key) != held for key, held in group.where.items()
            ):
                continue
            end = group.end(version)
            if end is None or (end - today).days > NOTICE_DAYS:
                continue
            ends = f"ended on {end}" if end < today else f"ends on {end}, in {(end - today).days} days"
            choice = f", such as {later} (until {group.versions[later]})" if later else ""
            yield Finding(
                level=Level.ADVICE,
                kind=Kind.SUPPORT,
                rule=version,
                message=f"{resource.name}: {group.what} {version} {ends}",
                mend=f"Choose a later version{choice}",
                source=resource.source,
                urn=resource.urn,
            )


def _later(versions: Mapping[str, datetime.date], today: datetime.date) -> str:
    """Return the version that is supported longest, or nothing where none is."""
    last = max(versions, key=lambda version: versions[version])
    return last if versions[last] > today else ""
