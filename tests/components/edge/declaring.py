"""What a program declares, without a cloud: the engine with a provider that accepts everything."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sandbox.providers.tls.provider import TlsProvider
from tests.components.deployed import deployment_by
from tests.sandbox.engine.permissive import PermissiveProvider


class _Provider(PermissiveProvider):
    """Knows of APIs what they are called by those who call functions for them."""

    @staticmethod
    def _outputs(physical_id: str, inputs: dict[str, Any]) -> dict[str, Any]:
        found = PermissiveProvider._outputs(physical_id, inputs)
        return {**found, "executionArn": f"arn:aws:execute-api:us-east-1:123456789012:{physical_id}"}


def declared(program: Callable[[], None], folder: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    """Deploy *program* into nothing and return the type and the inputs of each resource, by logical name."""
    provider = _Provider()
    result = deployment_by({"aws": provider, "tls": TlsProvider()}, folder, program).up()
    assert not result.failed, [*result.failures, *result.diagnostics]
    return {
        urn.rsplit("::", 1)[1]: (urn.split("::")[2].rsplit("$", 1)[-1], inputs)
        for urn, inputs in provider.cloud.values()
    }
