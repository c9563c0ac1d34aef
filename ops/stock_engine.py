"""Hands a command over to the stock `pulumi`, which reaches real accounts: shows which one, and asks first."""

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import boto3
import yaml
from botocore.exceptions import BotoCoreError, ClientError

from ops.judge import registry
from ops.request import Command, OperationError, Request, UsageError
from policies import configuration
from sandbox.project import find_root, load_project

INSTALL = "https://www.pulumi.com/docs/install/"
PACKS = Path("policies") / "packs"
BASELINE = "baseline"
_COMMANDS: dict[Command, Sequence[str]] = {
    Command.PREVIEW: ("preview", "--diff"),
    Command.UP: ("up", "--yes"),
    Command.DESTROY: ("destroy", "--yes"),
    Command.DRIFT: ("refresh", "--preview-only", "--expect-no-changes", "--diff"),
    Command.REFRESH: ("refresh", "--yes"),
    Command.IMPORT: ("import", "--yes"),
}
"""Pulumi CLI reference; the confirmation has been asked for by then. Without `--diff` every resource is listed, and the
few that a comparison is made for don't stand out, or not at all where only the beginning is kept."""
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
    region = project.config.get("aws:region")
    chosen = [root / PACKS / Path(pack).name for pack in request.policy_packs] or packs(root, project.config)
    configs = pack_configs(request, root, chosen)
    print(f"{request.command.value} {request.stack} on {_account(region, request.endpoint)}", file=sys.stderr)
    if request.command not in _READ_ONLY and not request.yes:
        _confirm(request)
    if request.endpoint:
        os.environ["AWS_ENDPOINT_URL"] = request.endpoint
    sys.stdout.flush()
    os.execv(binary, [binary, *arguments(request, root, chosen, configs)])  # noqa: S606 - no shell


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


def pack_configs(request: Request, root: Path, policy_packs: Sequence[Path]) -> dict[Path, Path]:
    """Write each pack's part of the configuration that *request* gives; return the files, by pack.

    The stock command takes a file for each pack. Of a rule that the pack doesn't have it passes over a level, a typo
    with it, and refuses a threshold without saying whose.

    Raises:
        PackError, PolicyConfigError: what is configured doesn't exist, or can't be so.
    """
    if request.policy_pack_config is None:
        return {}
    registry([Path(pack).name for pack in request.policy_packs], request.policy_pack_config)
    config = configuration.load(request.policy_pack_config)
    folder = root / ".sandbox" / "policy-config" / request.stack
    folder.mkdir(parents=True, exist_ok=True)
    files = {pack: folder / f"{pack.name}.json" for pack in policy_packs}
    for pack, file in files.items():
        file.write_text(json.dumps(configuration.part(config, registry([pack.name]))), encoding="utf-8")
    return files


def packs(root: Path, config: Any) -> list[Path]:
    """Return the policy packs in force: the baseline, and those of the stack's compliance frameworks that exist."""
    frameworks = yaml.safe_load(next((text for key, text in config.items() if key.endswith(":frameworks")), "[]"))
    candidates = [root / PACKS / name for name in (BASELINE, *frameworks)]
    return [path for path in candidates if (path / "PulumiPolicy.yaml").is_file()]


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
