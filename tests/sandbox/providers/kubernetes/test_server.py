"""A cluster: manifests reach an API server by server-side apply, over HTTP, with the official client."""

from pathlib import Path
from typing import Any

import pytest

from sandbox.providers.base import ProviderError, Resource
from sandbox.providers.kubernetes import KubernetesProvider, kubeconfig, server
from sandbox.values import Properties
from tests.sandbox.providers.kubernetes.api_server import ApiServer, kubeconfig_of
from tests.sandbox.providers.kubernetes.conftest import OURS, OWNER

NAMESPACE = "/api/v1/namespaces/apps"


def resource(token: str = "kubernetes:core/v1:Namespace", folder: str = "manifests/here", **provider: Any) -> Resource:
    settings = {"renderYamlToDirectory": folder, **provider}
    return Resource(urn=f"urn:pulumi:test::groot::{token}::apps", type=token, name="apps", provider=settings)


def checked(provider: KubernetesProvider, what: Resource, **metadata: Any) -> Properties:
    return provider.check(what, {}, {"metadata": {"name": "apps", **metadata}})


def created(provider: KubernetesProvider) -> tuple[Resource, str, Properties, Properties]:
    namespace = resource()
    inputs = checked(provider, namespace)
    return namespace, *provider.create(namespace, inputs), inputs


def delete(provider: KubernetesProvider) -> None:
    provider.delete(resource(), "apps", {}, {})


def test_resource_is_applied_as_the_stacks_own_and_deleted(
    api_server: ApiServer, provider: KubernetesProvider, tmp_path: Path
) -> None:
    _, physical_id, outputs, _ = created(provider)
    assert physical_id == "apps"
    assert outputs["status"] == {"phase": "Active"}
    assert api_server.objects[NAMESPACE]["metadata"]["labels"] == OURS["labels"]
    assert api_server.applied == [("application/apply-patch+yaml", "fieldManager=groot-sandbox&force=false")]
    file = tmp_path / "manifests/here/1-manifest/v1-namespace-default-apps.yaml"
    assert server.OWNER not in file.read_text()

    delete(provider)
    delete(provider)
    assert api_server.objects == {}
    assert not file.exists()


def test_a_kubeconfig_among_a_providers_inputs_leads_nowhere(
    api_server: ApiServer, cluster_config: Path, tmp_path: Path
) -> None:
    provider = KubernetesProvider(tmp_path)
    namespace = resource(kubeconfig=str(cluster_config), context="here")
    inputs = checked(provider, namespace)
    physical_id, outputs = provider.create(namespace, inputs)
    assert not provider.diff(namespace, physical_id, inputs, outputs, inputs).changed
    provider.update(namespace, physical_id, inputs, outputs, inputs)
    provider.delete(namespace, physical_id, inputs, outputs)
    assert api_server.objects == {}
    assert api_server.applied == []

    only_applies = Resource(urn="urn", type=namespace.type, name="apps", provider={"kubeconfig": str(cluster_config)})
    with pytest.raises(ProviderError, match=r"applies only where `groot up --apply-to-context` says so"):
        provider.check(only_applies, {}, {"metadata": {"name": "apps"}})


def test_only_the_folder_of_a_cluster_is_applied_to_it(api_server: ApiServer, provider: KubernetesProvider) -> None:
    elsewhere = resource(folder="manifests/elsewhere")
    provider.create(elsewhere, checked(provider, elsewhere))
    assert api_server.objects == {}


def test_what_was_rendered_before_is_applied_once(api_server: ApiServer, provider: KubernetesProvider) -> None:
    namespace = resource()
    inputs = checked(provider, namespace)
    diff = provider.diff(namespace, "apps", inputs, inputs, inputs)
    assert list(diff.changed) == ["metadata"]
    assert not diff.replaces
    outputs = provider.update(namespace, "apps", inputs, inputs, inputs)
    assert NAMESPACE in api_server.objects
    assert not provider.diff(namespace, "apps", inputs, outputs, inputs).changed


def test_what_somebody_changed_in_the_cluster_is_taken_back(
    api_server: ApiServer, provider: KubernetesProvider
) -> None:
    namespace = resource()
    inputs = checked(provider, namespace, labels={"tier": "front"})
    physical_id, outputs = provider.create(namespace, inputs)
    api_server.objects[NAMESPACE]["metadata"]["labels"] |= {"tier": "back", "theirs": "too"}
    assert provider.diff(namespace, physical_id, inputs, outputs, inputs).changed
    provider.update(namespace, physical_id, inputs, outputs, inputs)
    assert api_server.applied[-1][1].endswith("force=true")
    assert api_server.objects[NAMESPACE]["metadata"]["labels"]["tier"] == "front"


def test_what_stands_in_a_cluster_is_remembered_where_it_is_not_named(
    api_server: ApiServer, provider: KubernetesProvider, tmp_path: Path
) -> None:
    namespace, physical_id, outputs, inputs = created(provider)
    without = KubernetesProvider(tmp_path)
    changed = checked(without, namespace, labels={"tier": "front"})
    updated = without.update(namespace, physical_id, inputs, outputs, changed)
    live = without.read(namespace, physical_id, changed, updated)
    assert live
    assert live.inputs == changed
    assert live.outputs["metadata"]["uid"] == api_server.objects[NAMESPACE]["metadata"]["uid"]
    assert "labels" not in live.inputs or server.OWNER not in live.inputs["metadata"]["labels"]


@pytest.mark.parametrize("theirs", [{}, {"labels": {server.OWNER: "another sandbox's"}}], ids=["nobody's", "another's"])
def test_what_exists_already_is_not_taken_over(
    api_server: ApiServer, provider: KubernetesProvider, tmp_path: Path, theirs: dict[str, Any]
) -> None:
    api_server.hold("namespaces", "apps", **theirs)
    before = dict(api_server.objects)
    namespace = resource()
    inputs = checked(provider, namespace)
    with pytest.raises(ProviderError) as told:
        provider.create(namespace, inputs)
    assert str(told.value) == (
        "Namespace apps exists in here and isn't this stack's; delete it, or hand it over: kubectl --context here "
        f"label namespace apps groot-sandbox/owner={OWNER} --overwrite"
    )
    assert provider.diff(namespace, "apps", inputs, inputs, inputs).changed
    with pytest.raises(ProviderError, match="hand it over"):
        provider.update(namespace, "apps", inputs, inputs, inputs)
    delete(provider)
    assert api_server.objects == before
    assert not (tmp_path / "manifests/here/1-manifest").exists()


def test_what_is_handed_over_is_taken(api_server: ApiServer, provider: KubernetesProvider) -> None:
    api_server.hold("namespaces", "apps", **OURS)
    created(provider)
    assert api_server.applied[-1][1].endswith("force=true")


def test_the_mend_names_a_kind_by_its_group_and_namespace(api_server: ApiServer, provider: KubernetesProvider) -> None:
    api_server.hold("deployments", "apps", "shop")
    deployment = resource("kubernetes:apps/v1:Deployment")
    manifest = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "apps", "namespace": "shop"}}
    with pytest.raises(ProviderError, match=r"^Deployment shop/apps exists .* -n shop label deployment\.apps apps "):
        provider.create(deployment, manifest)


def test_deletion_ends_when_the_object_is_gone(api_server: ApiServer, provider: KubernetesProvider) -> None:
    created(provider)
    api_server.dying[NAMESPACE] = 3
    delete(provider)
    assert NAMESPACE not in api_server.objects


def test_deletion_does_not_wait_for_what_somebody_else_made_anew(
    api_server: ApiServer, provider: KubernetesProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "DELETION_SECONDS", 1)
    created(provider)
    api_server.dying[NAMESPACE] = 2
    api_server.successor = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "apps", "uid": "another"}}
    delete(provider)
    assert api_server.objects[NAMESPACE]["metadata"]["uid"] == "another"


def test_deletion_without_an_end_is_told(
    api_server: ApiServer, provider: KubernetesProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "DELETION_SECONDS", 0)
    created(provider)
    api_server.dying[NAMESPACE] = 10
    with pytest.raises(ProviderError, match="Namespace: not gone after 0 s"):
        delete(provider)


def test_object_that_is_being_deleted_is_not_taken_for_made(
    api_server: ApiServer, provider: KubernetesProvider
) -> None:
    api_server.dying[NAMESPACE] = 10
    with pytest.raises(ProviderError, match="the cluster is deleting it"):
        created(provider)


def test_refusal_is_told_in_the_server_s_words(provider: KubernetesProvider) -> None:
    namespace = resource()
    inputs = checked(provider, namespace, labels={"refuse": "yes"})
    with pytest.raises(ProviderError, match="Namespace: denied by a webhook"):
        provider.create(namespace, inputs)


def test_kind_that_the_cluster_lacks_is_named(provider: KubernetesProvider) -> None:
    gateway = resource("kubernetes:networking.istio.io/v1:Gateway")
    inputs = provider.check(gateway, {}, {"metadata": {"name": "g"}, "spec": {}})
    with pytest.raises(ProviderError, match="Gateway: No matches found"):
        provider.create(gateway, inputs)


def test_contexts_of_several_files_are_told_with_their_servers(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text(kubeconfig_of(here="https://one"))
    second.write_text(kubeconfig_of(here="https://other", there="https://two"))
    assert kubeconfig.contexts([first, second]) == {"here": "https://one", "there": "https://two"}


@pytest.mark.parametrize("content", ["[]", "{contexts: [{}]}", ": :", "\x80"])
def test_a_file_that_is_no_kubeconfig_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(ProviderError, match=f"^{path}: not a kubeconfig; name another with --kubeconfig$"):
        kubeconfig.contexts([path])


def test_a_cluster_that_does_not_answer_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(kubeconfig_of(here="http://127.0.0.1:1"))
    with pytest.raises(ProviderError, match=r"^http://127\.0\.0\.1:1: "):
        kubeconfig.connect([path], "here", OWNER)
