"""Which kubeconfig leads to a cluster: the one that a person names, whatever the environment has.

`tests/ops/test_clusters.py` asks the same of a stand-in; here the API server itself tells who spoke to it.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.mesh.control_plane import ControlPlane
from tests.ops.conftest import NOWHERE
from tests.sandbox.state import PASSPHRASE, SALT

GROOT = Path(sys.executable).with_name("groot")
PROGRAM = """
import pulumi
import pulumi_kubernetes as kubernetes

manifests = kubernetes.Provider("here", render_yaml_to_directory=".sandbox/manifests/staging/us-east-1")
restricted = {"pod-security.kubernetes.io/enforce": "restricted"}
kubernetes.core.v1.Namespace(
    "apps", metadata={"name": "apps", "labels": restricted}, opts=pulumi.ResourceOptions(provider=manifests)
)
"""
CONFIG = 'config: {aws:region: us-east-1, sample:regions: [{"name": us-east-1}]}\n'
TO_HERE = ("--apply-to-context", "us-east-1=here")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: sample\nruntime: python\n")
    (tmp_path / "Pulumi.staging.yaml").write_text(f"encryptionsalt: {SALT}\n{CONFIG}")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    return tmp_path


@pytest.fixture
def trapped(plane: ControlPlane, tmp_path: Path) -> Mapping[str, str]:
    """An environment that leads to the cluster, as `trap`, in every way that kubectl would go."""
    trap = plane.kubeconfig("trap", ["people"])
    usual = tmp_path / "home" / ".kube" / "config"
    usual.parent.mkdir(parents=True)
    usual.write_bytes(trap.read_bytes())
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path / "home"),
        "KUBECONFIG": str(trap),
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
    }


def groot(project: Path, variables: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(GROOT), *arguments, "--stack", "staging", "--yes", "--endpoint", NOWHERE]
    return subprocess.run(command, cwd=project, env=variables, capture_output=True, text=True)


def requests_of(plane: ControlPlane, user: str) -> int:
    return sum(one["user"].get("username") == user for one in plane.audited())


def stands(plane: ControlPlane) -> bool:
    return plane.server().read({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "apps"}}) is not None


def test_the_environments_kubeconfig_leads_nowhere(
    plane: ControlPlane, project: Path, trapped: Mapping[str, str]
) -> None:
    before = requests_of(plane, "trap")
    groot(project, trapped, "up").check_returncode()
    assert not stands(plane)
    named = ("--kubeconfig", str(plane.kubeconfig("ann", ["system:masters"])))
    groot(project, trapped, "up", *TO_HERE, *named).check_returncode()
    assert stands(plane)
    groot(project, trapped, "destroy", *TO_HERE, *named).check_returncode()
    assert not stands(plane)
    assert requests_of(plane, "trap") == before
    assert requests_of(plane, "ann") > 0


def test_the_flag_without_a_file_goes_by_the_environments(
    plane: ControlPlane, project: Path, trapped: Mapping[str, str]
) -> None:
    before = requests_of(plane, "trap")
    done = groot(project, trapped, "up", *TO_HERE)
    assert done.returncode == 1
    assert 'User "trap" cannot get resource "namespaces"' in done.stdout + done.stderr
    assert requests_of(plane, "trap") > before
