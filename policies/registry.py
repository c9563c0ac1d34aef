"""The rules there are: every `RULE` found under `policies/rules`, and which of them judge which type of resource."""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policies import rules as _rules
from policies.graph import StackRule
from policies.inline import TOLD
from policies.model import Rule
from policies.twins import CANONICAL


class RegistryError(Exception):
    """A rule file does not hold what its place and name promise."""


@dataclass(frozen=True)
class Registry:
    """A set of rules."""

    rules: tuple[Rule, ...]
    stack_rules: tuple[StackRule, ...]

    def names(self) -> frozenset[str]:
        """Return the names of all rules."""
        return frozenset(rule.name for rule in (*self.rules, *self.stack_rules))

    def by_type(self) -> Mapping[str, tuple[Rule, ...]]:
        """Return the rules for each type of resource that any rule judges, by whichever of its names."""
        index: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            for resource_type in rule.resource_types:
                index[resource_type].append(rule)
        for other, known in CANONICAL.items():
            index[other] += [rule for rule in index.get(known, ()) if other not in rule.resource_types]
        return {resource_type: tuple(found) for resource_type, found in index.items() if found}

    def types(self) -> frozenset[str]:
        """Return the types of resources that any rule judges, or judges by what they say inline."""
        judged = self.by_type().keys()
        return frozenset(judged | {kind for kind, told in TOLD.items() if not told.isdisjoint(judged)})


@cache
def discover() -> Registry:
    """Import every rule file and return its rules, sorted by name.

    Raises:
        RegistryError: a file cannot be imported, has no `RULE`, or one that is not named after the file.
    """
    found = [_rule(module) for module in _modules()]
    found.sort(key=lambda rule: rule.name)
    return Registry(
        rules=tuple(rule for rule in found if isinstance(rule, Rule)),
        stack_rules=tuple(rule for rule in found if isinstance(rule, StackRule)),
    )


def _modules() -> Iterable[str]:
    for module in pkgutil.walk_packages(_rules.__path__, f"{_rules.__name__}."):
        if not module.ispkg and not module.name.rpartition(".")[2].startswith("_"):
            yield module.name


def _rule(module_name: str) -> Rule | StackRule:
    try:
        rule = getattr(importlib.import_module(module_name), "RULE", None)
    except FileNotFoundError as error:
        lost = Path(str(error.filename)).name
        raise RegistryError(f"{module_name}: {lost} beside it is missing; install the rules whole again") from error
    except Exception as error:
        raise RegistryError(f"{module_name}: cannot be imported: {type(error).__name__}: {error}") from error
    file_name = module_name.rpartition(".")[2]
    if not isinstance(rule, Rule | StackRule):
        raise RegistryError(f"{module_name}: a rule file ends in RULE = Rule(...) or StackRule(...)")
    if rule.name != file_name:
        raise RegistryError(f"{module_name}: the rule is called {rule.name}; a rule and its file share one name")
    return rule
