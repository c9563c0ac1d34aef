"""What a program declares, without a cloud: the engine with a provider that accepts everything."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sandbox.engine.deployment import Deployment
from sandbox.project import load_project
from tests.sandbox.engine.permissive import PermissiveProvider


def declared(program: Callable[[], None], folder: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    """Deploy *program* into nothing and return the type and the inputs of each resource, by logical name."""
    (folder / "Pulumi.yaml").write_text("name: groot\nruntime: python\n")
    (folder / "Pulumi.room.yaml").write_text("config: {aws:region: us-east-1}\n")
    provider = PermissiveProvider()
    project = load_project(folder, "room", lambda _root: "room")
    result = Deployment(project, folder / ".sandbox", {"aws": provider}, "room", program).up()
    assert not result.failed, [*result.failures, *result.diagnostics]
    return {
        urn.rsplit("::", 1)[1]: (urn.split("::")[2].rsplit("$", 1)[-1], inputs)
        for urn, inputs in provider.cloud.values()
    }
