"""Releases in step on real API servers with Argo Rollouts' own controller: the function's code takes the turns."""

import random
from collections.abc import Iterator, Mapping

import pytest

from functions._shared.kubernetes import ApiError
from functions.lockstep.core import FINAL, Phase
from functions.lockstep.errors import UnnumberedError
from tests.functions.lockstep.platform import Platform
from tests.mesh.rollouts import GATES, REPLICAS, Cluster, clusters

NAMES = ("us-east-1", "eu-west-1")
ROUNDS = 40


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Cluster]]:
    with clusters(NAMES, tmp_path_factory.mktemp("rollouts")) as found:
        yield found


@pytest.fixture
def regions(running: Mapping[str, Cluster]) -> Iterator[Platform]:
    """The regions, asked for a release that is higher than any before; every promise is kept again afterwards."""
    release = 1 + max(_release(each) for each in running.values())
    for cluster in running.values():
        cluster.feed(release)
    yield Platform(running, GATES)
    for cluster in running.values():
        cluster.promises.kept = True


def _release(cluster: Cluster) -> int:
    seen = cluster.rollout().read()
    assert seen
    return seen.report.release


def ended(regions: Platform) -> bool:
    record = regions.record
    return (
        record is not None
        and record.phase in FINAL
        and all(each.complete or each.failed for each in regions.clusters.values())
    )


def until_ended(regions: Platform) -> None:
    """Let turns be taken until the release has ended everywhere."""
    for _ in range(ROUNDS):
        if ended(regions):
            return
        for name in regions.clusters:
            regions.turn(name)
            for _ in range(5):
                regions.reconcile(name)
        regions.now += 60
    raise AssertionError(regions.record)


def test_a_release_goes_through_both_in_shares_of_their_pods(regions: Platform, running: Mapping[str, Cluster]) -> None:
    for gate, new in enumerate((0, 1, REPLICAS // 2), start=1):
        regions.until_at(gate)
        for cluster in running.values():
            cluster.until(lambda cluster=cluster, new=new: cluster.pods[0] == new)
            assert sum(cluster.pods) >= REPLICAS
    until_ended(regions)
    assert [each.complete for each in running.values()] == [True, True]
    for cluster in running.values():
        cluster.until(lambda cluster=cluster: cluster.pods == (REPLICAS, REPLICAS))


def test_a_promise_that_is_broken_in_one_takes_both_back(regions: Platform, running: Mapping[str, Cluster]) -> None:
    first, second = running.values()
    regions.until_at(2)
    second.promises.kept = False
    until_ended(regions)
    assert [each.failed for each in (first, second)] == [True, True]
    record = regions.record
    assert record
    assert record.phase is Phase.REVERTED
    for cluster in (first, second):
        cluster.until(lambda cluster=cluster: cluster.pods == (0, REPLICAS))


def test_a_region_that_is_cut_off_holds_nobody_and_follows(regions: Platform, running: Mapping[str, Cluster]) -> None:
    regions.until_at(2)
    regions.cut.add("eu-west-1")
    for _ in range(ROUNDS):
        regions.turn("us-east-1")
        regions.reconcile("us-east-1")
        regions.now += 30
        if running["us-east-1"].complete:
            break
    assert running["us-east-1"].complete
    assert running["eu-west-1"].place == GATES[1]
    regions.cut.clear()
    until_ended(regions)
    assert running["eu-west-1"].complete


@pytest.mark.parametrize("seed", range(3))
def test_at_random_times_and_with_kills_all_get_it_or_none(
    regions: Platform, running: Mapping[str, Cluster], seed: int
) -> None:
    drawn = random.Random(seed)
    breaks = seed == 2
    for event in range(200):
        name = drawn.choice(NAMES)
        match drawn.choices(["turn", "reconcile", "kill", "cut", "mend"], [30, 60, 10, 2, 4])[0]:
            case "turn":
                regions.turn(name)
            case "kill":
                regions.turn(name, killed=True)
            case "cut" if not regions.cut:
                regions.cut.add(name)
            case "mend":
                regions.cut.discard(name)
            case _:
                regions.reconcile(name)
        regions.now += drawn.uniform(0, 20)
        if breaks and event == 60:
            running[name].promises.kept = False
    regions.cut.clear()
    until_ended(regions)
    record = regions.record
    assert record
    assert {each.complete for each in running.values()} == {record.phase is Phase.SEALED}


def test_a_number_that_runs_already_is_refused(regions: Platform, running: Mapping[str, Cluster]) -> None:
    until_ended(regions)
    cluster = running["us-east-1"]
    number = _release(cluster)
    cluster.feed(number, changed="yes")
    with pytest.raises(UnnumberedError, match=f"given something new as release {number} again"):
        cluster.rollout().read()


def test_the_function_may_do_what_it_does_and_nothing_else(running: Mapping[str, Cluster]) -> None:
    operator = running["us-east-1"].operator
    apps, rollouts = "/apis/apps/v1/namespaces/groot", "/apis/argoproj.io/v1alpha1/namespaces/groot/rollouts"
    for method, refused in (
        ("GET", "/api/v1/namespaces/groot/secrets"),
        ("GET", f"{apps}/deployments/groot-api"),
        ("GET", rollouts),
        ("GET", f"{rollouts}/other"),
        ("PATCH", f"{rollouts}/groot-api"),
        ("PATCH", f"{rollouts}/other/status"),
        ("DELETE", f"{rollouts}/groot-api"),
        ("GET", "/apis/apps/v1/namespaces/kube-system/replicasets/one"),
    ):
        with pytest.raises(ApiError, match="403: "):
            operator.request(method, refused, {} if method == "PATCH" else None, "application/merge-patch+json")
