"""Stacks in a temporary folder on the permissive provider."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.engine.deployment import Deployment
from sandbox.engine.host import program_at
from sandbox.project import load_project
from sandbox.providers.base import Provider
from sandbox.state.store import Store
from tests.sandbox.engine.permissive import PermissiveProvider

SALT = "v1:JJ/O/jbQPHY=:v1:+urRdnjapcO8g/gO:mxf2D98Si0K0nJfWilTzDr/DEvVEAQ=="
"""The recorded stack's: its key is derived once for all tests."""
RECORDINGS = Path(__file__).parents[1] / "recordings"


class Stack:
    """One stack whose program can be exchanged between runs."""

    def __init__(self, root: Path, stack: str = "demo", passphrase: str = "sample") -> None:
        self.root = root
        self.passphrase = passphrase
        self.project = load_project(root, stack, lambda _root: passphrase)
        self.provider = PermissiveProvider()

    def unprotect(self) -> None:
        """Let everything in the state be deleted."""
        folder = self.root / ".sandbox"
        with Store(folder, self.project.name, self.project.stack, self.passphrase) as store:
            for resource in store.resources:
                resource.protect = False
                store.rewrite(resource)

    def deployment(self, program: Callable[[], Any] | str) -> Deployment:
        if isinstance(program, str):
            (self.root / "__main__.py").write_text((RECORDINGS / program).read_text())
            program = program_at(self.root)
        providers: dict[str, Provider] = {"aws": self.provider, "tls": self.provider, "kubernetes": self.provider}
        return Deployment(self.project, self.root / ".sandbox", providers, self.passphrase, program)


@pytest.fixture
def recorded(tmp_path: Path) -> Stack:
    """The recorded project, stack `demo`."""
    for name in ("Pulumi.yaml", "Pulumi.demo.yaml"):
        (tmp_path / name).write_text((RECORDINGS / name).read_text())
    return Stack(tmp_path)


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    """A project without configuration."""
    (tmp_path / "Pulumi.yaml").write_text("name: sample\nruntime: python\n")
    (tmp_path / "Pulumi.demo.yaml").write_text(f"encryptionsalt: {SALT}\nconfig: {{}}\n")
    return Stack(tmp_path)
