"""Rendering to a folder: what a user of the stock provider would miss, and what an API server would refuse."""

import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.providers.base import Fidelity, ProviderError, Resource
from sandbox.providers.kubernetes import KubernetesProvider
from sandbox.providers.kubernetes.provider import DEFAULT_VERSION
from sandbox.values import UNKNOWN, Properties
from settings import Cluster

NAMESPACE = "kubernetes:core/v1:Namespace"
VIRTUAL_SERVICE = "kubernetes:networking.istio.io/v1:VirtualService"
SERVICE_ENTRY = "kubernetes:networking.istio.io/v1:ServiceEntry"
DESTINATION_RULE = "kubernetes:networking.istio.io/v1:DestinationRule"


def resource(type_token: str, name: str = "thing", **provider: Any) -> Resource:
    provider = provider or {"renderYamlToDirectory": "manifests/here"}
    return Resource(urn=f"urn:pulumi:test::groot::{type_token}::{name}", type=type_token, name=name, provider=provider)


@pytest.fixture
def provider(tmp_path: Path) -> KubernetesProvider:
    return KubernetesProvider(tmp_path)


def create(provider: KubernetesProvider, what: Resource, inputs: Properties) -> tuple[str, Properties]:
    return provider.create(what, provider.check(what, {}, inputs))


def test_file_stands_where_the_stock_provider_puts_it(provider: KubernetesProvider, tmp_path: Path) -> None:
    service = resource("kubernetes:core/v1:Service")
    gateway = resource("kubernetes:networking.istio.io/v1:Gateway")
    definition = resource("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition")
    create(provider, service, {"metadata": {"name": "api", "namespace": "apps"}, "spec": {"ports": [{"port": 80}]}})
    create(provider, gateway, {"metadata": {"name": "edge"}, "spec": {"servers": []}})
    names = {"plural": "things", "singular": "thing", "kind": "Thing"}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {"type": "object"}}}
    spec = {"group": "groot.dev", "names": names, "scope": "Namespaced", "versions": [version]}
    create(provider, definition, {"metadata": {"name": "things.groot.dev"}, "spec": spec})

    folder = tmp_path / "manifests/here"
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.yaml")) == [
        "0-crd/apiextensions.k8s.io_v1-customresourcedefinition-default-things.groot.dev.yaml",
        "1-manifest/networking.istio.io_v1-gateway-default-edge.yaml",
        "1-manifest/v1-service-apps-api.yaml",
    ]


def test_rendered_file_is_the_manifest_and_only_its_owner_reads_it(
    provider: KubernetesProvider, tmp_path: Path
) -> None:
    physical_id, outputs = create(provider, resource(NAMESPACE), {"metadata": {"name": "apps"}})

    path = tmp_path / "manifests/here/1-manifest/v1-namespace-default-apps.yaml"
    assert physical_id == "apps"
    assert yaml.safe_load(path.read_text()) == outputs
    assert outputs == {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "apps"}}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_namespaced_id_names_its_namespace(provider: KubernetesProvider) -> None:
    physical_id, _ = create(provider, resource("kubernetes:core/v1:ServiceAccount"), _meta("api", namespace="apps"))
    assert physical_id == "apps/api"


def test_made_up_name_is_marked_and_kept(provider: KubernetesProvider) -> None:
    what = resource(NAMESPACE, "team")
    first = provider.check(what, {}, {"metadata": {"labels": {"a": "b"}}})
    again = provider.check(what, first, {"metadata": {"labels": {"a": "c"}}})

    stem, _, digits = first["metadata"]["name"].rpartition("-")
    assert stem == "team"
    assert len(digits) == 8
    assert int(digits, 16) >= 0
    assert first["metadata"]["annotations"] == {"pulumi.com/autonamed": "true"}
    assert again["metadata"]["name"] == first["metadata"]["name"]


def test_name_that_was_given_once_is_not_kept_when_it_is_taken_away(provider: KubernetesProvider) -> None:
    given = provider.check(resource(NAMESPACE, "team"), {}, _meta("apps"))
    assert provider.check(resource(NAMESPACE, "team"), given, {})["metadata"]["name"].startswith("team-")


@pytest.mark.parametrize(
    ("type_token", "inputs", "message"),
    [
        (NAMESPACE, {"metadata": {"name": "Apps"}}, r"metadata\.name: 'Apps' is not a DNS name"),
        (
            NAMESPACE,
            {"metadata": {"name": "team.apps"}},
            r"'team\.apps' is not a DNS name of at most 63 .* without dots",
        ),
        (NAMESPACE, {"metadata": {"name": "a" * 64}}, r"is not a DNS name of at most 63"),
        (
            "kubernetes:core/v1:Service",
            {"metadata": {"name": "2nd"}, "spec": {"ports": [{"port": 80}]}},
            r"'2nd' is not a DNS name from a letter on",
        ),
        ("kubernetes:core/v1:ServiceAccount", {"metadata": {"name": "a" * 254}}, r"of at most 253"),
        ("kubernetes:core/v1:ServiceAccount", {"metadata": {"name": "a", "namespace": "b.c"}}, r"metadata\.namespace"),
        (NAMESPACE, {"metadata": {"name": "a", "annotations": {"bad key": "x"}}}, r"metadata\.annotations: 'bad key'"),
        (NAMESPACE, {"metadata": {"name": "a", "labels": {"-/tier": "x"}}}, r"metadata\.labels: '-/tier' is not a key"),
        (NAMESPACE, {"metadata": {"name": "a", "labels": {"k": "not a label"}}}, r"metadata\.labels\.k: 'not a label'"),
        (NAMESPACE, {"metadata": {"name": "a", "label": {}}}, r"metadata: .*'label' was unexpected"),
        (
            "kubernetes:core/v1:Service",
            {"metadata": {"name": "api"}, "spec": {"ports": [{"port": "http"}]}},
            r"spec\.ports\[0\]\.port: 'http' is not of type 'integer'",
        ),
        (
            VIRTUAL_SERVICE,
            {"metadata": {"name": "r"}, "spec": {"http": [{"route": [{"destination": {"hots": "x"}}]}]}},
            r"spec\.http\[0\]\.route\[0\]\.destination: .*'hots' was unexpected",
        ),
        (
            "kubernetes:networking.istio.io/v1:Gateway",
            {
                "metadata": {"name": "g"},
                "spec": {
                    "servers": [
                        {
                            "hosts": ["a"],
                            "port": {"number": 443, "name": "https", "protocol": "HTTPS"},
                            "tls": {"mode": "SIMPEL"},
                        }
                    ]
                },
            },
            r"spec\.servers\[0\]\.tls\.mode: 'SIMPEL' is not one of",
        ),
        (
            VIRTUAL_SERVICE,
            {
                "metadata": {"name": "r"},
                "spec": {"http": [{"route": [{"destination": {"host": "x"}}], "timeout": "0s"}]},
            },
            r"spec\.http\[0\]\.timeout: '0s' does not match",
        ),
        (
            SERVICE_ENTRY,
            {"metadata": {"name": "e"}, "spec": {"hosts": ["x"], "ports": [{"number": 0, "name": "http"}]}},
            r"spec\.ports\[0\]\.number: 0 is less than the minimum of 1",
        ),
        (
            DESTINATION_RULE,
            {
                "metadata": {"name": "d"},
                "spec": {"host": "x", "trafficPolicy": {"outlierDetection": {"consecutive5xxErrors": -1}}},
            },
            r"consecutive5xxErrors: -1 is less than the minimum of 0",
        ),
        ("kubernetes:apps/v1beta1:Deployment", {"metadata": {"name": "d"}}, "not a kind of Kubernetes 1.36"),
        ("kubernetes:argoproj.io/v1alpha1:Application", {"metadata": {"name": "d"}, "spec": {}}, "not a kind of"),
        ("kubernetes:core/v1:Secret", {"metadata": {"name": "s"}, "stringData": {"a": "b"}}, "in clear on the disk"),
    ],
)
def test_what_an_api_server_would_refuse_is_refused(
    provider: KubernetesProvider, type_token: str, inputs: Properties, message: str
) -> None:
    with pytest.raises(ProviderError, match=message):
        provider.check(resource(type_token), {}, inputs)


@pytest.mark.parametrize(
    ("type_token", "metadata"),
    [
        (NAMESPACE, {"name": "a" * 63}),
        ("kubernetes:core/v1:ConfigMap", {"name": "a1-b"}),
        ("kubernetes:core/v1:ServiceAccount", {"name": "1.a-b", "namespace": "1-a"}),
        ("kubernetes:rbac.authorization.k8s.io/v1:Role", {"name": "System:Reader"}),
        (NAMESPACE, {"name": "a", "labels": {"example.com/A_b.c": "", "tier": "X_1"}}),
        (NAMESPACE, {"name": "a", "annotations": {"Example.com/note": "any words, and more"}}),
    ],
)
def test_names_and_keys_that_an_api_server_takes_are_taken(
    provider: KubernetesProvider, type_token: str, metadata: dict[str, Any]
) -> None:
    assert provider.check(resource(type_token), {}, {"metadata": metadata})["metadata"] == metadata


def test_connection_may_idle_without_end(provider: KubernetesProvider) -> None:
    spec = {"host": "x", "trafficPolicy": {"connectionPool": {"tcp": {"idleTimeout": "0s"}}}}
    assert provider.check(resource(DESTINATION_RULE), {}, {**_meta("d"), "spec": spec})["spec"] == spec


def test_manifest_with_unknown_parts_is_judged_when_they_are_known(provider: KubernetesProvider) -> None:
    what = resource("kubernetes:core/v1:Service")
    inputs = {"metadata": {"name": "api"}, "spec": {"ports": [{"port": UNKNOWN}]}}
    assert provider.check(what, {}, inputs)["spec"]["ports"] == [{"port": UNKNOWN}]
    with pytest.raises(ProviderError, match=r"spec\.ports\[0\]\.port"):
        provider.check(what, {}, {"metadata": {"name": "api"}, "spec": {"ports": [{"port": "x"}]}})


def test_kubernetes_version_decides_which_kinds_there_are(tmp_path: Path) -> None:
    newer = KubernetesProvider(tmp_path, version="1.34")
    older = KubernetesProvider(tmp_path, version="1.33")
    token = "kubernetes:resource.k8s.io/v1:DeviceClass"
    assert newer.fidelity(token) is Fidelity.REAL
    with pytest.raises(ProviderError, match=r"not a kind of Kubernetes 1\.33"):
        older.fidelity(token)


def test_manifests_are_judged_by_the_version_that_clusters_have() -> None:
    assert Cluster().version == DEFAULT_VERSION


def test_unlisted_kind_is_an_error_and_listed_ones_are_real(provider: KubernetesProvider) -> None:
    assert provider.fidelity(NAMESPACE) is Fidelity.REAL
    assert provider.fidelity(VIRTUAL_SERVICE) is Fidelity.REAL
    with pytest.raises(ProviderError, match="in no table of custom kinds"):
        provider.fidelity("kubernetes:example.com/v1:Thing")


def test_label_changes_in_place_but_another_name_replaces(provider: KubernetesProvider) -> None:
    what = resource(NAMESPACE)
    _, old = create(provider, what, _meta("apps"))
    labelled = provider.check(what, old, {"metadata": {"name": "apps", "labels": {"tier": "front"}}})
    renamed = provider.check(what, old, _meta("other"))

    label_diff = provider.diff(what, "apps", old, old, labelled)
    name_diff = provider.diff(what, "apps", old, old, renamed)
    assert (label_diff.changed, label_diff.replaces) == (["metadata"], [])
    assert (name_diff.changed, name_diff.replaces) == (["metadata"], ["metadata"])
    assert not provider.collides(what, "apps", old, renamed)
    assert not provider.diff(what, "apps", old, old, old).changed


def test_immutable_field_under_the_same_name_is_deleted_first(provider: KubernetesProvider) -> None:
    what = resource("kubernetes:core/v1:ConfigMap")
    old = provider.check(what, {}, {**_meta("flags"), "data": {"a": "1"}})
    new = provider.check(what, old, {**_meta("flags"), "data": {"a": "2"}})
    diff = provider.diff(what, "flags", old, old, new)
    assert diff.replaces == ["data"]
    assert provider.collides(what, "flags", old, new)


def test_edited_file_reads_back_edited_and_a_deleted_one_as_gone(provider: KubernetesProvider, tmp_path: Path) -> None:
    what = resource(NAMESPACE)
    physical_id, outputs = create(provider, what, _meta("apps"))
    path = tmp_path / "manifests/here/1-manifest/v1-namespace-default-apps.yaml"
    path.write_text(path.read_text() + "spec:\n  finalizers: [mine]\n")

    live = provider.read(what, physical_id, outputs, outputs)
    assert live is not None
    assert live.inputs == {**outputs, "spec": {"finalizers": ["mine"]}}
    path.unlink()
    assert provider.read(what, physical_id, outputs, outputs) is None


@pytest.mark.parametrize(
    ("left", "told"),
    [
        ("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: apps\nspec:\n  finalizers: [mine]\n", ["spec"]),
        ("apiVersion: v1\nkind: Namespace\nmetadata:\n  labels: {a: b}\n  name: apps\n", ["metadata"]),
        ("# mine\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: apps\n", ["metadata"]),
        ("metadata: [", ["metadata"]),
        ("- a list", ["metadata"]),
        (b"\xff\xfe\xfd", ["metadata"]),
        (None, ["metadata"]),
    ],
    ids=["a-field", "a-label", "a-comment", "no-yaml", "no-manifest", "no-text", "deleted"],
)
def test_file_that_somebody_changed_is_found_as_a_change_and_written_anew(
    provider: KubernetesProvider, tmp_path: Path, left: str | bytes | None, told: list[str]
) -> None:
    what = resource(NAMESPACE)
    physical_id, outputs = create(provider, what, _meta("apps"))
    path = tmp_path / "manifests/here/1-manifest/v1-namespace-default-apps.yaml"
    rendered = path.read_bytes()
    assert provider.diff(what, physical_id, outputs, outputs, outputs).changed == []
    path.unlink()
    if left is not None:
        path.write_bytes(left if isinstance(left, bytes) else left.encode())
    found = provider.diff(what, physical_id, outputs, outputs, outputs)
    assert (found.changed, found.replaces) == (told, [])
    provider.update(what, physical_id, outputs, outputs, outputs)
    assert path.read_bytes() == rendered


def test_file_that_is_no_manifest_is_reported_with_its_path(provider: KubernetesProvider, tmp_path: Path) -> None:
    what = resource(NAMESPACE)
    physical_id, outputs = create(provider, what, _meta("apps"))
    (tmp_path / "manifests/here/1-manifest/v1-namespace-default-apps.yaml").write_text("metadata: [")
    with pytest.raises(ProviderError, match=r"v1-namespace-default-apps\.yaml: cannot be read as YAML"):
        provider.read(what, physical_id, outputs, outputs)


def test_existing_file_can_be_imported_by_type_and_id(provider: KubernetesProvider) -> None:
    what = resource("kubernetes:core/v1:ServiceAccount")
    physical_id, outputs = create(provider, what, _meta("api", namespace="apps"))
    live = provider.read(what, physical_id, {}, {})
    assert live is not None
    assert live.inputs == outputs


def test_interrupted_create_is_found(provider: KubernetesProvider) -> None:
    what = resource(NAMESPACE)
    inputs = provider.check(what, {}, _meta("apps"))
    assert provider.find(what, inputs) is None
    provider.create(what, inputs)
    assert provider.find(what, inputs) == "apps"


def test_delete_leaves_no_manifest_and_may_be_repeated(provider: KubernetesProvider, tmp_path: Path) -> None:
    what = resource(NAMESPACE)
    physical_id, outputs = create(provider, what, _meta("apps"))
    provider.delete(what, physical_id, outputs, outputs)
    provider.delete(what, physical_id, outputs, outputs)
    assert list((tmp_path / "manifests/here").rglob("*.yaml")) == []


def test_update_rewrites_the_file(provider: KubernetesProvider, tmp_path: Path) -> None:
    what = resource(NAMESPACE)
    physical_id, old = create(provider, what, _meta("apps"))
    new = provider.check(what, old, {"metadata": {"name": "apps", "labels": {"tier": "front"}}})
    provider.update(what, physical_id, old, old, new)
    path = tmp_path / "manifests/here/1-manifest/v1-namespace-default-apps.yaml"
    assert yaml.safe_load(path.read_text())["metadata"]["labels"] == {"tier": "front"}


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifests").write_text("a file in the way")
    provider = KubernetesProvider(tmp_path)
    with pytest.raises(ProviderError, match=r"manifests/here/1-manifest/.*cannot be rendered there"):
        create(provider, resource(NAMESPACE), _meta("apps"))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"version": "4.34.2"}, "needs a kubernetes.Provider with render_yaml_to_directory"),
        ({"renderYamlToDirectory": "m", "namespace": "apps"}, "namespace: not emulated"),
    ],
)
def test_provider_setting_is_honoured_or_refused(
    provider: KubernetesProvider, settings: dict[str, str], message: str
) -> None:
    with pytest.raises(ProviderError, match=message):
        provider.check(resource(NAMESPACE, **settings), {}, _meta("apps"))


def _meta(name: str, **more: str) -> Properties:
    return {"metadata": {"name": name, **more}}
