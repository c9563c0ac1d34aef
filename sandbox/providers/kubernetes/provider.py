"""The kubernetes provider: each resource is one manifest in a folder, and in a cluster when there is a kubeconfig.

Folder, file names, generated names, ids and what forces a replacement are pulumi-kubernetes's own, so that the stock
engine takes over without a change. Unlike it, a `Secret` is refused: its value would lie in clear on the disk.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from typing_extensions import override

from sandbox.providers.base import Diff, Fidelity, Live, Provider, ProviderError, Resource
from sandbox.providers.kubernetes import files, manifests, schemas, server
from sandbox.values import Properties, has_unknown

DEFAULT_VERSION: Final = "1.36"
"""Kubernetes minor version that manifests are judged by; the clusters' default too."""

PROVIDER_INPUTS: Final = frozenset(
    {"renderYamlToDirectory", "kubeconfig", "context", "version", "pluginDownloadURL", "__internal"}
)
"""Inputs of a `pulumi:providers:kubernetes` resource that are honoured; any other is refused."""


class KubernetesProvider(Provider):
    """Resources of the package `kubernetes`."""

    def __init__(self, root: Path, version: str = DEFAULT_VERSION) -> None:
        """Resolve relative folders against *root*, the project's; judge manifests by Kubernetes *version*."""
        self._root = root
        self._version = version

    @override
    def check(self, resource: Resource, olds: Properties, news: Properties) -> Properties:
        """Name the resource and judge its manifest, unless parts of it are still unknown."""
        self._settings(resource)
        manifest = manifests.complete(resource.type, resource.name, olds, news)
        if manifest["kind"] == "Secret":
            raise ProviderError("a Secret would lie in clear on the disk; let the cluster fetch it (ExternalSecret)")
        if not has_unknown(manifest):
            schemas.validate(manifest, self._version)
        return manifest

    @override
    def diff(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Diff:
        """Compare manifests; a change of identity or of an immutable field replaces."""
        changed = [key for key in {**old_inputs, **news} if old_inputs.get(key) != news.get(key)]
        immutable = manifests.immutable_changes(manifests.kind_key(resource.type), old_inputs, news)
        same_name = not has_unknown(news["metadata"]) and manifests.identity(news) == physical_id
        return Diff(
            changed=changed,
            replaces=[key for key in changed if key in immutable],
            delete_before_replace=bool(immutable) and same_name,
        )

    @override
    def preview(self, resource: Resource, news: Properties, old_outputs: Properties) -> Properties:
        """Return the manifest: rendering adds nothing to it."""
        return news

    @override
    def create(self, resource: Resource, inputs: Properties) -> tuple[str, Properties]:
        """Render the manifest, and apply it when there is a cluster."""
        return manifests.identity(inputs), self._put(resource, inputs)

    @override
    def update(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Properties:
        """Render the manifest anew, and apply it when there is a cluster."""
        return self._put(resource, news)

    @override
    def read(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> Live | None:
        """Read the cluster's resource, or the rendered file, back."""
        stub = manifests.stub(resource.type, physical_id)
        cluster, path = self._cluster(resource), self._path(resource, stub)
        live = cluster.read(stub) if cluster else files.read(path) if path else None
        if live is None:
            return None
        ours = manifests.pruned(live, inputs) if cluster and inputs else live
        return Live(physical_id=physical_id, inputs=ours, outputs=live)

    @override
    def delete(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> None:
        """Delete the cluster's resource and the rendered file."""
        stub = manifests.stub(resource.type, physical_id)
        if cluster := self._cluster(resource):
            cluster.delete(stub)
        if path := self._path(resource, stub):
            files.remove(path)

    @override
    def find(self, resource: Resource, inputs: Properties) -> str | None:
        """Return the id when the cluster or the folder already has the resource."""
        physical_id = manifests.identity(inputs)
        return physical_id if self.read(resource, physical_id, {}, {}) else None

    @override
    def invoke(self, token: str, args: Properties, provider: Mapping[str, Any]) -> Properties:
        """Refuse: programs use plain resources."""
        raise ProviderError(f"{token}: not offered; declare the resources themselves")

    @override
    def fidelity(self, type_token: str) -> Fidelity:
        """Every kind that has a schema is rendered whole."""
        if not schemas.known(manifests.kind_key(type_token), self._version):
            raise ProviderError(
                f"{type_token}: not a kind of Kubernetes {self._version} and in no table of custom kinds"
            )
        return Fidelity.REAL

    def _put(self, resource: Resource, manifest: Properties) -> Properties:
        if path := self._path(resource, manifest):
            files.write(path, manifest)
        cluster = self._cluster(resource)
        return cluster.apply(manifest) if cluster else manifest

    def _path(self, resource: Resource, manifest: Properties) -> Path | None:
        folder, metadata = self._settings(resource).get("renderYamlToDirectory"), manifest["metadata"]
        where = (manifest["apiVersion"], manifest["kind"], metadata.get("namespace"), metadata["name"])
        return files.path_of(self._root / folder, *where) if folder else None

    def _cluster(self, resource: Resource) -> server.Server | None:
        settings = self._settings(resource)
        return server.connect(settings["kubeconfig"], settings.get("context")) if settings.get("kubeconfig") else None

    @staticmethod
    def _settings(resource: Resource) -> Properties:
        settings = resource.provider
        if refused := sorted(settings.keys() - PROVIDER_INPUTS):
            raise ProviderError(f"the kubernetes provider's {', '.join(refused)}: not emulated; remove it")
        if not settings.get("renderYamlToDirectory") and not settings.get("kubeconfig"):
            raise ProviderError(
                "needs a kubernetes.Provider with render_yaml_to_directory (or a kubeconfig) in its options"
            )
        return settings
