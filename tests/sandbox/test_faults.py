"""What goes wrong around a run on a real emulator: one line, exit code 1, nothing lost, and the next run mends it."""

import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import botocore.endpoint
import pytest
from botocore.awsrequest import HeadersDict
from botocore.httpsession import URLLib3Session

from ops import sandbox_engine
from sandbox.emulator import HOST, Emulator
from sandbox.state.store import Store
from tests.conftest import free_port
from tests.ops.conftest import Groot, Outcome, RuleBook
from tests.sandbox.small_stack import Cloud, Inventory
from tests.sandbox.state import PASSPHRASE, SALT

PROGRAM = """
import pulumi_aws as aws

bucket = aws.s3.Bucket("bucket", bucket="faults-bucket")
vpc = aws.ec2.Vpc("vpc", cidr_block="10.9.0.0/16", tags={"Name": "faults", "stack": "faults", "bucket": bucket.id})
topic = aws.sns.Topic("topic", name=vpc.id.apply(lambda id: f"faults-{id}"))
"""
TOPIC = "__main__.py:6"
STOPPING = """
import os, signal

def stop(_):
    os.kill({pid}, signal.SIGKILL)
    return "faults"

aws.iam.Role("role", name=topic.arn.apply(stop), assume_role_policy="{{}}")
"""
THROTTLED = b"<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>"


class Desk:
    """The command line on an emulator that can be stopped and started."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[str], emulator: Emulator, port: int) -> None:
        self.groot = Groot(root, capture)
        self.groot.program(PROGRAM)
        self.emulator = emulator
        self.port = port
        self.endpoint = emulator.start(port).endpoint

    def up(self, *arguments: str) -> Outcome:
        return self.groot.plain("up", "--endpoint", self.endpoint, *arguments)

    def restart(self) -> None:
        """Start the emulator anew, with nothing in its memory."""
        self.emulator.reset()
        self.emulator.start(self.port)

    def recorded(self) -> Inventory:
        """Return the ids that the state holds, by type."""
        with Store(self.groot.root / ".sandbox" / "state", "sample", "staging", PASSPHRASE, SALT) as store:
            return {state.type: [state.id] for state in store.resources if state.type.startswith("aws:")}

    def is_whole(self) -> bool:
        """Return whether what is declared stands in the state and in the cloud, once."""
        return len(self.recorded()) == 3 and self.recorded() == Cloud(self.endpoint).inventory()


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Emulator, int]]:
    """An emulator of its own, and its port."""
    emulator = Emulator(tmp_path_factory.mktemp("faults"))
    yield emulator, free_port()
    emulator.reset()


@pytest.fixture
def desk(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    emulator: tuple[Emulator, int],
) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(sandbox_engine, "project_judge", lambda *_, **__: RuleBook())
    desk = Desk(tmp_path, capsys, *emulator)
    desk.restart()
    return desk


class Throttle:
    """AWS that refuses so many requests to create a topic."""

    def __init__(self, refusals: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.refusals = refusals
        send = URLLib3Session.send

        def throttled(session: URLLib3Session, request: Any) -> Any:
            if "Action=CreateTopic" not in str(request.body) or not self.refusals:
                return send(session, request)
            self.refusals -= 1
            return SimpleNamespace(status_code=400, headers=HeadersDict(), content=THROTTLED)

        monkeypatch.setattr(URLLib3Session, "send", throttled)
        monkeypatch.setattr(botocore.endpoint.time, "sleep", lambda _seconds: None)


def test_an_emulator_killed_in_mid_run_is_one_line_and_the_next_run_builds_all_of_it(desk: Desk) -> None:
    status = desk.emulator.status()
    assert status
    desk.groot.program(PROGRAM + STOPPING.format(pid=status.pids["router"]))
    outcome = desk.up()
    assert outcome.code == 1
    assert f"nothing answers at {desk.endpoint}" in outcome.out
    assert "aws:iam:Role role" in outcome.out
    assert "Traceback" not in outcome.out + outcome.err
    assert len(desk.recorded()) == 3
    again = desk.up()
    assert again.code == 1
    assert f"nothing answers at {desk.endpoint}" in again.out
    desk.restart()
    desk.groot.program(PROGRAM)
    assert desk.up().code == 0
    assert desk.is_whole()


@pytest.mark.parametrize("command", [["drift"], ["refresh"], ["destroy", "--yes"]], ids=lambda each: each[0])
def test_that_nothing_answers_is_said_once_and_nothing_is_forgotten(desk: Desk, command: list[str]) -> None:
    assert desk.up().code == 0
    outcome = desk.groot.plain(*command, "--endpoint", f"http://{HOST}:{free_port()}")
    assert outcome.code == 1
    assert outcome.out.count("nothing answers at") == 1
    assert desk.is_whole()


def test_what_an_emulator_started_anew_has_forgotten_is_created_again(desk: Desk) -> None:
    first = desk.up("--json").document["changes"]
    assert desk.up("--json").document["changes"]["same"] > 0
    desk.restart()
    outcome = desk.up("--json")
    assert outcome.code == 0
    assert outcome.document["changes"]["create"] == first["create"] - 2
    assert desk.is_whole()


def test_a_throttled_request_is_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    throttle = Throttle(2, monkeypatch)
    outcome = desk.up()
    assert outcome.code == 0, outcome.out
    assert throttle.refusals == 0
    assert desk.is_whole()


def test_a_request_throttled_for_good_is_told_with_resource_and_line(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    throttle = Throttle(1000, monkeypatch)
    outcome = desk.up()
    assert outcome.code == 1
    line = f"failed: create aws:sns:Topic topic: sns:CreateTopic in us-east-1: Throttling: Rate exceeded ({TOPIC})"
    assert line in outcome.out.splitlines()
    throttle.refusals = 0
    assert desk.up().code == 0
    assert desk.is_whole()


@pytest.mark.parametrize("writes", [4, 6, 9], ids=["a bucket's end", "a network's end", "the checkpoint"])
def test_a_disk_that_fills_up_is_one_line_and_the_next_run_leaves_nothing_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    pwrite, left = os.pwrite, writes

    def write(*arguments: Any) -> int:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return pwrite(*arguments)

    with monkeypatch.context() as full:
        full.setattr(os, "pwrite", write)
        outcome = desk.up()
    assert outcome.code == 1
    journal = desk.groot.root / ".sandbox" / "state" / "staging.journal"
    assert outcome.err == f"error: cannot write {journal}: no space left; nothing further was started\n"
    assert desk.up().code == 0
    assert desk.is_whole()


def test_another_server_on_the_emulators_port_is_gone_round(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Emulator(desk.groot.root)
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setattr("sandbox.emulator.DEFAULT_PORT", port)
        try:
            outcome = desk.groot.plain("up")
            status = own.status()
            assert outcome.code == 0
            assert status
            assert status.port > port
            assert f"started the emulator at {status.endpoint}" in outcome.out
            assert status.endpoint in desk.groot.plain("preview").out
        finally:
            own.stop()
