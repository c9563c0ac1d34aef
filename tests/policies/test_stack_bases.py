"""The stacks that stack rules are tried on hold what they say, and the rules find in them what is there, all of it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.policies import schema
from tests.policies.copies import HANDED_ON, TAKEN, VAULTS, copies, selected
from tests.policies.platform import HELD_TAGS
from tests.policies.reached import ENTRIES, LENT, entries
from tests.policies.stack import Stack, View
from tests.policies.stack_case import every_view, faults
from tests.policies.zoo import ANIMALS, zoo

RESIDENCY, INTERNET = "stack_data_stays_in_its_residency", "stack_stores_are_off_the_internet"
PUBLIC_BY_DEFAULT = {
    "aws:dms/replicationInstance:ReplicationInstance",
    "aws:elb/loadBalancer:LoadBalancer",
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:opensearch/domain:Domain",
}


@pytest.mark.parametrize(
    ("kind", "props"),
    [
        *((kind, [*props]) for kind, props in ANIMALS),
        *((kind, [prop]) for _, kind, prop in TAKEN),
        *((kind, [origin, target]) for _, kind, origin, target, _ in HANDED_ON),
        *((kind, [*props, prop] if prop else [*props]) for kind, props, prop in ENTRIES),
        *((kind, [prop]) for kind, prop, _ in LENT),
    ],
)
def test_what_is_declared_exists(kind: str, props: Sequence[str]) -> None:
    for prop in props:
        schema.check(kind, prop)


@pytest.mark.parametrize("rule", ["stack_deletion_protection_is_complete", "stack_stores_use_customer_keys"])
def test_the_zoo_is_protected_and_under_keys(rule: str) -> None:
    assert not faults(rule, zoo().graph())


@every_view
def test_each_kind_of_way_abroad_is_found(view: View) -> None:
    stack = copies()
    held = {node.name for node in stack.nodes.values() if node.props.get("tags") == HELD_TAGS}
    found = {fault.partition(":")[0] for fault in faults(RESIDENCY, stack.graph(view))}
    assert found == held


@pytest.mark.parametrize("view", [View.DEPLOYED, View.LIVE])
def test_backups_of_each_kind_of_store_are_followed_to_each_kind_of_vault(view: View) -> None:
    stack = selected()
    taken = {name for name in stack.nodes if name.startswith(("named-", "tagged-"))}
    found = faults(RESIDENCY, stack.graph(view))
    ends = {(fault.partition(":")[0], fault.rpartition(" -> ")[2].partition(" ")[0]) for fault in found}
    assert ends == {(name, f"vault-{index}") for name in taken for index, _ in enumerate(VAULTS)}


def entered_by(stack: Stack) -> set[str]:
    """Return what the internet reaches first."""
    ways = (re.search(r"internet -> (igw -> public -> )?([\w-]+)", fault) for fault in faults(INTERNET, stack.graph()))
    return {way[2] for way in ways if way}


def test_each_kind_of_entry_leads_in() -> None:
    inside = {f"entry-{index}" for index, (_, _, prop) in enumerate(ENTRIES) if prop}
    ways = " ".join(faults(INTERNET, entries().graph()))
    assert {name for name in inside if f"internet -> igw -> public -> {name} " in f"{ways} "} == inside
    names = {f"entry-{index}" for index, _ in enumerate(ENTRIES)} | {f"lent-{index}" for index, _ in enumerate(LENT)}
    assert entered_by(entries()) == names | {"neptune-cluster", "rds-cluster"}


@pytest.mark.parametrize(("index", "kind", "props", "prop"), [(index, *each) for index, each in enumerate(ENTRIES)])
def test_what_does_not_say_is_public_where_that_is_the_default(
    index: int, kind: str, props: Mapping[str, Any], prop: str
) -> None:
    stack, name = entries(), f"entry-{index}"
    given = stack.nodes[name].props
    for each in props:
        given[each] = (
            {key: given[each][key] for key in ("at", "groups") if key in given[each]} if each == prop else None
        )
    assert (name in entered_by(stack)) == (kind in PUBLIC_BY_DEFAULT)
