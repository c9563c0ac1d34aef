"""What a preview doesn't know, stack rules neither hold against anybody nor pass over in silence."""

import datetime
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from policies.core import Judge, Outcome
from policies.graph import IDENTITIES, StackRule
from policies.model import Resource
from policies.registry import Registry
from policies.unknown import UNKNOWN
from policies.waivers import Waiver
from tests.policies.stack import Stack, View
from tests.policies.stack_bases import MORE
from tests.policies.stack_case import RULES, judged
from tests.policies.stack_changes import Change, Sight, changes, holds
from tests.policies.stack_watch import EDGE, PARENT, PROTECT, TYPE, Read
from tests.policies.trial import LIVE, Said, grouped, judge, of, verdict

RULE, LOCK = "stack_vaults_are_locked", "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
LOCKED = Registry(rules=(), stack_rules=(RULES[RULE],))
NAMES = {*IDENTITIES, "arnSuffix", "brokerName", "clusterIdentifier", "clusterName", "domainName", "identifier"}
NAMES |= {"associationDefaultRouteTableId", "replicationGroupId"}
"""What others name a resource by: while it is not known, neither is what refers to it."""
MOST = 2
"""How many resources are tried for each property of a stack."""


def violated(said: Said) -> Said:
    return of(Outcome.VIOLATED, said)


def about(said: Said) -> set[str]:
    """Return the URNs that *said* is about; of what is about none, the messages."""
    return {urn or message for _, urn, message in said}


def among(found: Said, known: Said) -> bool:
    """Return whether *found* are about what *known* are: what is said of several together, as `A or B`, about one."""
    told = {message for _, _, message in known} | {f"{each.rpartition('::')[2]}: " for each in about(known)}
    for _, urn, message in found:
        names, between, fault = re.split(r"(?<! or)(: | (?!or ))", message, maxsplit=1)
        named = {f"{name}{between}{fault if between == ' ' else ''}" for name in names.split(" or ")}
        if urn not in about(known) and not named & told:
            return False
    return True


def can_violate(rule: StackRule, sight: Sight, read: Read, known: Said) -> bool:
    """Return whether some value of what *read* read makes a violation of something that none of *known* is about."""
    mutants = (sight.after(change) for change in changes(sight.stack, read, MORE))
    return any(about(violated(verdict(rule, mutant, odd=True))) - about(known) for mutant in mutants)


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


def guarded(vaults: Sequence[str], locks: Sequence[str]) -> list[Resource]:
    """Return *vaults*, and *locks* of which a preview doesn't know whose they are."""
    kinds = ("aws:backup/vault:Vault", vaults, {}), (LOCK, locks, {"backupVaultName": UNKNOWN})
    return [
        Resource(type=kind, urn=f"urn:pulumi:t::g::{kind}::{name}", name=name, props=props)
        for kind, names, props in kinds
        for name in names
    ]


def test_what_a_reference_may_deny_is_open_in_either_engine() -> None:
    vault, lock = guarded(["vault"], ["lock"])
    violations, open_ = judged([vault, lock], LOCKED)
    assert not violations
    ((_, message),) = open_
    assert message.startswith("vault: lock: ")
    traced = replace(lock, property_dependencies={"backupVaultName": [vault.urn]})
    assert judged([vault, traced], LOCKED) == (set(), set())


def test_more_that_need_a_reference_than_are_not_known_are_at_fault_together_in_either_engine() -> None:
    violations, open_ = judged(guarded(["one", "other"], ["lock"]), LOCKED)
    assert violations == {("stack_vaults_are_locked", "one or other: it is not locked")}
    assert {message.partition(":")[0] for _, message in open_} == {"one", "other"}
    assert not judged(guarded(["one", "other"], ["lock", "second"]), LOCKED)[0]


def test_what_does_for_several_is_not_counted() -> None:
    rule, name = "aws:cloudwatch/eventRule:EventRule", "stack_backups_are_told"
    told: dict[str, Any] = {"region": "us-east-1", "eventPattern": json.dumps({"source": ["aws.backup"]})}
    stack = Stack()
    for vault in ("one", "other"):
        stack.add("aws:backup/vault:Vault", vault, region="us-east-1")
    stack.add(rule, "rule", **told)
    stack.add("aws:cloudwatch/eventTarget:EventTarget", "target", region="us-east-1", rule=UNKNOWN)
    violations, open_ = judged(stack.graph(View.LIVE), Registry(rules=(), stack_rules=(RULES[name],)))
    assert not violations
    assert {message.partition(":")[0] for _, message in open_} == {"one", "other"}


@pytest.mark.parametrize("name", ["one", "other"])
def test_a_waiver_for_either_of_several_excuses_what_is_said_of_them_together(name: str) -> None:
    pattern = f"urn:pulumi:t::g::*::{name}"
    waiver = Waiver(urn=pattern, rule=RULE, reason="r", approver="a", ticket="T", expires=datetime.date.max)
    found = Judge(LOCKED, [waiver]).evaluate_stack(guarded(["one", "other"], ["lock"]))
    assert not found.violations
    assert [each.urn.rpartition("::")[2] for each in found.waived] == [name]
