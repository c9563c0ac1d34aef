"""Every control of every framework is answered once, on rules that exist, and every rule answers some control."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest

import settings
from policies import frameworks
from policies.frameworks.catalogue import Catalogue, Framework
from policies.objectives import Objective
from policies.registry import discover

CATALOG = Path(__file__).with_name("catalog.tsv")
FEWEST_RULES = {
    "soc2_2017": 171,
    "iso27001_2022": 335,
    "gdpr_2016_679": 60,
    "hipaa_security_rule": 95,
    "pci_dss_4_0_1": 208,
    "fedramp_moderate_rev5": 96,
}
"""Distinct checks that Prowler 5 maps to each framework, whether or not they can be decided before a deployment."""
ISO_CONTROLS_OF_PROWLER = 37
"""Controls of ISO/IEC 27001:2022 to which Prowler 5 maps any check."""


def _expected() -> dict[str, list[str]]:
    controls: dict[str, list[str]] = defaultdict(list)
    with CATALOG.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            controls[row["framework"]].append(row["control"])
    return controls


EXPECTED = _expected()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return frameworks.load(discover())


@pytest.fixture(params=sorted(EXPECTED))
def framework(request: pytest.FixtureRequest, catalogue: Catalogue) -> Framework:
    return catalogue.frameworks[request.param]


def _repeated(values: Sequence[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def test_the_frameworks_are_those_that_the_settings_name(catalogue: Catalogue) -> None:
    assert set(catalogue.frameworks) == set(EXPECTED)
    packs = [framework.pack for framework in catalogue.frameworks.values()]
    assert sorted(packs) == sorted(get_args(settings.Framework))


def test_every_control_stands_once_and_nothing_else_does(framework: Framework) -> None:
    assert [control.id for control in framework.controls] == EXPECTED[framework.id]


def test_every_automated_control_rests_on_a_rule(framework: Framework, catalogue: Catalogue) -> None:
    automated = [control for control in framework.every_control() if control.automated]
    assert [control.id for control in automated if not catalogue.rules_of(control)] == []


def test_a_control_rests_on_all_that_its_finer_requirements_rest_on(framework: Framework, catalogue: Catalogue) -> None:
    for control in framework.every_control():
        if control.automated:
            own = {rule.name for rule in catalogue.rules_of(control)}
            for requirement in control.requirements:
                finer = {rule.name for rule in catalogue.rules_of(requirement)}
                assert finer <= own, f"{requirement.id} rests on more than {control.id}"


LEFT_TO_PEOPLE = re.compile(
    r"\bremains?\b|\bby people\b|people'?s?\.|\bpeople (judge|agree|decide)|pull request|reviewed|is tested", re.I
)


def test_what_rules_leave_to_people_says_who_owes_which_record(framework: Framework) -> None:
    silent = [
        control.id
        for control in framework.every_control()
        if control.how == "automated" and not control.requirements and LEFT_TO_PEOPLE.search(control.rationale)
    ]
    assert silent == []


def test_a_control_says_nothing_twice(framework: Framework) -> None:
    for control in framework.every_control():
        if control.automated:
            assert _repeated([*control.automated.objectives, *control.automated.rules]) == [], control.id


def test_every_answer_gives_a_reason_of_its_own(framework: Framework) -> None:
    controls = list(framework.every_control())
    assert _repeated([control.rationale.casefold() for control in controls]) == []
    assert _repeated([control.title.casefold() for control in controls]) == []


def test_an_answer_is_true_of_any_program_and_not_of_one_platform_alone(framework: Framework) -> None:
    told = {control.id: control.rationale for control in framework.every_control()}
    assert {each: rationale for each, rationale in told.items() if "platform" in rationale.casefold()} == {}


def test_every_rule_bears_on_a_control(catalogue: Catalogue) -> None:
    assert [rule.name for rule in catalogue.every_rule if rule.name not in catalogue.controls_by_rule] == []


def test_every_objective_is_served_by_a_rule_and_used_by_a_control(catalogue: Catalogue) -> None:
    served = {objective for rule in catalogue.every_rule for objective in rule.objectives}
    used = {
        objective
        for framework in catalogue.frameworks.values()
        for control in framework.every_control()
        if control.automated
        for objective in control.automated.objectives
    }
    assert set(Objective) - served == set()
    assert set(Objective) - used == set()


@pytest.mark.parametrize("name", sorted(FEWEST_RULES))
def test_a_framework_rests_on_no_fewer_rules_than_prowler_has_checks(name: str, catalogue: Catalogue) -> None:
    assert len(catalogue.rules(catalogue.frameworks[name])) >= FEWEST_RULES[name]


def test_more_iso_controls_are_automated_than_prowler_automates(catalogue: Catalogue) -> None:
    automated = [control for control in catalogue.frameworks["iso27001_2022"].controls if control.automated]
    assert len(automated) > ISO_CONTROLS_OF_PROWLER


def test_the_controls_of_a_rule_are_those_that_rest_on_it(catalogue: Catalogue) -> None:
    for framework in catalogue.frameworks.values():
        for control in framework.every_control():
            for rule in catalogue.rules_of(control):
                assert control.id in catalogue.controls_by_rule[rule.name][framework.id]
