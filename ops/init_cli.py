"""`groot init`: the files by which a repository has itself judged."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
import yaml

from ops.exit_codes import ExitCode
from ops.request import OperationError, UsageError

ENTERPRISE: Final = "enterprise"
PACK: Final = "policies/groot"
_PROGRAM = '''"""The policy pack of this folder: `pulumi preview --policy-pack {pack}`."""

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
try:
    from groot import serve
except ImportError as error:
    mend = "install groot's wheel there, or name another environment in PulumiPolicy.yaml"
    raise SystemExit(f"{{FOLDER.name}}: {{error}} in {{sys.prefix}}; {{mend}}") from None

serve({names}, folder=FOLDER)
'''
_CONFIGURATION = """\
# What `groot` judges this repository by where no pack is asked for.
packs: [{names}]
# Levels (advisory, mandatory, disabled) and thresholds of rules, as in Pulumi's policy configuration, such as
#   ec2_instance_has_detailed_monitoring: disabled
levels: {{}}
"""
_WAIVERS = """\
# Accepted violations. An entry that has expired, is malformed or excuses nothing fails the run. Such as
#
# - urn: urn:pulumi:*::my-project::*::my-resource
#   rule: s3_bucket_public_access_is_blocked
#   reason: >-
#     It is a website's.
#   approver: security@example.com
#   ticket: SEC-1
#   expires: 2030-12-31
[]
"""
_ANSWERS = """\
# What the sandbox can't ask of AWS, for `groot up`. Such as
#
# dataSources:
#   - token: aws:ec2/getAmi:getAmi
#     args: {owners: [amazon]}
#     answer: {id: ami-0123456789abcdef0}
# stackReferences:
#   acme/network/prod: {vpcId: vpc-0123456789abcdef0}
"""


def init(
    pack: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Pack to be judged by, such as soc2 (repeatable; default: enterprise)."),
    ] = None,
) -> None:
    """Write a policy pack, its configuration, waivers and the sandbox's answers; what is there stays, or is asked."""
    from policies import frameworks, packs, repository
    from policies.registry import discover

    names = pack or [ENTERPRISE]
    known = packs.names(frameworks.load(discover()))
    if unknown := [name for name in names if name not in known]:
        raise UsageError(f"there is no policy pack {unknown[0]}; there are {', '.join(known)}")
    root = repository.root_of(Path.cwd())
    try:
        for path, text in files(root, names).items():
            print(f"{path}: {_write(root / path, text)}")
    except OSError as error:
        raise OperationError(f"{error.filename}: cannot be written: {error.strerror}") from None
    print(f"next: groot preview, or pulumi preview --policy-pack {PACK}")
    raise typer.Exit(ExitCode.OK)


def files(root: Path, names: Sequence[str]) -> Mapping[str, str]:
    """Return what is written for the packs *names* in the project at *root*, by path."""
    runtime: dict[str, Any] = {"name": "python"}
    if environment := _environment(root):
        runtime["options"] = {"toolchain": "pip", "virtualenv": os.path.relpath(root / environment, root / PACK)}
    described = {"description": f"Rules of groot: {', '.join(names)}.", "version": "0.1.0", "runtime": runtime}
    return {
        f"{PACK}/PulumiPolicy.yaml": yaml.safe_dump(described, sort_keys=False),
        f"{PACK}/__main__.py": _PROGRAM.format(pack=PACK, names=", ".join(f'"{name}"' for name in names)),
        "policies/groot.yaml": _CONFIGURATION.format(names=", ".join(names)),
        "policies/waivers.yaml": _WAIVERS,
        "sandbox.yaml": _ANSWERS,
    }


def _environment(root: Path) -> str | None:
    """Return the folder of the environment that the project's program runs in, if it names one."""
    from sandbox.project import PROJECT_FILE, runtime_of

    return runtime_of(root).environment if (root / PROJECT_FILE).exists() else None


def _write(path: Path, text: str) -> str:
    """Write *text* and say so, or what became of what is there."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return "there already"
    if path.exists() and not _overwrites(path):
        return "kept as it is"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return "written"


def _overwrites(path: Path) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    print(f"{path} is there already; overwrite it? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
