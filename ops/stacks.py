"""Where a stack is in the sandbox: its state, its deployment, and the emulator that stands in for AWS."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from policies.rules.stack._account import SHARED_ACCOUNT
from sandbox import fixtures
from sandbox.dataplane import postgresql
from sandbox.emulator import Emulator
from sandbox.engine.deployment import Deployment
from sandbox.engine.urns import STACK_TYPE
from sandbox.project import Project, find_passphrase
from sandbox.providers import dynamic
from sandbox.providers.kubernetes.server import Server
from sandbox.providers.stack_references import StackReferences
from sandbox.providers.standard import standard_providers
from sandbox.state.store import Store


def state_folder(root: Path) -> Path:
    """Return where the sandbox keeps its state, apart from the stock command's."""
    return root / ".sandbox" / "state"


def open_store(root: Path, project: Project) -> Store:
    """Return the stack's state, to be entered."""
    return Store(state_folder(root), project.name, project.stack, find_passphrase(root), project.encryption_salt)


def open_deployment(
    root: Path, project: Project, endpoint: str, clusters: Mapping[str, Server] = MappingProxyType({})
) -> Deployment:
    """Return the stack's deployment against *endpoint*, whose manifests are applied to *clusters*, by region."""
    providers = standard_providers(endpoint, root, clusters)
    providers["pulumi"] = StackReferences(fixtures.load(root), lambda stack: _outputs_of(root, project, stack))
    providers[dynamic.PACKAGE] = dynamic.DynamicProvider(project.name, project.config)
    return Deployment(project, state_folder(root), providers, find_passphrase(root))


def _outputs_of(root: Path, project: Project, reference: str) -> Mapping[str, Any] | None:
    """Return the outputs of the stack of this project that a program calls *reference*, where the sandbox has it.

    The name is `stack`, `organization/stack` or `organization/project/stack` (Pulumi docs, "Stack references").
    """
    *scope, stack = reference.split("/")
    if (len(scope) > 1 and scope[-1] != project.name) or stack == project.stack:
        return None
    with Store(state_folder(root), project.name, stack, find_passphrase(root)) as store:
        return next((each.outputs for each in store.resources if each.type == STACK_TYPE), None)


def guests(root: Path, project: Project) -> list[str]:
    """Return the other stacks, of those in the sandbox, that say that the project's stack owns their account.

    Raises:
        StateError: the state of one is damaged, or in use.
    """
    mark = f"::{SHARED_ACCOUNT}::account-of-{project.stack}"
    passphrase = find_passphrase(root)

    def is_guest(stack: str) -> bool:
        with Store(state_folder(root), project.name, stack, passphrase) as store:
            return any(resource.urn.endswith(mark) for resource in store.resources)

    files = state_folder(root).glob("*.j*")
    stacks = {file.stem for file in files if file.suffix in (".json", ".journal")} - {project.stack}
    return [stack for stack in sorted(stacks) if is_guest(stack)]


def emulator(root: Path, project: Project, *, deploys: bool, quiet: bool) -> str:
    """Return where the emulator answers that is the account of the project's stack.

    Starts it when it isn't up, and says so unless *quiet*. The first emulator becomes the account of the stack that
    *deploys* there first; a stack in another account goes to an emulator of that account's own.
    """
    account = str(project.config.get(f"{project.name}:accountOwner") or project.stack)
    first, own = Emulator(root), Emulator(root, account)
    known = first.known()
    found = own if own.known() or (known and known.account not in ("", account)) else first
    endpoint = _started(found, quiet=quiet)
    if deploys and not found.claim(account):  # another stack was faster
        endpoint = _started(own, quiet=quiet)
    if deploys and not quiet and postgresql.binaries() is None:
        print(postgresql.MISSING)
    return endpoint


def _started(found: Emulator, *, quiet: bool) -> str:
    ran = found.status() is not None
    status = found.start()
    if not ran and not quiet:
        whose = f" for the account of {status.account}" if status.account else ""
        print(f"started the emulator at {status.endpoint}{whose}; it stays up until `groot emulator stop`")
    return status.endpoint
