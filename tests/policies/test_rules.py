"""Every rule on its fixtures: Pulumi's analyzer and our core give the same verdict, the one the fixture says."""

import itertools
from collections.abc import Mapping
from typing import Any

import pytest

from policies.core import Judge
from policies.model import Resource, Rule
from policies.registry import Registry
from policies.rules.tagging._types import TAGGABLE
from policies.unknown import UNKNOWN
from tests.policies import manifest_schema, schema
from tests.policies.analyzer import URN, Held
from tests.policies.case import ABSENT, changed, leaves, pattern, with_unknown
from tests.policies.variants import (
    FIXTURES,
    MOST_TYPES,
    RULES,
    cases,
    elements_by_pattern,
    every_variant,
    list_pattern,
    lists_in,
    parts,
    reads_of,
    values_by_pattern,
)

ODD = "odd-51c7"
HANGS_ON_ALL = frozenset(
    {
        ("docdb_parameter_group_keeps_tls", "parameters"),
        ("ec2_network_acl_is_closed_to_administration", "ingress"),
        ("guardduty_runtime_agents_are_managed", "additionalConfigurations"),
        ("neptune_parameter_group_keeps_tls", "parameters"),
        ("rds_event_subscription_tells_what_matters", "eventCategories"),
        ("rds_option_group_audits", "options"),
        ("rds_parameter_group_forces_tls", "parameters"),
        ("rds_parameter_group_refuses_old_tls", "parameters"),
    }
)
"""Rules and lists of theirs in which another element, that no fixture has, may take a violation back."""

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())


class Verdicts:
    """The verdict of one rule, as both engines give it."""

    def __init__(self, rule: Rule) -> None:
        registry = Registry(rules=(rule,), stack_rules=())
        self._rule = rule
        self._judge = Judge(registry)
        self._analyzer = Held(registry)

    def of(self, resource_type: str, props: Mapping[str, Any]) -> tuple[str, str]:
        """Return the verdict and the message; fail when the engines differ."""
        ours, our_message = self._ours(resource_type, props)
        theirs, their_message = self._theirs(resource_type, props)
        assert (ours, our_message) == (theirs if theirs != "not applicable" else "passed", their_message)
        return theirs, their_message

    def _ours(self, resource_type: str, props: Mapping[str, Any]) -> tuple[str, str]:
        urn = URN.format(type=resource_type, name="thing")
        found = self._judge.evaluate(Resource(type=resource_type, urn=urn, name="thing", props=props))
        assert not found.errors, found.errors[0].message
        if found.violations:
            return "violated", found.violations[0].message
        return ("unknown" if found.obligations else "passed"), ""

    def _theirs(self, resource_type: str, props: Mapping[str, Any]) -> tuple[str, str]:
        answer = self._analyzer.analyze(resource_type, props)
        if answer.violations:
            title, _, message = answer.violations[0].message.partition("\n")
            assert title == self._rule.title
            return "violated", message
        if answer.waiting:
            return "unknown", ""
        return ("not applicable" if answer.not_applicable else "passed"), ""


@every_rule
def test_a_value_of_an_unexpected_type_is_judged_or_told_and_never_printed(rule: Rule) -> None:
    judge = Judge(Registry(rules=(rule,), stack_rules=()))
    for resource_type, case in itertools.islice(cases(rule), 1):
        for name in case.compliant:
            for odd in (7, ODD, [], {}, [ODD], {ODD: ODD}, [None]):
                props = {**case.compliant, name: odd}
                found = judge.evaluate(Resource(type=resource_type, urn="urn:pulumi:t::g::x::y", name="y", props=props))
                for verdict in found.verdicts:
                    assert ODD not in verdict.message
                for error in found.errors:
                    assert error.message.startswith(f"rule {rule.name} failed on urn:pulumi:t::g::x::y: "), name
                    assert error.message.endswith("; a property may be of another type than AWS takes"), (name, odd)


def test_no_fixture_is_for_a_rule_that_is_not_there() -> None:
    assert set(FIXTURES) <= set(RULES)


@every_rule
def test_each_type_of_a_rule_has_a_compliant_fixture(rule: Rule) -> None:
    covered = frozenset[str]().union(*(case.types or rule.resource_types for case in FIXTURES.get(rule.name, ())))
    assert covered == rule.resource_types


@every_rule
def test_what_complies_passes(rule: Rule) -> None:
    verdicts = Verdicts(rule)
    for resource_type, case in cases(rule):
        assert verdicts.of(resource_type, case.compliant) == ("passed", "")
        for change in case.accepted:
            assert verdicts.of(resource_type, changed(case.compliant, *change)) == ("passed", ""), change


@every_rule
def test_one_change_makes_a_violation_that_names_resource_and_mend(rule: Rule) -> None:
    verdicts = Verdicts(rule)
    for resource_type, case in cases(rule):
        assert case.broken, "a case that nothing breaks shows nothing"
        for change in case.broken:
            verdict, message = verdicts.of(resource_type, changed(case.compliant, *change))
            assert verdict == "violated", change
            assert message.startswith("thing: ")
            assert message.endswith(f". {rule.remediation} ({rule.link})")


@every_rule
def test_what_a_rule_does_not_judge_is_not_applicable(rule: Rule) -> None:
    verdicts = Verdicts(rule)
    assert verdicts.of("aws:nothing/here:Thing", {})[0] == "not applicable"
    for resource_type, case in cases(rule):
        for change in case.not_applicable:
            assert verdicts.of(resource_type, changed(case.compliant, *change))[0] == "not applicable", change


@every_rule
def test_a_verdict_on_what_is_not_known_holds_whatever_that_turns_out_to_be(rule: Rule) -> None:
    verdicts = Verdicts(rule)
    for resource_type, case in cases(rule):
        seen = values_by_pattern(case)
        for path in leaves(reads_of(rule, case.compliant)) & dict(parts(case.compliant)).keys():
            verdict, _ = verdicts.of(resource_type, with_unknown(case.compliant, path))
            for filling in seen[pattern(path)] if verdict != "unknown" else ():
                assert verdicts.of(resource_type, changed(case.compliant, path, filling))[0] == verdict, (path, filling)


@every_rule
def test_an_element_that_is_not_known_hides_no_violation_by_the_others(rule: Rule) -> None:
    verdicts = Verdicts(rule)
    for resource_type, case in [*cases(rule)][:MOST_TYPES]:
        elements = elements_by_pattern(case)
        for change in case.broken:
            broken = changed(case.compliant, *change)
            for path, found in lists_in(broken):
                whatever = [[*found, each] for each in elements[list_pattern(path)]]
                if whatever and all(
                    verdicts.of(resource_type, changed(broken, path, each))[0] == "violated" for each in whatever
                ):
                    verdict, _ = verdicts.of(resource_type, changed(broken, path, [*found, UNKNOWN]))
                    assert verdict == "violated" or (rule.name, list_pattern(path)) in HANGS_ON_ALL, (path, found)


@every_rule
def test_each_property_that_a_rule_reads_can_flip_its_verdict(rule: Rule) -> None:
    reads: set[str] = set()
    flips: set[str] = set()
    for case in FIXTURES[rule.name]:
        for props in every_variant(case):
            reads |= reads_of(rule, props)
        flips |= {pattern(path) for path, _ in (*case.broken, *case.not_applicable)}
    untested = leaves({pattern(path) for path in reads}) - flips
    assert not untested


@every_rule
def test_each_property_that_a_rule_reads_is_one_of_the_type(rule: Rule) -> None:
    for case in FIXTURES[rule.name]:
        reads = set[str]().union(*(reads_of(rule, props) for props in every_variant(case)))
        for resource_type in case.types or rule.resource_types:
            for path in leaves({pattern(path) for path in reads}):
                manifest_schema.check(resource_type, path)


@every_rule
def test_a_resource_without_properties_is_no_fault_of_a_rule(rule: Rule) -> None:
    verdicts = Verdicts(rule)
    for resource_type in sorted(rule.resource_types)[:MOST_TYPES]:
        verdicts.of(resource_type, {})


@pytest.mark.parametrize("rule", [each for each in RULES.values() if each.remediate], ids=lambda rule: rule.name)
def test_what_a_rule_puts_right_complies_and_nothing_else_is_changed(rule: Rule) -> None:
    assert rule.remediate
    verdicts = Verdicts(rule)
    for resource_type, case in cases(rule):
        for change in case.broken:
            broken = {**changed(case.compliant, *change), "tags": {"kept": "yes"}}
            mended = rule.remediate(broken)
            assert verdicts.of(resource_type, mended) == ("passed", ""), change
            assert mended["tags"] == broken["tags"]


@every_rule
def test_a_rule_is_described(rule: Rule) -> None:
    assert rule.title.endswith(".")
    assert rule.remediation.endswith(".")
    assert rule.link.startswith("https://")


def test_tags_are_asked_of_every_type_that_takes_them() -> None:
    assert schema.taggable() == TAGGABLE


def test_absent_means_absent() -> None:
    assert changed({"a": {"b": 1}}, "a.b", ABSENT) == {"a": {}}
