"""Policies fit schema and contract, each can decide something, and conditions reach whoever holds to them."""

import re
from collections import defaultdict
from itertools import combinations, product

import pytest
from cedarpy import Schema, validate_policies

from components._shared.contract import WORKLOAD, WORKLOAD_SCOPE, contract, grants, operations
from functions.authorizer.errors import FaultError
from functions.authorizer.policies import FOLDER, WITHOUT, Facts, Policies
from tests.conftest import ROOT
from tests.functions.authorizer.making import POLICIES, TABLE

TEXTS = [file.read_text() for file in sorted(FOLDER.glob("*.cedar"))]
SCHEMA = (FOLDER / "schema.json").read_text()
EDGES = (0, 39, 40, 59, 60, 79, 80, 100)
"""Points on both sides of each that a policy names."""
SPACE = [
    (frozenset(scopes), Facts(risk=risk, stepped_up=stepped_up))
    for scopes in [(), *combinations(sorted(POLICIES.scopes), 1), tuple(POLICIES.scopes)]
    for risk, stepped_up in product(EDGES, (False, True))
]
"""Requests that differ to policies; a scope's permit asks for no other, so that each alone, none and all are enough."""
DECIDED = {asked: POLICIES.decide(*asked) for asked in SPACE}


def test_policies_are_of_their_schema() -> None:
    found = validate_policies("\n".join(TEXTS), Schema.from_json_str(SCHEMA))
    assert found.validation_passed, found.errors


def test_edges_are_those_that_policies_name() -> None:
    named = {int(points) for text in TEXTS for points in re.findall(r"risk (?:<|>=) (\d+)", text)}
    assert {edge for points in named for edge in (points - 1, points)} == {*EDGES} - {0, 100}


def test_schema_and_policies_say_what_the_contract_says() -> None:
    granted = grants(contract())
    assert POLICIES.scopes == granted.keys()
    assert POLICIES.operations == {operation for each in granted.values() for operation in each}
    calm = Facts(risk=0, stepped_up=False)
    assert {scope: POLICIES.decide({scope}, calm).opened for scope in granted} == {
        scope: {*opened} for scope, opened in granted.items()
    }


def test_no_policy_is_unreachable_and_none_stands_in_another_s_shadow() -> None:
    """Each decides some request by itself: taken away, that request would be answered differently."""
    alone: defaultdict[str, int] = defaultdict(int)
    for decision in DECIDED.values():
        for policies in decision.by.values():
            if len(policies) == 1:
                alone[policies[0]] += 1
    named = {line.split('"')[1] for text in TEXTS for line in text.splitlines() if line.startswith("@id(")}
    assert len(named) == len(POLICIES._set)
    assert {name for name in named if not alone[name]} == set()


def test_a_policy_in_another_s_shadow_would_be_found() -> None:
    more = "forbid (principal, action, resource) when { context.risk >= 90 };"
    shadowed = Policies(SCHEMA, [*TEXTS, f'@id("shadowed")\n{more}'])
    found = [shadowed.decide(*asked).by.values() for asked in SPACE]
    assert not any(policies == ["shadowed"] for each in found for policies in each)


@pytest.mark.parametrize(
    ("scopes", "facts"), SPACE, ids=lambda given: str(given if isinstance(given, Facts) else sorted(given))
)
def test_whoever_is_under_conditions_gets_only_where_these_are_held_to(scopes: frozenset[str], facts: Facts) -> None:
    decision = DECIDED[scopes, facts]
    by_pattern = {each.pattern: each.answered_by for each in operations(contract()) if each.scopes}
    for operation in decision.opened if decision.conditions else ():
        folder = by_pattern.get(operation, WORKLOAD)
        source = ROOT / "functions" / folder / "handler.py"
        assert source.exists()
        assert "conditions.refusal(event" in source.read_text()
        assert "conditions.masked(event" in source.read_text()


def test_what_is_read_with_holes_can_not_be_written_back() -> None:
    assert all("read_only" in each.conditions for each in DECIDED.values() if "masked" in each.conditions)
    assert any("masked" in each.conditions and each.opened for each in DECIDED.values())


def test_more_risk_never_opens_more() -> None:
    for (scopes, facts), decision in DECIDED.items():
        for points in (edge for edge in EDGES if edge > facts.risk):
            worse = DECIDED[scopes, Facts(risk=points, stepped_up=facts.stepped_up)]
            assert worse.opened <= decision.opened
            assert {*decision.conditions} <= {*worse.conditions}


def test_the_table_s_words_are_the_policies() -> None:
    assert POLICIES.conditions == ("masked", "read_only", "step_up")
    assert TABLE.masked
    assert TABLE.step_up_acr
    assert WORKLOAD_SCOPE in POLICIES.scopes


def test_a_policy_that_fails_opens_nothing() -> None:
    """Cedar passes over a policy that fails, though it forbids: whoever asks must see that one did."""
    failing = "forbid (principal, action, resource) when { context.risk + 9223372036854775807 > 0 };"
    with pytest.raises(FaultError):
        Policies(SCHEMA, [*TEXTS, failing]).decide({"records.read"}, Facts(risk=1, stepped_up=False))


def test_conditions_are_imposed_where_no_policy_speaks() -> None:
    without = [text for text in TEXTS if WITHOUT not in text]
    assert len(without) == len(TEXTS) - 1
    decision = Policies(SCHEMA, without).decide({"records.read"}, Facts(risk=0, stepped_up=True))
    assert decision.conditions == POLICIES.conditions
