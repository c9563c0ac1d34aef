"""What isn't known of one hop leaves what other hops lack violated, and says whose value it is."""

import gc
import weakref

import pytest

from policies.graph import Graph
from policies.paths.walk import walk
from policies.registry import Registry
from policies.unknown import UNKNOWN
from tests.policies.paths.declaring import connected, copying
from tests.policies.stack import Stack, View, readable_graph, with_props
from tests.policies.stack_case import RULES, judged


def said(rule: str, made: Stack, name: str, **props: object) -> tuple[set[str], set[str]]:
    """Return the names of what is violated and what is open of *made*, with *props* in the resource called *name*."""
    resources = with_props(made.graph(View.LIVE), name, **props)
    violations, open_ = judged(resources, Registry(rules=(), stack_rules=(RULES[rule],)))
    return {fault.partition(":")[0] for _, fault in violations}, {message for _, message in open_}


@pytest.mark.parametrize("lost", ["two-copy-versions", "two-rules"])
def test_a_fault_beside_an_unknown_on_another_path_is_violated(lost: str) -> None:
    made = copying()
    made.remove(lost)
    violated, open_ = said("stack_copies_arrive", made, "key", multiRegion=UNKNOWN)
    assert violated == {lost.rpartition("-")[0]}
    assert open_ == {"key: string value at .multiRegion can't be known during preview"}


def test_a_fault_beside_an_unknown_on_the_same_path_is_violated() -> None:
    made = copying()
    made.remove("two-copy-versions")
    assert said("stack_copies_arrive", made, "two-mover", assumeRolePolicy=UNKNOWN)[0] == {"two-copy"}


def test_a_fault_behind_an_unknown_route_is_open() -> None:
    made = connected()
    made.remove("p-accepter")
    assert said("stack_paths_carry", made, "ta-0")[0] == {"p"}
    violated, open_ = said("stack_paths_carry", made, "ta-0", destinationCidrBlock=UNKNOWN)
    assert "p" not in violated
    assert "ta-0: string value at .destinationCidrBlock can't be known during preview" in open_


def test_a_door_is_open_to_doubt_while_a_path_may_need_it() -> None:
    made = connected()
    made.remove("nat-address")
    made.nodes["traffic"].props["paths"].pop(1)
    doors = {"c0-g-0", "c0-routes-0", "ta-c"}
    assert said("stack_paths_carry", made, "a0")[0] >= {"c0-g-0", "nat"}
    violated, open_ = said("stack_paths_carry", made, "b0-routes-0", transitGatewayId=UNKNOWN)
    assert violated == {"nat"}
    assert {message.partition(":")[0] for message in open_} & doors


def test_a_walk_goes_with_its_graph() -> None:
    graph = Graph(readable_graph(connected()))
    assert walk(graph) is walk(graph)
    assert walk(graph).traffic
    followed = weakref.ref(walk(graph))
    del graph
    gc.collect()
    assert followed() is None
