"""Packets that the network policies of a cluster don't let out are told of, with the policy to mend."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from policies.core import Judge
from policies.model import Resource
from policies.registry import Registry
from tests.policies.stack_case import RULES

CARRY = Registry(rules=(), stack_rules=(RULES["stack_paths_carry"],))
TO_API, TO_DOORS = 8080, 15443


def without_port(resources: Sequence[Resource], port: int) -> Iterator[Resource]:
    """Yield *resources*, where the gateway's egress policies no longer let out on *port*."""
    for each in resources:
        if each.urn.endswith("-egress-gateway"):
            yield replace(each, props={**each.props, "spec": _closed(each.props["spec"], port)})
        else:
            yield each


def _closed(spec: Any, port: int) -> dict[str, Any]:
    rules = [rule for rule in spec["egress"] if port not in {int(one["port"]) for one in rule["ports"]}]
    assert len(rules) == len(spec["egress"]) - 1
    return {**spec, "egress": rules}


@pytest.mark.parametrize(("port", "where"), [(TO_API, "out to groot"), (TO_DOORS, "out to where that is")])
def test_a_gateway_that_is_not_let_out_answers_nobody(deployed: Sequence[Resource], port: int, where: str) -> None:
    assert not Judge(CARRY).evaluate_stack(deployed).violations
    evaluation = Judge(CARRY).evaluate_stack([*without_port(deployed, port)])
    assert not evaluation.errors
    said = f"no network policy lets pods of istio-ingress {where} on port {port}: add an egress rule"
    assert any(said in each.message for each in evaluation.violations), evaluation.violations
