"""Waivers: who accepted which violation, why and until when.

A waiver covers one rule on the resources whose URN matches a pattern (`*` for any run of characters). One that has
expired, is malformed or no longer excuses anything fails the run, so that none outlives its reason.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml


class WaiverError(Exception):
    """The waivers cannot be used; the message holds one line per fault."""


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """An accepted violation."""

    urn: str
    """Pattern of the URNs it covers, starting with `urn:pulumi:`."""
    rule: str
    reason: str
    approver: str
    ticket: str
    expires: datetime.date
    """Last day it holds."""

    def covers(self, rule: str, urn: str) -> bool:
        """Return whether it excuses a violation of *rule* by *urn*."""
        return rule == self.rule and fnmatchcase(urn, self.urn)

    @property
    def names_its_stack(self) -> bool:
        """Whether it is for one stack alone."""
        return "*" not in self.urn.partition("::")[0]

    def concerns(self, stack: str, project: str) -> bool:
        """Return whether its pattern can match resources of *stack* of *project*."""
        scope, pattern, *_ = self.urn.split("::")
        return fnmatchcase(stack, scope.removeprefix("urn:pulumi:")) and fnmatchcase(project, pattern)


_TYPES: Mapping[str, type] = {field.name: datetime.date if field.name == "expires" else str for field in fields(Waiver)}


def load(rules: Collection[str], today: datetime.date, path: Path) -> Sequence[Waiver]:
    """Read the waivers in *path*, which may name only *rules*.

    Raises:
        WaiverError: the file cannot be read or is not a list of waivers, or one of them is malformed or expired
            before *today*.
    """
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or []
    except OSError as error:
        raise WaiverError(f"{path}: cannot be read: {error.strerror}; with nothing accepted, write []") from None
    except (yaml.YAMLError, ValueError) as error:
        raise WaiverError(f"{path.name}: not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(entries, list):
        raise WaiverError(f"{path.name}: expected a list of waivers")
    faults = [
        f"{path.name}: waiver {number}: {fault}"
        for number, entry in enumerate(entries, start=1)
        for fault in _faults(entry, rules, today)
    ]
    if faults:
        raise WaiverError("\n".join(faults))
    return [Waiver(**entry) for entry in entries]


def _faults(entry: Any, rules: Collection[str], today: datetime.date) -> Iterable[str]:
    if not isinstance(entry, dict):
        yield f"expected the keys {', '.join(_TYPES)}"
        return
    for key in sorted(map(str, entry.keys() - _TYPES.keys())):
        yield f"unknown key {key}; known are {', '.join(_TYPES)}"
    wrong = {key for key, kind in _TYPES.items() if type(entry.get(key)) is not kind or not entry[key]}
    for key in sorted(wrong):
        yield f"{key} is missing or not a {_TYPES[key].__name__}"
    if "rule" not in wrong and entry["rule"] not in rules:
        yield f"there is no rule {entry['rule']}"
    if "urn" not in wrong and not (entry["urn"].startswith("urn:pulumi:") and entry["urn"].count("::") > 1):
        yield "urn is not of the form urn:pulumi:<stack>::<project>::<type>::<name>"
    if "expires" not in wrong and entry["expires"] < today:
        yield f"it expired on {entry['expires']}; mend the violation or have the waiver approved again"
