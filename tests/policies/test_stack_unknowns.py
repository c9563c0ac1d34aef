"""What a preview doesn't know, stack rules neither hold against anybody nor pass over in silence."""

from dataclasses import replace

import pytest

from policies.core import Outcome
from policies.graph import IDENTITIES, StackRule
from policies.model import Resource
from policies.registry import Registry
from policies.unknown import UNKNOWN
from tests.policies.stack_bases import MORE
from tests.policies.stack_case import RULES, judged
from tests.policies.stack_changes import Change, Sight, changes, holds
from tests.policies.stack_watch import EDGE, PARENT, PROTECT, TYPE, Read
from tests.policies.trial import LIVE, Said, grouped, judge, of, verdict

NAMES = {*IDENTITIES, "arnSuffix", "brokerName", "clusterIdentifier", "clusterName", "domainName", "identifier"}
NAMES |= {"replicationGroupId"}
"""What others name a resource by: while it is not known, neither is what refers to it."""
MOST = 2
"""How many resources are tried for each property of a stack."""


def violated(said: Said) -> Said:
    return of(Outcome.VIOLATED, said)


def among(found: Said, known: Said) -> bool:
    """Return whether *found* are among *known*: what is said of several together, as `A or B`, of one of these."""
    told = {message for _, _, message in known}
    for _, _, message in found - known:
        names, between, fault = message.partition(": ")
        if not any(f"{name}{between}{fault}" in told for name in names.split(" or ")):
            return False
    return True


def can_violate(rule: StackRule, sight: Sight, read: Read, known: Said) -> bool:
    """Return whether some value of what *read* read makes a violation that is not among *known*."""
    mutants = (sight.after(change) for change in changes(sight.stack, read, MORE))
    return any(violated(verdict(rule, mutant, odd=True)) - known for mutant in mutants)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_value_from_nowhere_in_the_stack_is_an_obligation_if_it_matters(rule: StackRule) -> None:
    for sight in LIVE:
        before, reads = judge(rule, sight)
        told = {read for read in reads if read.path not in {*NAMES, PARENT, PROTECT, TYPE}}
        for group in grouped(told).values():
            here = [read for read in group if holds(sight.stack, read)]
            for read in here[:MOST]:
                said = verdict(rule, sight.after(Change(read.name, read.path.removesuffix(EDGE), UNKNOWN)))
                assert among(violated(said), violated(before)), read
                if not of(Outcome.OPEN, said):
                    assert not can_violate(rule, sight, read, violated(before) | violated(said)), read


def test_what_a_reference_may_deny_is_open_in_either_engine() -> None:
    vault, lock = (
        Resource(type=kind, urn=f"urn:pulumi:t::g::{kind}::{name}", name=name, props=props)
        for kind, name, props in (
            ("aws:backup/vault:Vault", "vault", {}),
            ("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "lock", {"backupVaultName": UNKNOWN}),
        )
    )
    rules = Registry(rules=(), stack_rules=(RULES["stack_vaults_are_locked"],))
    violations, open_ = judged([vault, lock], rules)
    assert not violations
    ((_, message),) = open_
    assert message.startswith("vault: lock: ")
    traced = replace(lock, property_dependencies={"backupVaultName": [vault.urn]})
    assert judged([vault, traced], rules) == (set(), set())
