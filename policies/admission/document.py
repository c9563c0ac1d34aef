"""What clusters hold workloads to, as plain data: each rule's expression with what the rule says of itself."""

from collections.abc import Mapping
from typing import Any

from policies.admission.table import Table, workload_rules
from policies.frameworks.catalogue import Catalogue
from policies.model import Rule
from policies.registry import Registry


def document(registry: Registry, catalogue: Catalogue, table: Table) -> dict[str, Any]:
    """Return the variables and, by name, the rules that *table* has in CEL."""
    return {
        "variables": dict(table.variables),
        "rules": {
            rule.name: _described(rule, table.holds[rule.name], catalogue.controls_by_rule.get(rule.name, {}))
            for rule in workload_rules(registry)
            if rule.name in table.holds
        },
    }


def _described(rule: Rule, holds: str, controls: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": rule.title,
        "severity": rule.severity.value,
        "level": rule.level.value,
        "kinds": sorted(each.removeprefix("kubernetes:") for each in rule.resource_types),
        "holds": holds,
        "message": f"{rule.title} {rule.remediation} ({rule.link})",
        "controls": {framework: ", ".join(found) for framework, found in controls.items()},
    }
