"""What a preview doesn't know hides no violation that the stack has whatever it turns out to be, and makes none.

Of every stack rule, each stack that it finds a fault with is tried with each property that the rule then reads not
known. The verdict may be open only where a value at that place is at hand by which nothing is violated, and a finding
stays only where none takes it back: what other stacks have there, the names of what it may refer to, or what any
property may have.
"""

import contextlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Any

import pytest

from policies.core import Outcome
from policies.graph import IDENTITIES, StackRule
from policies.unknown import UNKNOWN
from tests.policies.case import pattern
from tests.policies.paths.declaring import TAKEN, faulty
from tests.policies.stack import View
from tests.policies.stack_bases import MORE, frozen
from tests.policies.stack_case import RULES
from tests.policies.stack_changes import Change, Sight, at, changes, holds
from tests.policies.stack_watch import EDGE, PARENT, PROTECT, TYPE, Read
from tests.policies.test_stack_unknowns import NAMES, violated
from tests.policies.trial import LIVE, Said, grouped, judge, of, verdict
from tests.policies.variants import parts

ANY_VALUES = (True, False, "", [], {}, 0, 10**9, {"data-class": "public"})
"""Values that are tried of every property."""
MOST = 2
"""How many resources are tried for each property of a stack."""
FOLLOWING = {rule: [Sight(frozen(each), View.LIVE) for each in faulty(rule)] for rule in TAKEN}
"""Rules on declared paths, and stacks that declare some."""

EXCUSED: Mapping[str, Set[str]] = {
    # A rule tells of all vaults of its region, and can't be in two regions, which nobody counts.
    "stack_backups_are_told": {"rule"},
    # A bucket has one versioning: one of two buckets lacks it, which nobody counts. A plan that isn't known may copy
    # nothing, and then lacks something else.
    "stack_copies_arrive": {
        "bucket", "rules", "rules[].copyActions", "rules[].copyActions[].destinationVaultArn",
        "rules[].targetVaultName",
    },
    # Two stores' data leave where a network's or a destination's jurisdiction is either of two; nobody counts that.
    "stack_data_stays_in_its_residency": {"region", "tags.residency"},
    # One region can't be both of those whose hubs are missing, which nobody counts.
    "stack_hubs_gather_their_findings": {"specifiedRegions"},
    # What a path is of, where its source writes to, and which group a filter hands on decide what is followed next;
    # whatever that is lacks something in these stacks.
    "stack_logs_arrive": {"logGroup", "paths[].protocol", "s3BucketName"},
    # The number says which entry is asked first; an entry that no stack has may deny before the others.
    "stack_network_acls_are_closed_to_administration": {"ruleNumber"},
    # Of a path that isn't known, or starts at what stands nobody knows where, it isn't known what must carry. A rule of
    # groups may be of any group, or of none that lacks one.
    "stack_paths_carry": {
        "cidrBlock", "networkConfiguration", "paths", "paths[].destination", "paths[].port", "paths[].protocol",
        "paths[].source", "securityGroupId", "vpcId",
    },
    # Dimensions that aren't known, or are of one of several metrics, may be those of any number of services.
    "stack_services_have_alarms": {
        "dimensions", "metricQueries", "metricQueries[].metric", "metricQueries[].metric.dimensions",
        "metricQueries[].metric.dimensions.QueueName",
    },
    # A list may have a tag of each store, and no stack has such a list.
    "stack_stores_are_backed_up": {"selectionTags"},
    # The catalogue is read from files before anything is declared, so that no preview has it in part.
    "stack_stores_are_catalogued": {
        "stores", "stores[].dataClass", "stores[].name", "stores[].resources", "stores[].resources[].name",
        "stores[].resources[].type",
    },
    "stack_stores_come_back_in_time": {
        "stores", "stores[].resources", "stores[].resources[].name", "stores[].resources[].type",
    },
    "stack_stores_keep_what_they_say": {
        "stores", "stores[].keptDays", "stores[].resources", "stores[].resources[].name", "stores[].resources[].type",
    },
    # As for stores that are backed up; and the plan may be one that the stack doesn't have.
    "stack_stores_meet_their_recovery_point": {"planId", "selectionTags"},
}  # fmt: skip
"""By rule, properties whose being unknown leaves open what no value that is tried takes back."""


@cache
def given(*, following: bool) -> Mapping[tuple[str, str], Sequence[Any]]:
    """Return what the resources of all stacks have, by type and path; of lists also all their elements in one.

    The stacks are those for rules that are *following* paths, or those for all others.
    """
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    sights = [each for found in FOLLOWING.values() for each in found] if following else LIVE
    for node in (node for sight in sights for node in sight.stack.nodes.values()):
        for path, value in parts(node.props):
            place = found[node.type, pattern(path)]
            place += [value] if value not in place else []
    for values in found.values():
        values += [[each for value in values if isinstance(value, list) for each in value]]
    return found


def named(sight: Sight, read: Read, place: str) -> Iterator[str]:
    """Yield the names of all that may stand in the place of what *read* refers to."""
    nodes = sight.stack.nodes
    with contextlib.suppress(KeyError, IndexError):
        texts = {text for _, text in parts([at(nodes[read.name].props, place)], "-") if isinstance(text, str)}
        like = {node.type for node in nodes.values() if texts & {str(node.props.get(name)) for name in IDENTITIES}}
        others = (node.props.get(name) for node in nodes.values() if node.type in like for name in IDENTITIES)
        yield from (each for each in others if isinstance(each, str))


def tried(rule: StackRule, sight: Sight, read: Read, place: str) -> Iterator[Said]:
    """Yield what *rule* says for each value at *place*, where it can say something."""
    kind = sight.stack.nodes[read.name].type
    values = [*given(following=rule.name in FOLLOWING).get((kind, pattern(place)), ()), *ANY_VALUES]
    values += [*named(sight, read, place)] if read.path.endswith(EDGE) else []
    each = {repr(change): change for change in changes(sight.stack, read, MORE)}
    each |= {repr(change): change for change in (Change(read.name, place, value) for value in values)}
    for change in each.values():
        with contextlib.suppress(KeyError):  # what is absent can't be taken away
            said = verdict(rule, sight.after(change), odd=True)
            if not of(Outcome.FAILED, said):
                yield said


def single(said: Said) -> Set[str]:
    """Return the URNs of what is violated by itself, rather than one of several."""
    return {urn for _, urn, message in violated(said) if " or " not in message.partition(": ")[0]}


def trials(rule: StackRule) -> Iterator[tuple[Sight, Read, str]]:
    """Yield, for each stack that *rule* finds a fault with, what it reads there, and the place in the resource."""
    for sight in FOLLOWING.get(rule.name, LIVE):
        before, reads = judge(rule, sight)
        told = {read for read in reads if read.path not in {PARENT, PROTECT, TYPE}}
        for group in grouped(told).values() if violated(before) else ():
            for read in [read for read in group if holds(sight.stack, read)][:MOST]:
                yield sight, read, read.path.removesuffix(EDGE)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_what_is_not_known_hides_no_certain_violation_and_makes_none(rule: StackRule) -> None:
    hiding: dict[str, Read] = {}
    for sight, read, place in trials(rule):
        said = verdict(rule, sight.after(Change(read.name, place, UNKNOWN)))
        if violated(said):
            for other in tried(rule, sight, read, place) if place not in NAMES else ():
                assert violated(other), read
                assert single(said) <= {urn for _, urn, _ in violated(other)}, read
        elif not of(Outcome.OPEN, said):
            assert place in NAMES, read
        elif all(map(violated, tried(rule, sight, read, place))):
            hiding[pattern(place)] = read
    assert hiding.keys() == EXCUSED.get(rule.name, set()), hiding
