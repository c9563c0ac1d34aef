"""The providers that a stack is deployed with."""

from collections.abc import Mapping
from pathlib import Path

from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.base import Provider
from sandbox.providers.guard import Guarded
from sandbox.providers.kubernetes.provider import KubernetesProvider
from sandbox.providers.tls.provider import TlsProvider


def standard_providers(endpoint: str, root: Path) -> Mapping[str, Provider]:
    """Return every package's provider: AWS answers at *endpoint*, relative folders are below the project's *root*."""
    providers = {"aws": AwsProvider(endpoint), "kubernetes": KubernetesProvider(root), "tls": TlsProvider()}
    return {package: Guarded(provider) for package, provider in providers.items()}
