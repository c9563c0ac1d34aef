"""Where a stack is in the sandbox: its state, its deployment, and the emulator that stands in for AWS."""

from pathlib import Path

from sandbox.emulator import Emulator
from sandbox.engine.deployment import Deployment
from sandbox.project import Project, find_passphrase
from sandbox.providers.standard import standard_providers
from sandbox.state.store import Store


def state_folder(root: Path) -> Path:
    """Return where the sandbox keeps its state, apart from the stock command's."""
    return root / ".sandbox" / "state"


def open_store(root: Path, project: Project) -> Store:
    """Return the stack's state, to be entered."""
    return Store(state_folder(root), project.name, project.stack, find_passphrase(root), project.encryption_salt)


def open_deployment(root: Path, project: Project, endpoint: str) -> Deployment:
    """Return the stack's deployment against *endpoint*."""
    return Deployment(project, state_folder(root), standard_providers(endpoint, root), find_passphrase(root))


def emulator(root: Path, *, quiet: bool) -> str:
    """Return where the emulator answers. Starts it when it isn't up, and says so unless *quiet*."""
    found = Emulator(root)
    ran = found.status() is not None
    endpoint = found.start().endpoint
    if not ran and not quiet:
        print(f"started the emulator at {endpoint}; it stays up until `groot emulator stop`")
    return endpoint
