"""Rules of ours against checkov's checks of the same thing, on the rules' fixtures as a plan of Terraform's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.terraform_plan.plan import export, write
from policies.core import Judge
from policies.model import Resource
from policies.registry import Registry, discover
from tests.checkov import checkov
from tests.policies import fixtures
from tests.policies.analyzer import URN
from tests.policies.case import changed

PAIRS = Path(__file__).with_name("checkov_pairs.yaml")
LEAST_PAIRS = 40
RULES = {rule.name: rule for rule in discover().rules}


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A rule and a check, and the properties at which their verdicts differ."""

    rule: str
    check: str
    stricter: Sequence[str] = ()
    laxer: Sequence[str] = ()

    def __str__(self) -> str:
        return f"{self.rule}-{self.check}"


def pairs() -> Sequence[Pair]:
    listed = yaml.safe_load(PAIRS.read_text())
    agreeing = [Pair(rule=rule, check=check) for rule, checks in listed["agree"].items() for check in checks]
    return agreeing + [Pair(**pair) for group in listed["differ"] for pair in group["pairs"]]


EVERY_PAIR = pairs()


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A fixture, or a change of one."""

    rule: str
    path: str
    """What was changed; empty for the fixture itself."""
    resource: Resource

    def violates(self) -> bool:
        """Return whether our rule faults it."""
        judge = Judge(Registry(rules=(RULES[self.rule],), stack_rules=()))
        return bool(judge.evaluate(self.resource).violations)


def variants(rule: str) -> Iterator[Variant]:
    for number, case in enumerate(fixtures.load()[rule]):
        changes = [("", None), *case.broken, *case.accepted]
        for resource_type in sorted(case.types or RULES[rule].resource_types):
            for index, (path, value) in enumerate(changes):
                name = f"{rule}-{number}-{index}"
                props = changed(case.compliant, path, value) if path else case.compliant
                urn = URN.format(type=resource_type, name=name)
                yield Variant(
                    rule=rule, path=path, resource=Resource(type=resource_type, urn=urn, name=name, props=props)
                )


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sequence[tuple[Variant, Mapping[str, bool]]]]:
    """Each rule's variants, with whether each check that judges them faults them."""
    every = [variant for rule in sorted({pair.rule for pair in EVERY_PAIR}) for variant in variants(rule)]
    document = export([variant.resource for variant in every], {}).document
    plan = tmp_path_factory.mktemp("pairs") / "plan.json"
    write(document, plan)
    checks = ",".join(sorted({pair.check for pair in EVERY_PAIR}))
    results: Any = checkov("terraform_plan", "--file", str(plan), "--check", checks)["results"]
    urns = {address: origin["urn"] for address, origin in document["pulumi"]["resources"].items()}
    faults: dict[str, dict[str, bool]] = {}
    for kind, faulted in (("passed_checks", False), ("failed_checks", True)):
        for found in results[kind]:
            faults.setdefault(urns[found["resource"]], {})[found["check_id"]] = faulted
    by_rule: dict[str, list[tuple[Variant, Mapping[str, bool]]]] = {}
    for variant in every:
        by_rule.setdefault(variant.rule, []).append((variant, faults.get(variant.resource.urn, {})))
    return by_rule


def test_pairs_are_many_and_each_is_listed_once() -> None:
    assert len(EVERY_PAIR) >= LEAST_PAIRS
    assert len({str(pair) for pair in EVERY_PAIR}) == len(EVERY_PAIR)
    assert all(group["why"].endswith(".") for group in yaml.safe_load(PAIRS.read_text())["differ"])


@pytest.mark.parametrize("pair", EVERY_PAIR, ids=str)
def test_verdicts_differ_only_where_it_is_said_why(
    pair: Pair, judged: Mapping[str, Sequence[tuple[Variant, Mapping[str, bool]]]]
) -> None:
    ours_and_theirs = [
        (variant, variant.violates(), theirs[pair.check])
        for variant, theirs in judged[pair.rule]
        if pair.check in theirs
    ]
    assert any(not ours and not theirs for _, ours, theirs in ours_and_theirs), "nothing that both pass"
    assert any(ours and theirs for _, ours, theirs in ours_and_theirs), "nothing that both fault"
    assert {variant.path for variant, ours, theirs in ours_and_theirs if ours and not theirs} == set(pair.stricter)
    assert {variant.path for variant, ours, theirs in ours_and_theirs if theirs and not ours} == set(pair.laxer)
