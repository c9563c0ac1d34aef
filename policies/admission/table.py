"""Reads what the rules on workloads are in CEL."""

from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict

from policies.model import Rule
from policies.registry import Registry
from policies.rules.kubernetes._pods import TYPES

TABLE: Final = Path(__file__).with_name("workloads.yaml")


class Table(BaseModel):
    """The rules on workloads: what they are in CEL, or why they are not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    variables: dict[str, str]
    """What expressions begin with, by name: each may use those before it."""
    holds: dict[str, str]
    """Rule to an expression that is true of an object that complies."""
    unsaid: dict[str, str]
    """Rule to the reason why no expression says it."""


def load(path: Path = TABLE) -> Table:
    """Read the table at *path*."""
    return Table.model_validate(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))


def workload_rules(registry: Registry) -> tuple[Rule, ...]:
    """Return the rules of *registry* on what has pods in it, whatever else they judge."""
    return tuple(rule for rule in registry.rules if rule.resource_types & TYPES)
