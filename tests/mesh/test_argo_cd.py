"""What Argo CD is told and given, on an API server that has its definitions, which judge strictly."""

from typing import Any

import pytest
from kubernetes import client

from ops.feed.applications import applications
from ops.feed.rights import rights
from tests.mesh.control_plane import ControlPlane
from tests.ops.feed.test_gitops import CLUSTERS, GITOPS, ROLE

TOLD = [*applications(GITOPS, dict.fromkeys(CLUSTERS, f"sha256:{'0' * 64}")), *rights(GITOPS)]
GROUP = f"eks-access-entry:{ROLE}"


@pytest.fixture(scope="module")
def server(plane: ControlPlane) -> Any:
    """The server, on which the objects stand."""
    server = plane.server("argo-cd")
    server.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": GITOPS.workloads}})
    for manifest in TOLD:
        server.apply(manifest)
    yield server
    for manifest in reversed(TOLD):
        server.delete(manifest)


def test_every_object_is_taken_as_it_is(server: Any) -> None:
    for manifest in TOLD:
        live = server.read(manifest)
        assert live["metadata"]["name"] == manifest["metadata"]["name"]
        if "spec" in manifest:
            assert live["spec"] == manifest["spec"]


def test_what_the_set_makes_of_a_region_is_an_application(server: Any) -> None:
    [made] = [one for one in TOLD if one["kind"] == "ApplicationSet"]
    spec = made["spec"]["template"]["spec"]
    metadata = {"name": "made", "namespace": GITOPS.namespace}
    application = {"apiVersion": made["apiVersion"], "kind": "Application", "metadata": metadata, "spec": spec}
    server.apply(application)
    assert server.read(application)["spec"] == spec
    server.delete(application)


@pytest.mark.parametrize(
    ("verb", "what", "namespace", "allowed"),
    [
        ("patch", "apps/deployments", "groot", True),
        ("delete", "argoproj.io/rollouts", "groot", True),
        ("update", "networking.istio.io/virtualservices", "groot", True),
        ("list", "apps/deployments", "", True),
        ("patch", "apps/deployments", "istio-ingress", False),
        ("delete", "networking.k8s.io/networkpolicies", "groot", False),
        ("create", "rbac.authorization.k8s.io/rolebindings", "groot", False),
        ("get", "/secrets", "groot", False),
        ("delete", "/namespaces", "", False),
    ],
)
def test_its_group_changes_the_workload_and_nothing_that_confines_it(
    plane: ControlPlane, server: Any, verb: str, what: str, namespace: str, allowed: bool
) -> None:
    group, _, resource = what.partition("/")
    asked = {"verb": verb, "group": group, "resource": resource, "namespace": namespace}
    spec = {"user": "argo-cd", "groups": [GROUP], "resourceAttributes": asked}
    asked_for: Any = {"spec": spec}
    review: Any = client.AuthorizationV1Api(plane.api()).create_subject_access_review(asked_for)
    assert review.status.allowed is allowed
