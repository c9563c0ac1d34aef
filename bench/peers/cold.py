"""Whole commands, from the start of the process to its end: ours, checkov, Guard and OPA, by turns.

Ours and checkov judge by every rule they have, Guard and OPA by those that they share with us.
"""

import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench import stack
from bench.peers.build import Peer
from bench.peers.cores import GUARD_RULES, OPA_RULES
from bench.running import ROOT, Run, run
from policies.core import Judge
from policies.model import Resource
from policies.registry import discover

ROUNDS = 3
CHECKOV = Path(sys.prefix) / "checkov" / "bin" / "checkov"
_PAIRS = ROOT / "tests" / "policies" / "checkov_pairs.yaml"
_VIOLATED = 3


@dataclass(frozen=True, kw_only=True)
class Cold:
    """A command and the exit codes that are no failure."""

    command: Sequence[str]
    codes: tuple[int, ...] = (0,)


def commands(folder: Path, guard: Peer | None, opa: Peer | None) -> Mapping[str, Cold]:
    """Return the commands that there are, on the files in *folder*."""
    groot = str(Path(sys.executable).with_name("groot"))
    judged = ("--stack", stack.STACK, "--state-file", str(folder / "state.json"))
    found = {
        name: Cold(command=[groot, *command, *judged], codes=(0, _VIOLATED))
        for name, command in {"assess": ["assess", "--json"], "evidence": ["evidence"], "report": ["report"]}.items()
    }
    if CHECKOV.exists():
        options = ["--framework", "terraform_plan", "--skip-download", "--compact", "-o", "json"]
        found["checkov"] = Cold(command=[str(CHECKOV), *options, "-f", str(folder / "plan.json")], codes=(0, 1))
    if guard:
        options = ["--structured", "-o", "json", "--show-summary", "none"]
        files = ["-r", str(GUARD_RULES), "-d", str(folder / "template.json")]
        found["guard"] = Cold(command=[str(guard.command), "validate", *options, *files], codes=(0, 19))
    if opa:
        files = ["-d", str(OPA_RULES), "-i", str(folder / "input.json")]
        found["opa"] = Cold(command=[str(opa.command), "eval", *files, "data.groot.bench.whole"])
    return found


def compare(found: Mapping[str, Cold], folder: Path) -> Mapping[str, Run]:
    """Run each command in *folder* a few times, by turns; return its medians and its last output."""
    runs: dict[str, list[Run]] = defaultdict(list)
    for _ in range(ROUNDS):
        for name, cold in found.items():
            runs[name].append(run(cold.command, folder, cold.codes))
    return {
        name: Run(
            seconds=statistics.median(each.seconds for each in turns),
            cpu_seconds=statistics.median(each.cpu_seconds for each in turns),
            output=turns[-1].output,
        )
        for name, turns in runs.items()
    }


def agreement(resources: Sequence[Resource], plan: Mapping[str, Any], output: str) -> tuple[int, int]:
    """Return how many verdicts checkov's *output* on *plan* shares with ours, and how many of them are the same.

    Shared are those of the pairs that agree wherever properties are what AWS takes; the platform's resources leave out
    some that it requires.
    """
    judge = Judge(discover())
    ours = {
        (verdict.rule, verdict.urn): verdict.outcome.value
        for resource in resources
        for verdict in judge.evaluate(resource).verdicts
    }
    rules: dict[str, list[str]] = defaultdict(list)
    for rule, checks in yaml.safe_load(_PAIRS.read_text())["agree"].items():
        for check in checks:
            rules[check].append(rule)
    urns = {address: origin["urn"] for address, origin in plan["pulumi"]["resources"].items()}
    results = json.loads(output)["results"]
    both = [
        (ours[rule, urn], word)
        for kind, word in (("passed_checks", "passed"), ("failed_checks", "violated"))
        for each in results[kind]
        for rule in rules[each["check_id"]]
        if (rule, urn := urns.get(each["resource"], "")) in ours
    ]
    return len(both), sum(one == other for one, other in both)
