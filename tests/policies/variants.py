"""The rules with their fixtures, and what these have at each path in all their variants."""

import contextlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from policies.model import NotApplicable, Rule
from policies.registry import discover
from tests.policies import fixtures
from tests.policies.case import ABSENT, DOT, MARK, Case, Watched, changed, pattern

RULES = {rule.name: rule for rule in discover().rules}
FIXTURES = fixtures.load()
MOST_TYPES = 8
"""How many types of a rule for hundreds of them are tried."""


def cases(rule: Rule) -> Iterator[tuple[str, Case]]:
    """Yield the cases of *rule*, each with every type that it is tried on."""
    for case in FIXTURES.get(rule.name, ()):
        for resource_type in sorted(case.types or rule.resource_types)[:MOST_TYPES]:
            yield resource_type, case


def reads_of(rule: Rule, props: Mapping[str, Any]) -> set[str]:
    """Return the paths of all that *rule* reads of *props*."""
    reads: set[str] = set()
    with contextlib.suppress(NotApplicable):
        rule.check(Watched(props, reads))
    return reads


def every_variant(case: Case) -> Iterator[Mapping[str, Any]]:
    """Yield what *case* has, before and after each of its changes."""
    yield case.compliant
    for change in (*case.broken, *case.accepted, *case.not_applicable):
        yield changed(case.compliant, *change)


def values_by_pattern(case: Case) -> Mapping[str, list[Any]]:
    """Return the values that the variants of *case* have, or lack, at each path, list elements told apart no more."""
    found: dict[str, list[Any]] = defaultdict(lambda: [ABSENT])
    for variant in every_variant(case):
        for path, value in parts(variant):
            if value not in found[pattern(path)]:
                found[pattern(path)].append(value)
    return found


def elements_by_pattern(case: Case) -> Mapping[str, list[Any]]:
    """Return the elements that the variants of *case* have in each list, lists within lists told apart no more."""
    found: dict[str, list[Any]] = defaultdict(list)
    for variant in every_variant(case):
        for path, elements in lists_in(variant):
            found[list_pattern(path)] += [each for each in elements if each not in found[list_pattern(path)]]
    return found


def lists_in(props: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield every list in *props* with its path."""
    yield from ((path, value) for path, value in parts(props) if isinstance(value, list))


def list_pattern(path: str) -> str:
    """Return *path*, which is a list's, as the pattern of its elements."""
    return pattern(f"{path}.0")


def parts(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every part of *value* with its path."""
    if path:
        yield path, value
    if isinstance(value, Mapping) and MARK not in value:
        for key, inner in value.items():
            yield from parts(inner, f"{path}.{key.replace('.', DOT)}".lstrip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from parts(inner, f"{path}.{index}")
