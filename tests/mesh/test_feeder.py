"""The function that feeds clusters, on a real API server, by a token that the server issued.

EKS knows the function by a token that AWS signed; here it is a service account with the same rights, of everything.
Nothing runs a pod or issues a certificate here, so that the test says what kubelets and cert-manager would.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from kubernetes import client, dynamic

from functions._shared.kubernetes import ApiError
from functions.feeder.artifact import Release, Wave
from functions.feeder.cluster import Cluster
from functions.feeder.core import Clock, Fed, feed
from functions.feeder.errors import FeedError
from tests.mesh.control_plane import ControlPlane

Object = dict[str, Any]
POD = {"labels": {"app": "one"}}
TEMPLATE = {"metadata": POD, "spec": {"containers": [{"name": "one", "image": "example.com/one:1"}]}}


def of(kind: str, name: str, api: str = "v1", **more: Any) -> Object:
    return {"apiVersion": api, "kind": kind, "metadata": {"name": name}, **more}


SPACED = "fed"
PAUSE_SECONDS = 0.05
SPACE = of("Namespace", SPACED)
FIRST, SECOND = of("ConfigMap", "first", data={"one": "1"}), of("ConfigMap", "second", data={"two": "2"})
DEPLOYMENT = of(
    "Deployment", "one", "apps/v1", spec={"selector": {"matchLabels": {"app": "one"}}, "template": TEMPLATE}
)
CERTIFICATE = of(
    "Certificate",
    "one",
    "cert-manager.io/v1",
    spec={"secretName": "one", "issuerRef": {"name": "i"}, "dnsNames": ["a"]},
)


@pytest.fixture
def cluster(plane: ControlPlane) -> Iterator[Cluster]:
    """The feeder's end of the cluster, with what an administrator lets it do."""
    api, admin = client.CoreV1Api(plane.api()), plane.server("feeding")
    subject = {"kind": "ServiceAccount", "name": "feeder", "namespace": "kube-system"}
    binding = of("ClusterRoleBinding", "feeder", "rbac.authorization.k8s.io/v1", subjects=[subject])
    binding["roleRef"] = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}
    account = of("ServiceAccount", "feeder")
    account["metadata"]["namespace"] = "kube-system"
    for manifest in (account, binding):
        admin.apply(manifest)
    asked: Any = {"spec": {"audiences": [], "expirationSeconds": 600}}
    issued: Any = api.create_namespaced_service_account_token("feeder", "kube-system", asked)
    authority = plane.authority.certificate.decode()
    yield Cluster(endpoint=plane.url, authority_pem=authority, token=lambda: issued.status.token)
    for manifest in (binding, account):
        admin.delete(manifest)


def fed(cluster: Cluster, plane: ControlPlane, *waves: Sequence[Object], pauses: int = 200) -> Fed:
    """Feed *waves*; at each pause, which is a short one, the test does what others would have done meanwhile."""
    left = [pauses]

    def others_work(_seconds: float) -> None:
        left[0] -= 1
        time.sleep(PAUSE_SECONDS)  # Kubernetes's own controllers work meanwhile
        _run_pods(client.CoreV1Api(plane.api()))
        if cluster.read(CERTIFICATE, SPACED):
            _issue(dynamic.DynamicClient(plane.api()))

    clock = Clock(remaining_seconds=lambda: 5.0 * left[0], sleep=others_work)
    release = Release(waves=[Wave(namespace=SPACED, objects=wave) for wave in waves])
    return feed(cluster, release, "sha256:1", clock)


def _run_pods(api: client.CoreV1Api) -> None:
    ready: Any = {"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}}
    pods: Any = api.list_namespaced_pod(SPACED)
    for pod in pods.items:
        api.patch_namespaced_pod_status(pod.metadata.name, SPACED, ready)


def _issue(api: Any) -> None:
    ready = {"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"}
    certificates = api.resources.get(api_version=CERTIFICATE["apiVersion"], kind="Certificate")
    certificates.status.patch(
        body={"status": {"conditions": [ready]}},
        name=CERTIFICATE["metadata"]["name"],
        namespace=SPACED,
        content_type="application/merge-patch+json",
    )


def test_a_release_is_taken_and_taken_again(plane: ControlPlane, cluster: Cluster) -> None:
    release = [[SPACE], [CERTIFICATE], [DEPLOYMENT, FIRST]]
    assert fed(cluster, plane, *release) == Fed(applied=4, deleted=0)
    before = cluster.read(FIRST, SPACED)
    assert fed(cluster, plane, *release) == Fed(applied=4, deleted=0)
    assert cluster.read(FIRST, SPACED) == before


def test_what_a_release_has_no_more_goes_and_what_others_made_stays(plane: ControlPlane, cluster: Cluster) -> None:
    fed(cluster, plane, [SPACE], [FIRST, SECOND])
    theirs: Any = {"metadata": {"name": "theirs"}}
    api = client.CoreV1Api(plane.api())
    api.create_namespaced_config_map(SPACED, theirs)
    assert fed(cluster, plane, [SPACE], [SECOND]) == Fed(applied=2, deleted=1)
    found: Any = api.list_namespaced_config_map(SPACED)
    kept = {one.metadata.name for one in found.items}
    assert kept - {"kube-root-ca.crt"} == {"second", "theirs"}
    api.delete_namespaced_config_map("theirs", SPACED)


def test_a_field_that_a_kind_does_not_have_is_told(plane: ControlPlane, cluster: Cluster) -> None:
    for one in (DEPLOYMENT, CERTIFICATE):
        wrong = {**one, "spec": {**one["spec"], "unheardOf": "x"}}
        with pytest.raises(FeedError, match=r"was refused.*unheardOf"):
            fed(cluster, plane, [SPACE], [wrong], pauses=2)


def test_a_deployment_whose_pods_are_refused_is_told(plane: ControlPlane, cluster: Cluster) -> None:
    strict = {**SPACE, "metadata": {"name": SPACED, "labels": {"pod-security.kubernetes.io/enforce": "restricted"}}}
    with pytest.raises(FeedError, match="Deployment refused: 0 of 1 pods are up"):
        fed(cluster, plane, [strict], [{**DEPLOYMENT, "metadata": {"name": "refused"}}], pauses=10)


def test_who_has_no_token_of_the_servers_is_refused(plane: ControlPlane) -> None:
    authority = plane.authority.certificate.decode()
    nobody = Cluster(endpoint=plane.url, authority_pem=authority, token=lambda: "wrong")
    with pytest.raises(ApiError, match="401: Unauthorized"):
        nobody.read(FIRST, SPACED)
