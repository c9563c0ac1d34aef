"""Every manifest of every stack, on an API server for each region, through the project's own applier."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from kubernetes import client
from kubernetes.client import ApiException

from components.compute.admission import PLURALS
from sandbox.providers.base import ProviderError
from sandbox.providers.kubernetes.manifests import identity, pruned
from sandbox.providers.kubernetes.server import FIELD_MANAGER
from tests.mesh.control_plane import ControlPlane
from tests.mesh.held import held
from tests.mesh.stacks import Region, deployed


@pytest.fixture(scope="module", params=["dev", "staging", "prod"])
def regions(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    planes: Callable[[int], Sequence[ControlPlane]],
) -> Iterator[Sequence[Region]]:
    with deployed(request.param, tmp_path_factory.mktemp(request.param), planes) as up:
        yield up


def called(manifest: Mapping[str, Any]) -> str:
    return f"{manifest['kind']} {identity(manifest)}"


def own_fields(live: Mapping[str, Any], manifest: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what the applier set, which fields are its own, and the generation, which goes up where one changes.

    Not when it wrote: the API server counts an apply as a write where another manager has applied the status.
    """
    managed = [one["fieldsV1"] for one in live["metadata"]["managedFields"] if one["manager"] == FIELD_MANAGER]
    return pruned(live, manifest), managed, live["metadata"].get("generation")


def test_each_region_has_every_manifest_as_it_was_rendered(regions: Sequence[Region]) -> None:
    for region in regions:
        assert len(region.manifests) >= 30
        for manifest in region.manifests:
            live = region.server.read(manifest)
            assert live, called(manifest)
            assert pruned(live, manifest) == manifest


def test_applying_all_of_it_again_changes_nothing(regions: Sequence[Region]) -> None:
    for region in regions:
        for manifest in region.manifests:
            before = region.server.read(manifest)
            assert before
            after = region.server.apply(manifest)
            assert own_fields(after, manifest) == own_fields(before, manifest), called(manifest)


def test_a_field_that_a_kind_does_not_have_is_refused(regions: Sequence[Region]) -> None:
    for region in regions:
        for manifest in region.manifests:
            for wrong in _misspelt(manifest):
                with pytest.raises(ProviderError, match="unheardOf"):
                    region.server.apply(wrong)


def _misspelt(manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield {**manifest, "unheardOf": "x"}
    if "spec" in manifest:
        yield {**manifest, "spec": {**manifest["spec"], "unheardOf": "x"}}


def test_each_workloads_pods_are_admitted_to_its_namespace(regions: Sequence[Region]) -> None:
    for region in regions:
        workloads = region.of_kind("Deployment", "DaemonSet")
        assert workloads
        for workload in workloads:
            assert _refusal(region, workload["metadata"]["namespace"], workload["spec"]["template"]["spec"]) is None


def test_each_workload_is_let_in_by_the_policies_that_came_with_it(regions: Sequence[Region]) -> None:
    for region in regions:
        cluster = held(region.plane)
        for workload in region.of_kind(*PLURALS):
            another = {**workload["metadata"], "name": "another"}
            answer = cluster.judged({**workload, "metadata": another})
            assert (answer.status, answer.told) == (201, {}), (called(workload), answer.message)


def test_each_namespace_refuses_what_its_level_says(regions: Sequence[Region]) -> None:
    plain = {"containers": [{"name": "one", "image": "example.com/one:1"}]}
    privileged = {"containers": [{**plain["containers"][0], "securityContext": {"privileged": True}}]}
    host = {**plain, "volumes": [{"name": "host", "hostPath": {"path": "/"}}]}
    for region in regions:
        for namespace in region.of_kind("Namespace"):
            name = namespace["metadata"]["name"]
            level = namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
            said = f'violates PodSecurity "{level}:latest"'
            for refused in (privileged, host, *([plain] if level == "restricted" else [])):
                assert said in str(_refusal(region, name, refused))
            if level != "restricted":
                assert _refusal(region, name, plain) is None


def _refusal(region: Region, namespace: str, spec: Mapping[str, Any]) -> str | None:
    """Return why *namespace* refuses a pod, if it does. No pod is made."""
    pod: Any = {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "tried-"}, "spec": spec}
    try:
        client.CoreV1Api(region.plane.api()).create_namespaced_pod(namespace, pod, dry_run="All")
    except ApiException as error:
        return json.loads(str(error.body))["message"]
    return None
