"""Ctrl-C in the middle of a step, on a provider whose `create` waits until the test lets it go on."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.state.store import Store
from tests.ops.conftest import NOWHERE
from tests.sandbox.state import PASSPHRASE, SALT

PROGRAM = """
import pulumi
import pulumi_aws as aws

first = aws.s3.Bucket("first")
aws.s3.Bucket("second", opts=pulumi.ResourceOptions(depends_on=[first]))
"""
DRIVER = """
import sys
from ops import cli, sandbox_engine
from tests.ops.conftest import RuleBook
from tests.sandbox.engine.permissive import PermissiveProvider

def wait(method, resource):
    print("under way:", resource.name, flush=True)
    open("gate").read()

cloud = PermissiveProvider()
cloud.fail_on = wait
sandbox_engine.standard_providers = lambda endpoint, root: {"aws": cloud}
sandbox_engine.project_judge = RuleBook
sys.exit(cli.run(["up", "--endpoint", sys.argv[1]]))
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    (tmp_path / "Pulumi.yaml").write_text("name: sample\nruntime: python\n")
    (tmp_path / "Pulumi.staging.yaml").write_text(f"encryptionsalt: {SALT}\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    os.mkfifo(tmp_path / "gate")
    environment = os.environ | {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(
        [sys.executable, "-c", DRIVER, NOWHERE],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        wait_for(process, "under way: first")
        yield process
        process.kill()


def wait_for(process: subprocess.Popen[str], text: str) -> None:
    assert process.stdout
    for line in process.stdout:
        if text in line:
            return
    raise AssertionError(f"ended without saying {text!r}")


def names(folder: Path) -> tuple[list[str], list[str]]:
    with Store(folder / ".sandbox" / "state", "sample", "staging", PASSPHRASE, SALT) as store:
        resources = [item.name for item in store.resources if item.type.startswith("aws:")]
        return resources, [item.resource.name for item in store.pending]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_is_under_way_ends_nothing_further_starts_and_the_state_knows(
    running: "subprocess.Popen[str]", tmp_path: Path, number: signal.Signals
) -> None:
    running.send_signal(number)
    wait_for(running, "stopping: what is under way may end, nothing further is started")
    (tmp_path / "gate").write_text("go on")
    assert running.stdout
    rest = running.stdout.read()
    assert running.wait(30) == 1
    assert "stopped on request" in rest
    assert "Traceback" not in rest
    assert names(tmp_path) == (["first"], [])


def test_a_second_interrupt_leaves_at_once_and_the_state_knows_what_was_under_way(
    running: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    running.send_signal(signal.SIGINT)
    wait_for(running, "stopping:")
    running.send_signal(signal.SIGINT)
    assert running.wait(30) == 1
    assert names(tmp_path) == ([], ["first"])
