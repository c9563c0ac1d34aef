"""Packs that can't start, in a repository of their own: who asks is told why, and nobody waits or reads a trace."""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from ops.init_cli import files
from policies import packs

PACKS = Path(packs.__path__[0])
ROOT = PACKS.parents[1]
SECONDS = 30
ENGINE = ("-m", "pulumi.policy", "127.0.0.1:0", ".")
"""How the language host starts a pack, in its folder."""
EXPIRED = """
- urn: urn:pulumi:*::mine::*::logs
  rule: s3_bucket_public_access_is_blocked
  reason: It was a website's.
  approver: ann@example.com
  ticket: T-1
  expires: 2020-01-01
"""
BLOCKED = "import sys; sys.modules[{module!r}] = None"
"""Makes a module one that isn't installed (Python's reference, "The module cache")."""


def clone(folder: Path, lost: str = "") -> Path:
    """Return the pack `soc2` of a clone of groot in *folder*, that has all but the file *lost*."""
    for room in ("groot", "policies"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "waivers.yaml"))
    (folder / "Pulumi.yaml").write_text("name: mine\nruntime: python\n")
    if lost:
        (folder / lost).unlink()
    return folder / "policies" / "packs" / "soc2"


def foreign(folder: Path) -> Path:
    """Return the pack that `groot init` writes into *folder*."""
    for path, text in files(folder, ["soc2"]).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder / "policies" / "groot"


def without(folder: Path, module: str) -> Mapping[str, str]:
    """Return an environment whose Python lacks *module*."""
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(BLOCKED.format(module=module))
    return {"PYTHONPATH": str(folder / "site"), "PATH": "/usr/bin:/bin"}


def line(pack: Path, environment: Mapping[str, str], *arguments: str) -> str:
    """Return the one line that the pack ends with where nobody asks."""
    command = [sys.executable, "-u", *(arguments or ENGINE)]
    done = subprocess.run(
        command, cwd=pack, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def told(pack: Path) -> str:
    """Return what an engine hears, which tells of its stack before it asks."""
    command = [sys.executable, "-u", *ENGINE]
    with subprocess.Popen(command, cwd=pack, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            assert process.stdout
            with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
                stub = analyzer_pb2_grpc.AnalyzerStub(channel)
                stub.ConfigureStack(proto.AnalyzerStackConfigureRequest(project="mine"), timeout=SECONDS)
                for question in (stub.GetPluginInfo, stub.GetAnalyzerInfo):
                    with pytest.raises(grpc.RpcError) as refused:
                        question(empty_pb2.Empty(), timeout=SECONDS)
        finally:
            process.kill()
        assert process.stderr
        assert not process.stderr.read(), "who asked reads it once"
    return str(refused.value.details())


def test_an_expired_waiver_is_named_with_its_last_day(tmp_path: Path) -> None:
    pack = clone(tmp_path)
    (tmp_path / "policies" / "waivers.yaml").write_text(EXPIRED)
    assert told(pack).startswith("soc2: waivers.yaml: waiver 1: ")
    assert "2020-01-01" in told(pack)


def test_a_renamed_folder_is_told_which_packs_there_are(tmp_path: Path) -> None:
    pack = clone(tmp_path)
    said = told(pack.rename(pack.with_name("soc3")))
    assert said.startswith("soc3: there is no policy pack soc3; there are baseline, enterprise")


def test_data_that_was_not_packaged_is_named_with_the_mend(tmp_path: Path) -> None:
    said = told(clone(tmp_path, "policies/rules/tagging/taggable_types.txt"))
    assert "taggable_types.txt beside it is missing; install the rules whole again" in said


def test_a_folder_that_was_moved_says_where_it_belongs(tmp_path: Path) -> None:
    moved = tmp_path / "a" / "b" / "c" / "soc2"
    shutil.copytree(PACKS / "soc2", moved)
    nowhere = without(tmp_path, "groot")
    assert "soc2: import of groot halted" in line(moved, nowhere)
    assert "belongs in policies/packs of a clone of groot" in line(moved, nowhere)


BY_HAND = ("__main__.py",)


@pytest.mark.parametrize(("module", "start"), [("pulumi_policy", ENGINE), ("grpc", BY_HAND), ("pulumi", BY_HAND)])
def test_a_library_that_is_not_installed_is_named_with_where_and_the_mend(
    tmp_path: Path, module: str, start: Sequence[str]
) -> None:
    said = line(clone(tmp_path), without(tmp_path, module), *start)
    assert said.startswith("soc2: ")
    assert module in said
    assert f"in {sys.prefix}; install groot there with what it requires" in said


def test_a_repositorys_own_pack_without_groot_says_what_to_install(tmp_path: Path) -> None:
    said = line(foreign(tmp_path), without(tmp_path, "groot"))
    assert said.startswith("groot: import of groot halted")
    assert f"in {sys.prefix}; install groot's wheel there, or name another environment in PulumiPolicy.yaml" in said
    assert str(tmp_path) not in said
