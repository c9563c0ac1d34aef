"""Ctrl-C in the middle of a step."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ops import cli, entry
from ops.progress import Lines
from sandbox.providers.base import Resource
from sandbox.state.store import Store
from tests.ops.conftest import NOWHERE, Groot
from tests.sandbox.state import PASSPHRASE, SALT

ROOT = Path(__file__).parents[2]
PROGRAM = """
import pulumi
import pulumi_aws as aws

first = aws.s3.Bucket("first")
aws.s3.Bucket("second", opts=pulumi.ResourceOptions(depends_on=[first]))
"""
DRIVER = """
import sys
from ops import cli, sandbox_engine, stacks
from tests.ops.conftest import RuleBook
from tests.sandbox.engine.permissive import PermissiveProvider

def hang(method, resource):
    print("under way:", resource.name, flush=True)
    sys.stdin.read()

cloud = PermissiveProvider()
cloud.fail_on = hang
stacks.standard_providers = lambda *_: {"aws": cloud}
sandbox_engine.project_judge = lambda *_, **__: RuleBook()
sys.exit(cli.run(["up", "--endpoint", sys.argv[1]]))
"""


def state(root: Path) -> tuple[list[str], list[str]]:
    """Return the names of what the state holds and of what it knows to be under way."""
    with Store(root / ".sandbox" / "state", "sample", "staging", PASSPHRASE, SALT) as store:
        resources = [item.name for item in store.resources if item.type.startswith("aws:")]
        return resources, [item.resource.name for item in store.pending]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_is_under_way_ends_nothing_further_starts_and_the_state_knows(
    groot: Groot, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    told = threading.Event()
    notice = Lines.notice

    def tell(lines: Lines, message: str) -> None:
        notice(lines, message)
        told.set()

    def interrupt(_method: str, _resource: Resource) -> None:
        os.kill(os.getpid(), number)
        told.wait(30)

    monkeypatch.setattr(Lines, "notice", tell)
    groot.program(PROGRAM)
    groot.cloud.fail_on = interrupt
    before = signal.getsignal(number)
    outcome = groot.run("up")
    assert outcome.code == 1
    assert "stopping: what is under way may end, nothing further is started" in outcome.out
    assert "stopped on request" in outcome.out
    assert state(groot.root) == (["first"], [])
    assert signal.getsignal(number) == before


def test_what_only_judges_a_stack_is_stopped_too(groot: Groot) -> None:
    groot.program(f"import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n{PROGRAM}")
    outcome = groot.plain("assess", "--endpoint", NOWHERE)
    assert outcome.code == 1
    assert "error: stopped on request; run it again to go on" in outcome.err


def test_an_interrupt_before_anything_is_loaded_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", interrupted)
    with pytest.raises(SystemExit) as left:
        entry.main()
    assert left.value.code == 1
    assert capsys.readouterr().err == "error: stopped before anything was done\n"


def test_a_second_interrupt_leaves_at_once_and_the_state_knows_what_was_under_way(groot: Groot) -> None:
    groot.program(PROGRAM)
    with subprocess.Popen(
        [sys.executable, "-c", DRIVER, NOWHERE],
        cwd=groot.root,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for said in ("under way: first", "stopping:"):
            assert any(said in line for line in process.stdout or ())
            process.send_signal(signal.SIGINT)
        assert process.wait(30) == 1
    assert state(groot.root) == ([], ["first"])
