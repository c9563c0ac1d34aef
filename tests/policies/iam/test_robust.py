"""Every rule on a document gives a verdict, whatever is written in it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.core import Judge, Outcome
from policies.model import Resource, Rule
from policies.registry import Registry, discover
from policies.unknown import UNKNOWN
from tests.policies import fixtures

RULES = {rule.name: rule for rule in discover().rules}
FIXTURES = fixtures.load()


def documents() -> Iterator[tuple[str, Rule, str, str]]:
    """Yield each rule that reads a policy document, with a type and the property that holds it."""
    for name, rule in RULES.items():
        for case in FIXTURES[name][:1]:
            for prop, value in case.compliant.items():
                if isinstance(value, str) and value.startswith("{") and '"Effect"' in value:
                    yield name, rule, sorted(case.types or rule.resource_types)[0], prop


DOCUMENTS = list(documents())
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(0, 9), st.just(1.5), st.sampled_from(["", "*", "x", "a:*"]))
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.just(UNKNOWN))
STATEMENTS = st.one_of(
    SCALARS,
    st.fixed_dictionaries(
        {"Effect": st.sampled_from(["Allow", "Deny", "Maybe", UNKNOWN])},
        optional={
            "Sid": VALUES,
            "Principal": VALUES | st.dictionaries(st.sampled_from(["AWS", "Service", "Federated", "Odd"]), VALUES),
            "NotPrincipal": st.just({"AWS": "111122223333"}),
            "Action": VALUES,
            "NotAction": VALUES,
            "Resource": VALUES,
            "NotResource": VALUES,
            "Condition": VALUES
            | st.dictionaries(
                st.sampled_from(["StringEquals", "NumericLessThan", "Bool", "IpAddress", "Null", "Odd", "DateEquals"]),
                VALUES | st.dictionaries(st.sampled_from(["aws:SourceIp", "aws:SourceVpce", "x:y"]), VALUES),
                max_size=2,
            ),
        },
    ),
)


@pytest.mark.parametrize(("name", "rule", "resource_type", "prop"), DOCUMENTS, ids=[each[0] for each in DOCUMENTS])
def test_no_document_breaks_a_rule(name: str, rule: Rule, resource_type: str, prop: str) -> None:
    judge = Judge(Registry(rules=(rule,), stack_rules=()))
    props = FIXTURES[name][0].compliant

    @settings(max_examples=40, deadline=None)
    @given(st.lists(STATEMENTS, max_size=3) | STATEMENTS, st.booleans())
    def check(said: Any, text: bool) -> None:
        document = {"Statement": said}
        given_ = {**props, prop: json.dumps(document) if text else document}
        found = judge.evaluate(Resource(type=resource_type, urn="urn:pulumi:t::g::x::y", name="y", props=given_))
        assert not [each.message for each in found.verdicts if each.outcome is Outcome.FAILED]

    check()


@pytest.mark.parametrize("nothing", ["", " ", "{}", '{"Statement": []}', '{"Statement": [], "Version": "2012-10-17"}'])
def test_an_empty_policy_lets_nobody_in(nothing: str) -> None:
    for name, rule, resource_type, prop in DOCUMENTS:
        if name.endswith("_is_not_public"):
            judge = Judge(Registry(rules=(rule,), stack_rules=()))
            props = {**FIXTURES[name][0].compliant, prop: nothing}
            (verdict,) = judge.evaluate(
                Resource(type=resource_type, urn="urn:pulumi:t::g::x::y", name="y", props=props)
            ).verdicts
            assert verdict.outcome is Outcome.PASSED, name


def test_most_rules_on_documents_are_among_these() -> None:
    assert len(DOCUMENTS) > 45
