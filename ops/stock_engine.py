"""Hands a command over to the stock `pulumi`, which reaches real accounts: shows which one, and asks first."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from ops.functions.building import build
from ops.judge import registry
from ops.request import Command, OperationError, Request, UsageError
from policies import configuration
from policies.packs import IN_FORCE
from sandbox.project import Project, find_root, load_project

INSTALL = "https://www.pulumi.com/docs/install/"
PACKS = Path("policies") / "packs"
PACK_FILE = "PulumiPolicy.yaml"
_COMMANDS: dict[Command, Sequence[str]] = {
    Command.PREVIEW: ("preview",),
    Command.UP: ("up", "--yes"),
    Command.DESTROY: ("destroy", "--yes"),
    Command.DRIFT: ("refresh", "--preview-only", "--expect-no-changes", "--diff"),
    Command.REFRESH: ("refresh", "--yes"),
    Command.IMPORT: ("import", "--yes"),
}
"""Pulumi CLI reference; the confirmation has been asked for by then. Without `--diff` a comparison lists all resources,
and the few that it is made for don't stand out, or not at all where only the beginning is kept."""
_READ_ONLY = (Command.PREVIEW, Command.DRIFT)


def run(request: Request) -> NoReturn:
    """Become the stock command; its exit codes are its own."""
    if request.out:
        raise UsageError("--out goes with --engine sandbox, which writes the plan; leave --engine out")
    if request.apply_to_context or request.kubeconfig:
        raise UsageError("--apply-to-context goes with --engine sandbox; with pulumi, clusters fetch their manifests")
    root = find_root(Path.cwd())
    project = load_project(root, request.stack, passphrase_source=None)
    binary = shutil.which("pulumi")
    if binary is None:
        raise OperationError(f"--engine pulumi needs the `pulumi` command, which is not on PATH; install it: {INSTALL}")
    if request.command in (Command.PREVIEW, Command.UP):
        build(root, fetches=False)
    region = project.config.get("aws:region")
    chosen = packs_of(root, request.policy_packs)
    configs = pack_configs(request, project, chosen)
    print(f"{request.command.value} {request.stack} on {_account(region, request.endpoint)}", file=sys.stderr)
    if request.command not in _READ_ONLY and not request.yes:
        _confirm(request)
    if request.endpoint:
        os.environ["AWS_ENDPOINT_URL"] = request.endpoint
    sys.stdout.flush()
    given = arguments(request, root, chosen, configs)
    if request.command is Command.PREVIEW and _is_deployed(binary, request.stack, root):
        given.append("--diff")
    os.execv(binary, [binary, *given])  # noqa: S606 - no shell


def packs_of(root: Path, given: Sequence[str]) -> Sequence[Path]:
    """Return the folders of the packs *given*, by path or name; else the one in force, or all that the project has."""
    if given:
        return [Path(each) if (Path(each) / PACK_FILE).is_file() else root / PACKS / Path(each).name for each in given]
    in_force = root / PACKS / IN_FORCE
    own = sorted(each.parent for each in (root / PACKS.parent).glob(f"*/{PACK_FILE}"))
    return own if own and not in_force.is_dir() else [in_force]


def arguments(
    request: Request, root: Path, policy_packs: Sequence[Path], configs: Mapping[Path, Path] = MappingProxyType({})
) -> list[str]:
    """Return the stock command's arguments for *request*: *configs* holds the configuration of each configured pack."""
    result = [*_COMMANDS[request.command], "--stack", request.stack, "--cwd", str(root)]
    if request.command is Command.IMPORT:
        result += request.resource
    if request.command in (Command.PREVIEW, Command.UP):
        for pack in policy_packs:
            result += ["--policy-pack", str(pack)]
            if pack in configs:
                result += ["--policy-pack-config", str(configs[pack])]
    for target in request.targets:
        result += ["--target", target]
    return [*result, "--json"] if request.as_json else result


def pack_configs(request: Request, project: Project, policy_packs: Sequence[Path]) -> dict[Path, Path]:
    """Write each pack's part of the configuration that *request* gives; return the files, by pack.

    The stock command takes a file for each pack. Of a rule that the pack doesn't have it passes over a level, a typo
    with it, and refuses a threshold without saying whose.

    Raises:
        PackError, PolicyConfigError: what is configured doesn't exist, or can't be so.
    """
    if request.policy_pack_config is None:
        return {}
    registry(project, [str(pack) for pack in policy_packs], request.policy_pack_config)
    config = configuration.load(request.policy_pack_config)
    folder = project.root / ".sandbox" / "policy-config" / request.stack
    folder.mkdir(parents=True, exist_ok=True)
    files = {pack: folder / f"{pack.name}.json" for pack in policy_packs}
    for pack, file in files.items():
        file.write_text(json.dumps(configuration.part(config, registry(project, [str(pack)]))), encoding="utf-8")
    return files


def _is_deployed(binary: str, stack: str, root: Path) -> bool:
    """Return whether the stack has anything to compare with; a difference to nothing is 40,000 lines for prod.

    Where that can't be told, it is left to the command that follows to say why.
    """
    export = [binary, "stack", "export", "--stack", stack, "--cwd", str(root)]
    exported = subprocess.run(export, capture_output=True, check=False)  # noqa: S603 - no shell
    try:
        return bool(json.loads(exported.stdout)["deployment"].get("resources"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return True


def _account(region: str | None, endpoint: str | None) -> str:
    try:
        identity = boto3.client("sts", region_name=region, endpoint_url=endpoint).get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        raise OperationError(
            f"no AWS account answers: {error}; sign in (for example `aws sso login`) and try again"
        ) from None
    return f"account {identity['Account']} as {identity['Arn']}"


def _confirm(request: Request) -> None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"{request.command.value} asks first, and nobody can be asked here; give --yes to go ahead")
    print("Go ahead? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UsageError("not confirmed; nothing was changed")
