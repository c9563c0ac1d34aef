"""The wheel, in an environment of its own away from the repository."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2_grpc

from ops.distribution import ROOT, beneath, wheel

SECONDS = 60


class Elsewhere:
    """An environment that has the wheel, and sees the libraries of this one."""

    def __init__(self, folder: Path) -> None:
        self.wheel = wheel(folder / "dist")
        venv.create(folder / "env")
        self.python = folder / "env" / "bin" / "python"
        (site,) = (folder / "env").glob("lib/python*/site-packages")
        with zipfile.ZipFile(self.wheel) as archive:
            archive.extractall(site)
        libraries = [path for path in sys.path if path.endswith("site-packages")]
        (site / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")

    def groot(self, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
        main = "import sys; from groot.ops.cli import run; sys.exit(run(sys.argv[1:]))"
        return self.run(folder, "-c", main, *arguments)

    def run(self, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command: Sequence[str] = [str(self.python), *arguments]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    return Elsewhere(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: theirs\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {aws:region: eu-west-1}\n")
    return tmp_path


def test_the_wheel_has_everything_beneath_one_package_with_its_data_and_nobodys_waivers(elsewhere: Elsewhere) -> None:
    with zipfile.ZipFile(elsewhere.wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert {name.split("/")[0] for name in names} == {"groot"}
    rooms = ("governance", "ops", "policies", "sandbox")
    data = {path.relative_to(ROOT).as_posix() for room in rooms for path in _data(ROOT / room)}
    own = {name for name in data if name.startswith(("governance/catalogue/", "policies/packs/"))} | {
        "policies/waivers.yaml",
        "policies/groot.yaml",
    }
    assert {f"groot/{name}" for name in data - own} <= names
    assert not {f"groot/{name}" for name in own} & names
    assert beneath("    from policies import x\nimport sandbox.a as b\nfrom pulumi import policies") == (
        "    from groot.policies import x\nimport groot.sandbox.a as b\nfrom pulumi import policies"
    )


def _data(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]


def test_every_module_of_the_wheel_is_found_beneath_the_package(elsewhere: Elsewhere, tmp_path: Path) -> None:
    (tmp_path / "policies.py").write_text("raise ImportError('theirs')")
    program = "import groot.ops.cli, groot.ops.sandbox_engine, groot.ops.preflight.run, groot.ops.report.page, sys; "
    program += (
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'ops', 'policies', 'sandbox', 'functions'}))"
    )
    done = elsewhere.run(tmp_path, "-c", program)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_repository_is_given_a_pack_that_the_stock_engine_starts_and_the_sandbox_judges_by(
    elsewhere: Elsewhere, project: Path
) -> None:
    assert elsewhere.groot(project, "init", "--pack", "ccpa").returncode == 0
    folder = project / "policies" / "groot"
    command = [str(elsewhere.python), "-u", "-m", "pulumi.policy", "127.0.0.1:0", "."]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
                stub = analyzer_pb2_grpc.AnalyzerStub(channel)
                info = stub.GetAnalyzerInfo(empty_pb2.Empty(), timeout=SECONDS)
        finally:
            process.kill()
    assert info.name == "groot-ccpa"
    assert {policy.framework.reference.partition(":")[0] for policy in info.policies} == {"ccpa"}

    (project / "functions.py").write_text("BUCKET = 'theirs'\n")  # a module of a name that this program has too
    (project / "__main__.py").write_text(
        "import functions\nimport pulumi_aws as aws\n"
        "aws.s3.BucketPublicAccessBlock('b', bucket=functions.BUCKET, block_public_acls=False)\n"
    )
    done = elsewhere.groot(project, "preview", "--json", "--endpoint", "http://127.0.0.1:1")
    assert done.returncode == 3, done.stderr
    violations = json.loads(done.stdout)["violations"]
    assert {each["rule"] for each in violations} >= {"s3_bucket_public_access_is_blocked"}
    assert all("ccpa" in each["controls"] for each in violations)


def test_what_init_wrote_is_written_once_and_kept(elsewhere: Elsewhere, project: Path) -> None:
    first = elsewhere.groot(project, "init").stdout
    assert first.count(": written") == 5
    (project / "policies" / "waivers.yaml").write_text("# ours\n[]\n")
    again = elsewhere.groot(project, "init").stdout
    assert (again.count(": there already"), again.count(": kept as it is")) == (4, 1)
    assert (project / "policies" / "waivers.yaml").read_text() == "# ours\n[]\n"
    odd = elsewhere.groot(project, "init", "--pack", "soc3")
    assert (odd.returncode, odd.stderr.count("\n")) == (2, 1)
    assert "there is no policy pack soc3; there are baseline, enterprise" in odd.stderr
