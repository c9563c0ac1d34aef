"""The providers that a stack is deployed with."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.base import Provider
from sandbox.providers.guard import Guarded
from sandbox.providers.kubernetes.provider import KubernetesProvider
from sandbox.providers.kubernetes.server import Server
from sandbox.providers.recorded import RecordedProvider
from sandbox.providers.tls.provider import TlsProvider


class Providers(dict[str, Provider]):
    """Providers by package. A package that none is written for is recorded."""

    def __missing__(self, package: str) -> Provider:
        return self.setdefault(package, Guarded(RecordedProvider()))


def standard_providers(endpoint: str, root: Path, clusters: Mapping[str, Server] = MappingProxyType({})) -> Providers:
    """Return every package's provider: AWS answers at *endpoint*, relative folders are below the project's *root*.

    *clusters* are those that manifests are applied to, by the name of the folder that they are rendered to.
    """
    providers = {"aws": AwsProvider(endpoint), "kubernetes": KubernetesProvider(root, clusters), "tls": TlsProvider()}
    return Providers({package: Guarded(provider) for package, provider in providers.items()})
