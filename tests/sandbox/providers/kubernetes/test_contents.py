"""What isn't the stack's stays: neither a namespace nor a kind's definition is deleted with others' objects in it."""

from typing import Any

import pytest

from sandbox.providers.base import ProviderError
from sandbox.providers.kubernetes import KubernetesProvider, contents, server
from tests.sandbox.providers.kubernetes.api_server import ApiServer
from tests.sandbox.providers.kubernetes.conftest import OURS
from tests.sandbox.providers.kubernetes.test_server import NAMESPACE, created, delete, resource


def owned_by(kind: str, uid: str) -> dict[str, Any]:
    return {"ownerReferences": [{"kind": kind, "name": "x", "uid": uid}]}


@pytest.fixture
def namespace(api_server: ApiServer, provider: KubernetesProvider) -> ApiServer:
    created(provider)
    return api_server


def test_a_namespace_with_foreign_objects_is_not_deleted(namespace: ApiServer, provider: KubernetesProvider) -> None:
    namespace.hold("secrets", "theirs", "apps")
    namespace.hold("things", "theirs", "apps")
    namespace.hold("secrets", "elsewhere", "other")
    with pytest.raises(ProviderError) as told:
        delete(provider)
    assert str(told.value) == (
        "Namespace apps in here holds what isn't this stack's: Secret/theirs, Thing/theirs; delete or move it, or "
        "leave all of it there: kubectl --context here label namespace apps groot-sandbox/owner-"
    )
    assert NAMESPACE in namespace.objects
    assert len(namespace.objects) == 4


def test_a_long_list_of_foreign_objects_is_cut(namespace: ApiServer, provider: KubernetesProvider) -> None:
    for number in range(9):
        namespace.hold("configmaps", f"theirs-{number}", "apps")
    with pytest.raises(ProviderError, match=r"ConfigMap/theirs-4 and 4 more; delete or move it"):
        delete(provider)


def test_a_list_of_several_pages_is_read_to_its_end(
    namespace: ApiServer, provider: KubernetesProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "PAGE", 2)
    for number in range(5):
        namespace.hold("configmaps", f"ours-{number}", "apps", **OURS)
    namespace.hold("configmaps", "theirs", "apps")
    with pytest.raises(ProviderError, match=r"stack's: ConfigMap/theirs;"):
        delete(provider)


def test_contents_of_foreign_objects_are_not_read(namespace: ApiServer, provider: KubernetesProvider) -> None:
    namespace.hold("secrets", "theirs", "apps")
    with pytest.raises(ProviderError):
        delete(provider)
    assert namespace.accepted
    assert all("as=PartialObjectMetadataList" in accept for accept in namespace.accepted)


def test_what_kubernetes_puts_there_and_what_comes_of_the_stacks_objects_goes_with_the_namespace(
    namespace: ApiServer, provider: KubernetesProvider
) -> None:
    namespace.hold("serviceaccounts", "default", "apps")
    namespace.hold("configmaps", "kube-root-ca.crt", "apps")
    namespace.hold("configmaps", "istio-ca-root-cert", "apps")
    namespace.hold("events", "started", "apps")
    deployment = namespace.hold("deployments", "api", "apps", **OURS)
    replicas = namespace.hold("replicasets", "api-1", "apps", **owned_by("Deployment", deployment))
    namespace.hold("pods", "api-1-x", "apps", **owned_by("ReplicaSet", replicas))
    delete(provider)
    assert NAMESPACE not in namespace.objects


def test_what_is_left_of_something_deleted_is_kubernetes_to_collect(
    namespace: ApiServer, provider: KubernetesProvider
) -> None:
    left = namespace.hold("replicasets", "api-1", "apps", **owned_by("Deployment", "gone"))
    namespace.hold("pods", "api-1-x", "apps", **owned_by("ReplicaSet", left))
    namespace.hold("pods", "leaving", "apps", deletionTimestamp="2026-01-01T00:00:00Z")
    delete(provider)
    assert NAMESPACE not in namespace.objects


@pytest.mark.parametrize(
    ("plural", "name", "metadata"),
    [
        ("configmaps", "default", {}),
        ("serviceaccounts", "builder", {}),
        ("pods", "of-a-cluster-wide-owner", owned_by("Tenant", "elsewhere")),
        ("pods", "another-sandboxs", {"labels": {server.OWNER: "another"}}),
    ],
)
def test_what_only_looks_like_it_is_foreign(
    namespace: ApiServer, provider: KubernetesProvider, plural: str, name: str, metadata: dict[str, Any]
) -> None:
    namespace.hold(plural, name, "apps", **metadata)
    with pytest.raises(ProviderError, match=f"/{name}; delete or move it"):
        delete(provider)


def test_what_comes_of_a_foreign_object_is_foreign(namespace: ApiServer, provider: KubernetesProvider) -> None:
    theirs = namespace.hold("deployments", "theirs", "apps")
    namespace.hold("replicasets", "theirs-1", "apps", **owned_by("Deployment", theirs))
    with pytest.raises(ProviderError, match=r"Deployment/theirs, ReplicaSet/theirs-1;"):
        delete(provider)


def test_a_definition_goes_only_without_other_peoples_objects_of_its_kind(
    api_server: ApiServer, provider: KubernetesProvider
) -> None:
    api_server.hold("customresourcedefinitions", "things.example.dev", **OURS)
    path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.example.dev"
    names = {"kind": "Thing", "plural": "things"}
    versions = [{"name": "v1alpha1", "served": False}, {"name": "v1", "served": True}]
    api_server.objects[path]["spec"] = {"group": "example.dev", "names": names, "versions": versions}
    api_server.hold("things", "ours", "apps", **OURS)
    api_server.hold("things", "theirs", "shop")
    definition = resource("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition")
    with pytest.raises(
        ProviderError, match=r"things\.example\.dev in here holds what isn't this stack's: Thing/theirs;"
    ):
        provider.delete(definition, "things.example.dev", {}, {})
    del api_server.objects["/apis/example.dev/v1/namespaces/shop/things/theirs"]
    provider.delete(definition, "things.example.dev", {}, {})
    assert path not in api_server.objects


def test_what_the_server_cannot_tell_is_no_leave_to_delete(namespace: ApiServer, provider: KubernetesProvider) -> None:
    namespace.stale.add("example.dev")
    with pytest.raises(ProviderError, match=r"apis/example\.dev/v1 doesn't answer, so what the namespace holds"):
        delete(provider)
    assert NAMESPACE in namespace.objects
