"""Policy packs: which rules each holds. The folders are what the stock engine starts:
`pulumi preview --policy-pack policies/packs/<name>`.

There is one for each compliance framework, `enterprise` with every rule, `baseline` with every rule that is mandatory,
and `in-force`, whose rules a stack's own configuration decides: the baseline's and those of its `frameworks`. None of
these holds the rules of `house`, by which this platform's own conventions are kept and nobody else's programs are
judged. A folder is a `PulumiPolicy.yaml` and a `__main__.py` of a few lines; the rules are in `policies.rules`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from policies.frameworks.catalogue import Catalogue
from policies.graph import StackRule
from policies.model import Level, Rule
from policies.registry import Registry

BASELINE, ENTERPRISE, IN_FORCE, HOUSE = "baseline", "enterprise", "in-force", "house"
HOUSE_RULES = frozenset(
    {
        "stack_accounts_are_owned",
        "stack_copies_arrive",
        "stack_data_stays_in_its_residency",
        "stack_logs_arrive",
        "stack_paths_carry",
        "stack_recovery_is_in_place",
        "stack_regions_are_complete",
        "stack_security_is_in_place",
        "stack_stores_meet_their_recovery_point",
        "stack_tenants_admit_their_own",
        "stack_tenants_reach_their_own",
        "tagging_resource_names_its_owner",
        "tagging_store_names_its_data_class",
    }
)
"""Rules on conventions of this platform: its tags, its names of regions, and what its components declare."""


class PackError(Exception):
    """There is no such pack, or what is in force can't be told."""


def names(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of all packs, which are those of their folders."""
    return (BASELINE, ENTERPRISE, HOUSE, IN_FORCE, *(framework.pack for framework in catalogue.frameworks.values()))


def frameworks_of(project: str, config: Mapping[str, str]) -> Sequence[str]:
    """Return the compliance frameworks that *config*, of a stack of *project*, names; it holds JSON, as for a program.

    Raises:
        PackError: it holds something else.
    """
    key = f"{project}:frameworks"
    try:
        found = json.loads(config.get(key) or "[]")
    except ValueError:
        found = None
    if isinstance(found, list) and all(isinstance(name, str) for name in found):
        return found
    raise PackError(f"{key}: expected a list of compliance frameworks, such as [soc2, gdpr]")


def rules(pack: str, catalogue: Catalogue, in_force: Sequence[str] | None = None) -> Registry:
    """Return the rules of *pack*. *in_force* are the stack's frameworks; None is for no stack in particular.

    Raises:
        PackError: there is no pack of that name, or none of a framework in force.
    """
    if pack == IN_FORCE and in_force is not None:
        return union((BASELINE, *in_force), catalogue)
    if pack == HOUSE:
        return _registry(rule for rule in catalogue.every_rule if rule.name in HOUSE_RULES)
    if pack in (ENTERPRISE, IN_FORCE):
        return _anybodys(catalogue.every_rule)
    if pack == BASELINE:
        return _anybodys(rule for rule in catalogue.every_rule if rule.level is Level.MANDATORY)
    for framework in catalogue.frameworks.values():
        if framework.pack == pack:
            return _anybodys(catalogue.rules(framework))
    raise PackError(f"there is no policy pack {pack}; there are {', '.join(names(catalogue))}")


def union(packs: Iterable[str], catalogue: Catalogue, in_force: Sequence[str] | None = None) -> Registry:
    """Return the rules of all *packs*, each rule once. Raises `PackError` as `rules` does."""
    chosen = frozenset[str]().union(*(rules(pack, catalogue, in_force).names() for pack in packs))
    return _registry(rule for rule in catalogue.every_rule if rule.name in chosen)


def _anybodys(rules: Iterable[Rule | StackRule]) -> Registry:
    return _registry(rule for rule in rules if rule.name not in HOUSE_RULES)


def _registry(rules: Iterable[Rule | StackRule]) -> Registry:
    found = list(rules)
    return Registry(
        rules=tuple(rule for rule in found if isinstance(rule, Rule)),
        stack_rules=tuple(rule for rule in found if isinstance(rule, StackRule)),
    )
