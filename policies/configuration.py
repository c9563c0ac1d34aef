"""What a pack's configuration may change: how much a rule's violation weighs, and the number it measures by.

The form is Pulumi's own (`pulumi preview --policy-pack-config FILE`): a level for `all`, and for each rule a level or
an object of `enforcementLevel` and the rule's threshold by name.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from policies.graph import StackRule
from policies.model import Level, Rule
from policies.registry import Registry

DISABLED = "disabled"
LEVEL = "enforcementLevel"
EVERY_RULE = "all"
LEVELS = (DISABLED, *(level.value for level in Level))


class PolicyConfigError(Exception):
    """The configuration cannot be used; the message holds one line per fault."""


def load(path: Path) -> Mapping[str, Any]:
    """Read a configuration file.

    Raises:
        PolicyConfigError: it cannot be read, or is no JSON object.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PolicyConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise PolicyConfigError(f"{path}: not JSON: {error}") from None
    if not isinstance(content, dict):
        raise PolicyConfigError(f"{path}: expected an object of rules and levels")
    return content


def configured(registry: Registry, config: Mapping[str, Any]) -> Registry:
    """Return *registry* with levels and thresholds as *config* says; disabled rules are left out.

    Raises:
        PolicyConfigError: a rule, a level or a threshold that does not exist, or a number out of bounds.
    """
    faults = [fault for name, given in config.items() for fault in _faults(registry, name, given)]
    if faults:
        raise PolicyConfigError("\n".join(f"policy configuration: {fault}" for fault in faults))
    rules = (_configured(rule, config) for rule in registry.rules)
    stack_rules = (_configured(rule, config) for rule in registry.stack_rules)
    return Registry(
        rules=tuple(rule for rule in rules if isinstance(rule, Rule)),
        stack_rules=tuple(rule for rule in stack_rules if isinstance(rule, StackRule)),
    )


def part(config: Mapping[str, Any], registry: Registry) -> Mapping[str, Any]:
    """Return what *config* says of all rules and of those of *registry*."""
    kept = {EVERY_RULE, *registry.names()}
    return {name: given for name, given in config.items() if name in kept}


def with_threshold(rule: Rule, number: int) -> Rule:
    """Return *rule* measuring by *number* in place of its default; as it is, where it has no threshold."""
    if rule.threshold is None:
        return rule
    return replace(rule, check=rule.threshold.check(number), threshold=replace(rule.threshold, default=number))


def _configured(rule: Rule | StackRule, config: Mapping[str, Any]) -> Rule | StackRule | None:
    given = config.get(rule.name, {})
    settings: Mapping[str, Any] = {LEVEL: given} if isinstance(given, str) else given
    level = settings.get(LEVEL, config.get(EVERY_RULE, rule.level.value))
    if level == DISABLED:
        return None
    if isinstance(rule, Rule) and rule.threshold and rule.threshold.name in settings:
        rule = with_threshold(rule, settings[rule.threshold.name])
    return replace(rule, level=Level(level))


def _faults(registry: Registry, name: str, given: Any) -> Iterable[str]:
    if name == EVERY_RULE:
        yield from _level_faults(name, given)
        return
    rule = next((each for each in (*registry.rules, *registry.stack_rules) if each.name == name), None)
    if rule is None:
        yield f"there is no rule {name} in the packs that judge"
    elif isinstance(given, Mapping):
        for key, value in given.items():
            yield from _level_faults(name, value) if key == LEVEL else _threshold_faults(rule, key, value)
    else:
        yield from _level_faults(name, given)


def _level_faults(name: str, given: Any) -> Iterable[str]:
    if given not in LEVELS:
        yield f"{name}: there is no level {given!r}; levels are {', '.join(LEVELS)}"


def _threshold_faults(rule: Rule | StackRule, key: str, number: Any) -> Iterable[str]:
    threshold = rule.threshold if isinstance(rule, Rule) else None
    if threshold is None or key != threshold.name:
        known = f"it has {threshold.name}" if threshold else "it has none"
        yield f"{rule.name}: there is no threshold {key}; {known}"
    elif type(number) is not int or not threshold.least <= number <= threshold.most:
        yield f"{rule.name}: {key} is a whole number from {threshold.least} to {threshold.most}"
