"""Policy packs: which rules each holds. The folders are what the stock engine starts:
`pulumi preview --policy-pack policies/packs/<name>`.

There is one for each compliance framework, `enterprise` with every rule, and `baseline` with every rule that is
mandatory. A folder is a `PulumiPolicy.yaml` and a `__main__.py` of a few lines; the rules are in `policies.rules`.
"""

from collections.abc import Iterable

from policies.frameworks.catalogue import Catalogue
from policies.graph import StackRule
from policies.model import Level, Rule
from policies.registry import Registry

BASELINE, ENTERPRISE = "baseline", "enterprise"


class PackError(Exception):
    """There is no such pack."""


def names(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of all packs, which are those of their folders."""
    return (BASELINE, ENTERPRISE, *(framework.pack for framework in catalogue.frameworks.values()))


def rules(pack: str, catalogue: Catalogue) -> Registry:
    """Return the rules of *pack*.

    Raises:
        PackError: there is none of that name.
    """
    if pack == ENTERPRISE:
        return _registry(catalogue.every_rule)
    if pack == BASELINE:
        return _registry(rule for rule in catalogue.every_rule if rule.level is Level.MANDATORY)
    for framework in catalogue.frameworks.values():
        if framework.pack == pack:
            return _registry(catalogue.rules(framework))
    raise PackError(f"there is no policy pack {pack}; there are {', '.join(names(catalogue))}")


def union(packs: Iterable[str], catalogue: Catalogue) -> Registry:
    """Return the rules of all *packs*, each rule once. Raises `PackError` as `rules` does."""
    chosen = frozenset[str]().union(*(rules(pack, catalogue).names() for pack in packs))
    return _registry(rule for rule in catalogue.every_rule if rule.name in chosen)


def _registry(rules: Iterable[Rule | StackRule]) -> Registry:
    found = list(rules)
    return Registry(
        rules=tuple(rule for rule in found if isinstance(rule, Rule)),
        stack_rules=tuple(rule for rule in found if isinstance(rule, StackRule)),
    )
