"""Values: every translated resource, against AWS's schemas by cfn-lint.

A template for each region, so that what a region doesn't offer is told. Values that aren't known yet are imports, of
which cfn-lint asks nothing but that something may stand there.
"""

import itertools
import json
import os
import re
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from ops.preflight import schemas
from ops.preflight.findings import Finding, Kind, Level
from ops.preflight.translation import Translated
from ops.request import OperationError
from policies.unknown import UNKNOWN

NOISE = Path(__file__).with_name("noise.yaml")
PASSED_OVER = (
    "E1",
    "E2",
    "E4",
    "E6",
    "E7",
    "E8",
    "E3010",
    "E3016",
    "E3035",
    "E3036",
    "I",
    "W1",
    "W4",
    "W6",
    "W7",
    "W8",
)
"""cfn-lint's rules about templates: functions, parameters, limits of a template, what CloudFormation does on deletion.

Their numbers begin so ("Rules", docs/rules.md of cfn-lint); what E2 and W2 say of resources' own properties, such as
deprecated runtimes, stands in `KEPT`.
"""
KEPT = ("E2531", "W2531", "E2533")
"""Runtimes that Lambda no longer takes, or soon won't."""
TEMPLATE_RESOURCES = 400
"""Resources in one template, so that large regions are checked by several processes at once."""


class Noise(BaseModel):
    """What cfn-lint says of a translated resource that isn't so, or isn't AWS's word."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    type: str = "*"
    """CloudFormation's type; `*` for any."""
    path: str = ".*"
    """A regular expression for the property's path, without positions in lists."""
    message: str = ".*"
    """A regular expression for the message."""
    why: str = Field(min_length=20)

    def covers(self, message: "Message") -> bool:
        """Return whether *message* is this noise."""
        return (
            self.rule == message.rule
            and self.type in ("*", message.of.type)
            and re.fullmatch(self.path, message.path) is not None
            and re.fullmatch(self.message, message.text, re.DOTALL) is not None
        )


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    refused: dict[str, str]
    """Warnings of cfn-lint's of what AWS refuses, with the mend."""
    noise: tuple[Noise, ...]


@dataclass(frozen=True, kw_only=True)
class Message:
    """One match of a rule of cfn-lint's."""

    rule: str
    severity: str
    of: Translated
    path: str
    """Of CloudFormation's names, from the resource's properties."""
    text: str


def findings(messages: Sequence[Message]) -> Sequence[Finding]:
    """Return what of *messages* is no noise."""
    known = table()
    return [
        _finding(each) for each in messages if not any(noise.covers(each) for noise in known.noise) and not _left(each)
    ]


def used_noise(messages: Sequence[Message]) -> Collection[Noise]:
    """Return the entries of the table that cover one of *messages*."""
    return [noise for noise in table().noise if any(noise.covers(each) for each in messages)]


@cache
def table() -> _File:
    """Return what is noise and what warnings are none."""
    return _File.model_validate(yaml.load(NOISE.read_text(encoding="utf-8"), yaml.CSafeLoader))


def _left(message: Message) -> bool:
    """Return whether *message* is of what a part of a resource lacks, which stands beside it in the stack."""
    return message.of.part and not message.path and "required" in message.text


def _finding(message: Message) -> Finding:
    resource = message.of.resource
    mend = table().refused.get(message.rule)
    refused = mend is not None or message.severity == "Error"
    place = f"{resource.name} {message.path}".rstrip()
    return Finding(
        level=Level.REFUSED if refused else Level.ADVICE,
        kind=Kind.VALUE,
        rule=message.rule,
        message=f"{place}: {message.text.rstrip('.')}",
        mend=mend or f"Give it a value that {message.of.type} takes in {message.of.region}",
        source=resource.source,
        urn=resource.urn,
    )


def lint(resources: Sequence[Translated]) -> Sequence[Message]:
    """Return all that cfn-lint says of *resources*, noise and all.

    Raises:
        OperationError: cfn-lint isn't installed, or failed.
    """
    program = schemas.command()
    by_region: dict[str, list[Translated]] = defaultdict(list)
    for each in resources:
        by_region[each.region].append(each)
    batches = [batch for group in by_region.values() for batch in _batched(group)]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        work = [
            pool.submit(_run, program, Path(folder) / f"{number}.json", batch) for number, batch in enumerate(batches)
        ]
        return [message for each in work for message in each.result()]


def _batched(resources: Sequence[Translated]) -> Iterator[Sequence[Translated]]:
    count = -(-len(resources) // TEMPLATE_RESOURCES)
    return (resources[start::count] for start in range(count))


def _run(program: Path, path: Path, resources: Sequence[Translated]) -> Sequence[Message]:
    path.write_text(json.dumps(template(resources)), encoding="utf-8")
    options = ["--regions", resources[0].region, "--format", "json", "--ignore-checks", *PASSED_OVER]
    ran = subprocess.run(  # noqa: S603 - cfn-lint, of this project's environment
        [program, *options, "--mandatory-checks", *KEPT, "--", path],
        capture_output=True,
        text=True,
        check=False,
        cwd=path.parent,
        env={"HOME": str(path.parent), "LANG": "C.UTF-8"},  # where nobody's settings of it are
    )
    try:
        found = json.loads(ran.stdout)
    except ValueError:
        said = (ran.stderr.strip().splitlines() or ["nothing said"])[-1]
        raise OperationError(
            f"cfn-lint failed: {said}; `rm -r {schemas.ENVIRONMENT}` and then `make preflight`"
        ) from None
    return [_message(each, resources) for each in found]


def _message(found: Mapping[str, Any], resources: Sequence[Translated]) -> Message:
    path = found["Location"]["Path"] or []
    if len(path) < 2 or path[0] != "Resources":
        raise OperationError(f"cfn-lint can't read what was translated: {found['Message']}")
    return Message(
        rule=found["Rule"]["Id"],
        severity=found["Level"],
        of=resources[int(path[1].removeprefix("R"))],
        path=".".join(step for step in path[3:] if isinstance(step, str)),
        text=found["Message"],
    )


def template(resources: Sequence[Translated]) -> Mapping[str, Any]:
    """Return *resources* as a template of CloudFormation's."""
    numbers = itertools.count()
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {
            f"R{number}": {"Type": each.type, "Properties": _imported(each.properties, numbers)}
            for number, each in enumerate(resources)
        },
    }


def _imported(value: Any, numbers: Iterator[int]) -> Any:
    if isinstance(value, str) and UNKNOWN in value:
        return {"Fn::ImportValue": f"unknown-{next(numbers)}"}
    if isinstance(value, dict):
        return {key: _imported(each, numbers) for key, each in value.items()}
    if isinstance(value, list):
        return [_imported(each, numbers) for each in value]
    return value
