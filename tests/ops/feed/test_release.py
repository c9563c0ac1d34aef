"""What a release is made of, and in which order a cluster gets it."""

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ops.feed.release import Feed, digest, feeds, manifests, release
from ops.request import OperationError

TOLD = {
    "us-east-1": {
        "cluster": "room-us",
        "kubernetes": "1.36",
        "repository": "manifests",
        "signingKey": "arn:aws:kms:us-east-1:1:key/1",
        "function": "feeder-us",
        "images": [],
        "charts": [],
    }
}
FEED = Feed(
    region="us-east-1", cluster="room-us", kubernetes="1.36", repository="m", signing_key="k", function="f", images=[],
    charts=[],
)  # fmt: skip


def of(kind: str, name: str = "one") -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}}


def state(*resources: Mapping[str, Any], outputs: Mapping[str, Any] | None = None) -> dict[str, Any]:
    stack = {"urn": "urn::stack", "type": "pulumi:pulumi:Stack", "outputs": outputs or {}}
    return {"deployment": {"resources": [stack, *resources]}}


def provider(region: str) -> dict[str, Any]:
    inputs = {"renderYamlToDirectory": f".sandbox/manifests/staging/{region}"}
    return {"urn": f"urn::{region}", "id": "id", "type": "pulumi:providers:kubernetes", "inputs": inputs}


def rendered(region: str, manifest: Mapping[str, Any]) -> dict[str, Any]:
    inputs = {**manifest, "__defaults": []}
    return {"urn": "urn::m", "type": "kubernetes:core/v1:ConfigMap", "provider": f"urn::{region}::id", "inputs": inputs}


def waves(content: bytes) -> Sequence[Mapping[str, Any]]:
    return json.loads(gzip.decompress(content))["waves"]


def kinds(content: bytes) -> list[list[str]]:
    return [[one["kind"] for one in wave["objects"]] for wave in waves(content)]


def test_a_cluster_gets_the_manifests_that_the_state_has_for_its_region() -> None:
    known = state(
        provider("us-east-1"),
        provider("eu-west-1"),
        rendered("us-east-1", of("ConfigMap", "here")),
        rendered("eu-west-1", of("ConfigMap", "there")),
    )
    assert manifests(known, "us-east-1") == [of("ConfigMap", "here")]


def test_a_secret_in_a_manifest_is_refused_by_its_name() -> None:
    sealed = {**of("ConfigMap", "leaky"), "data": {"a": {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75"}}}
    known = state(provider("us-east-1"), rendered("us-east-1", sealed))
    with pytest.raises(OperationError, match="ConfigMap leaky: holds a secret"):
        manifests(known, "us-east-1")


def test_where_releases_go_is_the_stack_s_own_word() -> None:
    [told] = feeds(state(outputs={"feeds": TOLD}))
    assert (told.region, told.cluster, told.function) == ("us-east-1", "room-us", "feeder-us")


def test_a_stack_that_says_nothing_of_feeds_is_told() -> None:
    with pytest.raises(OperationError, match="no output `feeds`; deploy the stack"):
        feeds(state())


def test_what_others_rest_on_comes_first() -> None:
    own = [of("Deployment"), of("Certificate"), of("Namespace"), of("ClusterIssuer")]
    charts = [("mesh", [of("Deployment", "mesh"), of("CustomResourceDefinition")]), ("system", [of("DaemonSet")])]
    made = release(FEED, own, charts)
    assert kinds(made) == [
        ["CustomResourceDefinition", "Namespace"],
        ["ClusterIssuer"],
        ["Certificate"],
        ["Deployment"],
        ["DaemonSet"],
        ["Deployment"],
    ]
    assert [wave["namespace"] for wave in waves(made)][3:] == ["mesh", "system", "default"]


def test_a_release_names_its_cluster_and_is_the_same_for_the_same() -> None:
    made = release(FEED, [of("ConfigMap")], [])
    assert json.loads(gzip.decompress(made))["cluster"] == "room-us"
    assert digest(release(FEED, [dict(reversed(of("ConfigMap").items()))], [])) == digest(made)
