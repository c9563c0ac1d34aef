"""Every manifest of every stack, on an API server for each region, through the project's own applier."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from kubernetes import client
from kubernetes.client import ApiException

from sandbox.providers.base import ProviderError
from sandbox.providers.kubernetes.manifests import identity, pruned
from sandbox.providers.kubernetes.server import FIELD_MANAGER
from tests.mesh.stacks import Region, Stack, deployed


@pytest.fixture(scope="module", params=["dev", "staging", "prod"])
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with deployed(request.param, tmp_path_factory.mktemp(request.param)) as up:
        yield up


@pytest.fixture
def regions(stack: Stack) -> list[Region]:
    return list(stack.regions.values())


def called(manifest: Mapping[str, Any]) -> str:
    return f"{manifest['kind']} {identity(manifest)}"


def own_fields(live: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what was set by the applier, and when it last changed."""
    managed = [one for one in live["metadata"]["managedFields"] if one["manager"] == FIELD_MANAGER]
    return [live["metadata"].get("generation"), *managed]


def test_each_region_has_every_manifest_as_it_was_rendered(regions: list[Region]) -> None:
    for region in regions:
        assert len(region.manifests) >= 30
        for manifest in region.manifests:
            live = region.server.read(manifest)
            assert live, called(manifest)
            assert pruned(live, manifest) == manifest


def test_applying_all_of_it_again_changes_nothing(stack: Stack, regions: list[Region]) -> None:
    for region in regions:
        for manifest in region.manifests:
            before = region.server.read(manifest)
            assert before
            assert own_fields(region.server.apply(manifest)) == own_fields(before), called(manifest)
    changes = stack.deployment.up().changes()
    assert {operation for operation, count in changes.items() if count} == {"same"}


def test_a_field_that_a_kind_does_not_have_is_refused(regions: list[Region]) -> None:
    for region in regions:
        for manifest in region.manifests:
            for wrong in _misspelt(manifest):
                with pytest.raises(ProviderError, match="unheardOf"):
                    region.server.apply(wrong)


def _misspelt(manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield {**manifest, "unheardOf": "x"}
    if "spec" in manifest:
        yield {**manifest, "spec": {**manifest["spec"], "unheardOf": "x"}}


def test_each_workloads_pods_are_admitted_to_its_namespace(regions: list[Region]) -> None:
    for region in regions:
        workloads = region.of_kind("Deployment", "DaemonSet")
        assert workloads
        for workload in workloads:
            assert _refusal(region, workload["metadata"]["namespace"], workload["spec"]["template"]["spec"]) is None


def test_each_namespace_refuses_what_its_level_says(regions: list[Region]) -> None:
    plain = {"containers": [{"name": "one", "image": "example.com/one:1"}]}
    privileged = {"containers": [{**plain["containers"][0], "securityContext": {"privileged": True}}]}
    host = {**plain, "volumes": [{"name": "host", "hostPath": {"path": "/"}}]}
    for region in regions:
        for namespace in region.of_kind("Namespace"):
            name = namespace["metadata"]["name"]
            level = namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
            said = f'violates PodSecurity "{level}:latest"'
            assert said in str(_refusal(region, name, privileged))
            assert said in str(_refusal(region, name, host))
            assert (said in str(_refusal(region, name, plain))) == (level == "restricted")


def _refusal(region: Region, namespace: str, spec: Mapping[str, Any]) -> str | None:
    """Return why *namespace* refuses a pod, if it does. No pod is made."""
    pod: Any = {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "tried-"}, "spec": spec}
    try:
        client.CoreV1Api(region.plane.api()).create_namespaced_pod(namespace, pod, dry_run="All")
    except ApiException as error:
        return str(error.body)
    return None
