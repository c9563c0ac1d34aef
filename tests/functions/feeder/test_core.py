"""What a cluster has after it was fed."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.feeder.artifact import Name, Release, Wave
from functions.feeder.cluster import Cluster
from functions.feeder.core import Clock, Fed, feed
from functions.feeder.errors import FeedError
from tests.functions.feeder.api_server import ApiServer

INVENTORY = "/api/v1/namespaces/kube-system/configmaps/groot-feed"


def of(kind: str, name: str, api: str = "v1", **more: Any) -> dict[str, Any]:
    return {"apiVersion": api, "kind": kind, "metadata": {"name": name}, **more}


def deployment(name: str = "api") -> dict[str, Any]:
    return of("Deployment", name, "apps/v1", spec={})


def clock(pauses: int = 50, on_pause: Callable[[int], None] = lambda _: None) -> Clock:
    """Return time that lasts for *pauses*, and tells each."""
    gone = [0]

    def sleep(_seconds: float) -> None:
        gone[0] += 1
        on_pause(gone[0])

    return Clock(remaining_seconds=lambda: 5.0 * (pauses - gone[0] + 1), sleep=sleep)


def fed(
    cluster: Cluster, *waves: list[dict[str, Any]], time: Clock | None = None, left: frozenset[Name] = frozenset()
) -> Fed:
    release = Release(waves=[Wave(namespace="apps", objects=wave) for wave in waves], left=left)
    return feed(cluster, release, "sha256:1", time or clock())


def up(obj: dict[str, Any]) -> None:
    replicas = obj["spec"].get("replicas", 1)
    obj["status"] = {
        "observedGeneration": obj["metadata"]["generation"],
        "updatedReplicas": replicas,
        "availableReplicas": replicas,
    }


def test_each_wave_is_up_before_the_next_begins(server: ApiServer, cluster: Cluster) -> None:
    seen = []

    def slowly(obj: dict[str, Any]) -> None:
        seen.append([path for path in server.applied if path.endswith("/second")])
        if len(seen) == 3:
            up(obj)

    server.controllers["Deployment"] = slowly
    assert fed(cluster, [deployment()], [of("ConfigMap", "second")]) == Fed(applied=2, deleted=0)
    assert seen == [[], [], []]
    assert "/api/v1/namespaces/apps/configmaps/second" in server.objects


def test_a_deployment_is_up_when_all_its_pods_are_of_the_new_release(server: ApiServer, cluster: Cluster) -> None:
    states = [
        {},
        {"observedGeneration": 1, "updatedReplicas": 1, "availableReplicas": 3},
        {"observedGeneration": 1, "updatedReplicas": 3, "availableReplicas": 2},
        {"observedGeneration": 1, "updatedReplicas": 3, "availableReplicas": 3},
    ]
    server.controllers["Deployment"] = lambda obj: obj.update(status=states.pop(0), spec={**obj["spec"], "replicas": 3})
    fed(cluster, [deployment()])
    assert states == []


def test_a_daemon_set_is_up_when_it_runs_on_every_node(server: ApiServer, cluster: Cluster) -> None:
    states = [
        {"observedGeneration": 1, "desiredNumberScheduled": 2, "updatedNumberScheduled": 2, "numberAvailable": 1},
        {"observedGeneration": 1, "desiredNumberScheduled": 2, "updatedNumberScheduled": 2, "numberAvailable": 2},
    ]
    server.controllers["DaemonSet"] = lambda obj: obj.update(status=states.pop(0))
    fed(cluster, [of("DaemonSet", "agent", "apps/v1", spec={})])
    assert states == []


def test_kinds_that_a_release_brings_are_there_for_its_next_wave(server: ApiServer, cluster: Cluster) -> None:
    def establish(obj: dict[str, Any]) -> None:
        server.kinds["/apis/example.com/v1"] = {"Thing": ("things", True)}
        obj["status"] = {"conditions": [{"type": "Established", "status": "True"}]}

    server.controllers["CustomResourceDefinition"] = establish
    definition = of("CustomResourceDefinition", "things.example.com", "apiextensions.k8s.io/v1")
    fed(cluster, [definition], [of("Thing", "one", "example.com/v1")])
    assert "/apis/example.com/v1/namespaces/apps/things/one" in server.objects


def test_what_is_refused_is_tried_again(server: ApiServer, cluster: Cluster) -> None:
    server.refusals["/api/v1/namespaces/apps/configmaps/one"] = 2
    fed(cluster, [of("ConfigMap", "one"), of("ConfigMap", "two")])
    assert server.applied.count("/api/v1/namespaces/apps/configmaps/one") == 1
    assert server.applied.count("/api/v1/namespaces/apps/configmaps/two") == 1


def test_when_time_is_up_what_is_missing_is_told(server: ApiServer, cluster: Cluster) -> None:
    server.refusals["/api/v1/namespaces/apps/configmaps/one"] = 99
    with pytest.raises(FeedError, match=r"time is up; .*ConfigMap one was refused: 500: failed calling webhook"):
        fed(cluster, [of("ConfigMap", "one")], time=clock(3))
    with pytest.raises(FeedError, match=r"time is up; .*Deployment api: its controller hasn't seen it yet"):
        fed(cluster, [deployment()], time=clock(3))


def test_what_a_release_has_no_more_is_taken_away_and_nothing_that_others_put_there(
    server: ApiServer, cluster: Cluster
) -> None:
    server.objects["/api/v1/namespaces/apps/configmaps/foreign"] = of("ConfigMap", "foreign")
    fed(cluster, [of("ConfigMap", "one"), of("ConfigMap", "two")])
    assert fed(cluster, [of("ConfigMap", "two")]) == Fed(applied=1, deleted=1)
    assert server.deleted == ["/api/v1/namespaces/apps/configmaps/one"]
    assert "/api/v1/namespaces/apps/configmaps/foreign" in server.objects


def test_what_is_left_to_another_writer_stays_and_is_no_more_the_feeder_s_to_take_away(
    server: ApiServer, cluster: Cluster
) -> None:
    one: Name = ("v1", "ConfigMap", "apps", "one")
    fed(cluster, [of("ConfigMap", "one"), of("ConfigMap", "two")])
    assert fed(cluster, [of("ConfigMap", "two")], left=frozenset({one})) == Fed(applied=1, deleted=0)
    assert fed(cluster, [of("ConfigMap", "two")]) == Fed(applied=1, deleted=0)
    assert "/api/v1/namespaces/apps/configmaps/one" in server.objects


def test_namespaces_stay_since_objects_of_others_go_with_them(server: ApiServer, cluster: Cluster) -> None:
    fed(cluster, [of("Namespace", "left"), of("ConfigMap", "one")])
    fed(cluster, [of("ConfigMap", "one")])
    assert "/api/v1/namespaces/left" in server.objects


def test_a_run_that_failed_forgets_nothing_of_what_it_may_have_applied(server: ApiServer, cluster: Cluster) -> None:
    fed(cluster, [of("ConfigMap", "old")])
    with pytest.raises(FeedError):
        fed(cluster, [of("ConfigMap", "new"), deployment()], time=clock(2))
    kept = {name for _, _, _, name in json.loads(server.objects[INVENTORY]["data"]["objects"])}
    assert kept == {"old", "new", "api"}
    fed(cluster, [of("ConfigMap", "newest")])
    assert {path.rpartition("/")[2] for path in server.deleted} == {"old", "new", "api"}


def test_the_cluster_says_which_release_it_has(server: ApiServer, cluster: Cluster) -> None:
    fed(cluster, [of("ConfigMap", "one")])
    assert server.objects[INVENTORY]["data"]["release"] == "sha256:1"


def test_why_a_secret_was_refused_does_not_repeat_it(server: ApiServer, cluster: Cluster) -> None:
    server.refusals["/api/v1/namespaces/apps/secrets/one"] = 99
    server.words = "cannot take CANARY"
    with pytest.raises(FeedError, match=r"Secret one was refused: status 500$"):
        fed(cluster, [of("Secret", "one", stringData={"tls.key": "CANARY"})])
