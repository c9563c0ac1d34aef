"""The kubernetes provider: each resource is one manifest in a folder, and in a cluster where whoever runs it names one.

Folder, file names, generated names, ids and what forces a replacement are pulumi-kubernetes's own, so that the stock
engine takes over without a change. Unlike it, a `Secret` is refused: its value would lie in clear on the disk. Like it,
a provider that renders applies nothing, whatever kubeconfig it was given; and the sandbox has none that only applies.

A cluster goes by the last part of its folder's name. What is there is looked at as a resource is compared, so that the
same manifest is applied to a cluster that doesn't hold it, and a file that somebody has edited or deleted is written
anew; `read` tells of the folder, which is what the state is of.
"""

from collections.abc import Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any, Final

from typing_extensions import override

from sandbox.providers.base import Diff, Fidelity, Live, Provider, ProviderError, Resource
from sandbox.providers.kubernetes import files, manifests, schemas
from sandbox.providers.kubernetes.server import Server
from sandbox.values import Properties, has_unknown

DEFAULT_VERSION: Final = "1.36"
"""Kubernetes minor version that manifests are judged by; the clusters' default too."""

PROVIDER_INPUTS: Final = frozenset(
    {"renderYamlToDirectory", "kubeconfig", "context", "version", "pluginDownloadURL", "__internal"}
)
"""Inputs of a `pulumi:providers:kubernetes` resource that may stand beside a folder; any other is refused."""


class KubernetesProvider(Provider):
    """Resources of the package `kubernetes`."""

    def __init__(
        self, root: Path, clusters: Mapping[str, Server] = MappingProxyType({}), version: str = DEFAULT_VERSION
    ) -> None:
        """Resolve relative folders against *root*, the project's; judge manifests by Kubernetes *version*.

        What is rendered to the folder of one of the *clusters* is applied there too.
        """
        self._root = root
        self._clusters = clusters
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
        """Compare manifests, and the file with its own; a change of identity or of an immutable field replaces."""
        changed = [key for key in {**old_inputs, **news} if old_inputs.get(key) != news.get(key)]
        if not changed and self._is_out_of_step(resource, physical_id, old_outputs, news):
            changed = ["metadata"]
        if not changed:
            changed = files.edited(self._path(resource, news), news)
        immutable = manifests.immutable_changes(manifests.kind_key(resource.type), old_inputs, news)
        return Diff(changed=changed, replaces=[key for key in changed if key in immutable])

    @override
    def collides(self, resource: Resource, physical_id: str, old_inputs: Properties, news: Properties) -> bool:
        """Return whether the replacement would have the identity of what it replaces."""
        return not has_unknown(news["metadata"]) and manifests.identity(news) == physical_id

    @override
    def preview(self, resource: Resource, news: Properties, old_outputs: Properties) -> Properties:
        """Return the manifest: rendering adds nothing to it."""
        return news

    @override
    def create(self, resource: Resource, inputs: Properties) -> tuple[str, Properties]:
        """Apply the manifest where there is a cluster, and render it."""
        return manifests.identity(inputs), self._put(resource, inputs, {})

    @override
    def update(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Properties:
        """Apply the manifest where there is a cluster, and render it anew."""
        return self._put(resource, news, old_outputs)

    @override
    def read(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> Live | None:
        """Read the rendered file back."""
        live = files.read(self._path(resource, manifests.stub(resource.type, physical_id)))
        if live is None:
            return None
        known = outputs if live == inputs else manifests.as_applied(live, outputs)
        return Live(physical_id=physical_id, inputs=live, outputs=known)

    @override
    def delete(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> None:
        """Delete the resource where there is a cluster, and the rendered file."""
        stub = manifests.stub(resource.type, physical_id)
        if cluster := self._cluster(resource):
            cluster.delete(stub)
        files.remove(self._path(resource, stub))

    @override
    def find(self, resource: Resource, inputs: Properties) -> str | None:
        """Return the id when the folder has the resource already."""
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

    def _put(self, resource: Resource, manifest: Properties, old_outputs: Properties) -> Properties:
        cluster = self._cluster(resource)
        outputs = cluster.apply(manifest) if cluster else manifests.as_applied(manifest, old_outputs)
        files.write(self._path(resource, manifest), manifest)
        return outputs

    def _is_out_of_step(self, resource: Resource, physical_id: str, outputs: Properties, news: Properties) -> bool:
        """Return whether a cluster lacks the resource, has somebody else's, or has it changed since it was applied."""
        cluster = self._cluster(resource)
        if cluster is None:
            return False
        live = cluster.read(manifests.stub(resource.type, physical_id))
        if live is None or not cluster.owns(live):
            return True
        return manifests.pruned(live, news) != manifests.pruned(outputs, news)

    def _path(self, resource: Resource, manifest: Properties) -> Path:
        metadata = manifest["metadata"]
        where = (manifest["apiVersion"], manifest["kind"], metadata.get("namespace"), metadata["name"])
        return files.path_of(self._root / self._folder(resource), *where)

    def _cluster(self, resource: Resource) -> Server | None:
        return self._clusters.get(PurePath(self._folder(resource)).name)

    def _folder(self, resource: Resource) -> str:
        return str(self._settings(resource)["renderYamlToDirectory"])

    @staticmethod
    def _settings(resource: Resource) -> Properties:
        settings = resource.provider
        if refused := sorted(settings.keys() - PROVIDER_INPUTS):
            raise ProviderError(f"the kubernetes provider's {', '.join(refused)}: not emulated; remove it")
        if not settings.get("renderYamlToDirectory"):
            raise ProviderError(
                "needs a kubernetes.Provider with render_yaml_to_directory in its options; the sandbox renders, and "
                "applies only where `groot up --apply-to-context` says so"
            )
        return settings
