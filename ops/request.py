"""What a command line asks for, and the ways in which it cannot be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit


class Command(StrEnum):
    """Commands that run an engine."""

    PREVIEW = "preview"
    UP = "up"
    DESTROY = "destroy"
    DRIFT = "drift"
    REFRESH = "refresh"
    IMPORT = "import"


class Engine(StrEnum):
    """What carries a command out."""

    SANDBOX = "sandbox"
    """The embedded engine, against the emulator or another endpoint."""
    PULUMI = "pulumi"
    """The stock command, against whatever account the credentials open."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """A command with its options."""

    command: Command
    stack: str
    engine: Engine = Engine.SANDBOX
    endpoint: str | None = None
    """Where AWS answers; the emulator's when None."""
    targets: Sequence[str] = ()
    as_json: bool = False
    yes: bool = False
    """Whether what needs a confirmation has it."""
    resource: tuple[str, str, str] = ("", "", "")
    """Type, name and id, for an import."""
    policy_packs: Sequence[str] = ()
    """Folders, or names, of the policy packs that judge; every rule when empty."""
    out: Path | None = None
    """Where a preview writes its Terraform plan."""
    policy_pack_config: Path | None = None
    """Levels and thresholds, in the stock command's form."""
    apply_to_context: Sequence[str] = ()
    """Clusters to apply manifests to, as `REGION=CONTEXT`."""
    kubeconfig: Path | None = None
    """Where their contexts are; the usual place when None."""


class UsageError(Exception):
    """The command cannot be done as it was asked; the message says how to ask."""


class OperationError(Exception):
    """Something outside the project is not as the command needs it; the message says how to mend it."""


def check_endpoint(endpoint: str | None) -> None:
    """Raise `UsageError` unless *endpoint* is None or a URL that AWS can answer at."""
    try:
        parts = urlsplit(endpoint or "http://127.0.0.1")
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(f"--endpoint {endpoint}: not a URL that AWS answers at, such as http://127.0.0.1:5577")
