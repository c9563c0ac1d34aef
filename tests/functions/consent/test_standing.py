"""Regions decide and learn of each other in any order: a withdrawal that nobody knowingly overruled holds."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.consent.standing import Decision, State, following, standing

NOW = datetime(2026, 3, 1, tzinfo=UTC)
REGIONS = ("eu-west-1", "us-east-1", "ap-south-1")
STEPS = st.lists(
    st.tuples(st.sampled_from(REGIONS), st.sampled_from(("given", "withdrawn", *REGIONS))), min_size=1, max_size=20
)


def learnt(own: Iterable[Decision], others: Iterable[Decision]) -> list[Decision]:
    """Return what a region knows once it has copies of what another knows: of each region the newest."""
    newest: dict[str, Decision] = {}
    for each in (*own, *others):
        if each.region not in newest or newest[each.region].number < each.number:
            newest[each.region] = each
    return [*newest.values()]


@given(STEPS)
def test_whatever_they_learn_in_whichever_order_they_agree_and_a_withdrawal_is_never_lost(
    steps: list[tuple[str, str]],
) -> None:
    known: dict[str, list[Decision]] = {region: [] for region in REGIONS}
    causes: dict[tuple[str, int], set[tuple[str, int]]] = {}
    past: dict[str, set[tuple[str, int]]] = {region: set() for region in REGIONS}
    acts: dict[tuple[str, int], bool] = {}
    for region, act in steps:
        if act in REGIONS:
            known[region], past[region] = learnt(known[region], known[act]), past[region] | past[act]
            continue
        made = following(known[region], region, given=act == "given", at="")
        known[region] = learnt(known[region], [made])
        name = (region, made.number)
        causes[name], acts[name] = set(past[region]), made.given
        past[region].add(name)
    everything = learnt([], [each for all_ in known.values() for each in all_])
    assert len({standing(order, NOW) for order in permutations(everything)}) == 1
    last = {name for name in acts if not any(name in before for other, before in causes.items() if other[0] == name[0])}
    overruled = {name for name in last if not acts[name]}
    holds = any(acts[name] and overruled <= causes[name] for name in last)
    wanted = State.GIVEN if holds else State.WITHDRAWN if acts else State.NONE
    assert standing(everything, NOW) is wanted


def test_of_two_at_once_the_withdrawal_holds_until_somebody_who_knows_of_it_agrees_again() -> None:
    one = following([], "eu-west-1", given=True, at="")
    two = following([], "us-east-1", given=False, at="")
    assert standing([one, two], NOW) is standing([two, one], NOW) is State.WITHDRAWN
    again = following([one, two], "eu-west-1", given=True, at="")
    assert standing([again, two], NOW) is State.GIVEN


@pytest.mark.parametrize(("seconds", "state"), [(-1, State.EXPIRED), (0, State.EXPIRED), (1, State.GIVEN)])
def test_a_consent_ends_at_its_moment_and_not_before(seconds: int, state: State) -> None:
    until = (NOW + timedelta(seconds=seconds)).isoformat()
    assert standing([following([], "eu-west-1", given=True, at="", until=until)], NOW) is state
