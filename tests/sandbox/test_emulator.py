import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from sandbox.dataplane.processes import ORDER
from sandbox.emulator import DEFAULT_PORT, Emulator, EmulatorError, emulators, environment


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def running(root: Path) -> Iterator[Emulator]:
    emulator = Emulator(root)
    emulator.start(free_port())
    yield emulator
    emulator.stop()


def test_what_env_prints_reaches_the_emulator(running: Emulator) -> None:
    status = running.status()
    assert status
    values = environment(status.endpoint, "eu-west-1")
    sts = boto3.client(
        "sts",
        endpoint_url=values["AWS_ENDPOINT_URL"],
        region_name=values["AWS_REGION"],
        aws_access_key_id=values["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=values["AWS_SECRET_ACCESS_KEY"],
    )
    assert sts.get_caller_identity()["Account"] == "123456789012"


def test_starting_again_finds_the_one_that_runs(running: Emulator, root: Path) -> None:
    status = running.status()
    assert status
    assert Emulator(root).start() == status
    assert Emulator(root).start(status.port) == status


def test_starting_elsewhere_says_that_it_runs_already(running: Emulator) -> None:
    with pytest.raises(EmulatorError, match=r"runs on port .* already; start it without --port"):
        running.start(1 + DEFAULT_PORT)


def test_the_first_emulator_becomes_the_account_of_whoever_claims_it_first(running: Emulator, root: Path) -> None:
    status = running.status()
    assert status
    assert status.account == ""
    assert running.claim("staging")
    assert Emulator(root).claim("staging")
    assert not running.claim("prod")
    assert running.status() == replace(status, account="staging")


def test_another_account_has_an_emulator_of_its_own(running: Emulator, root: Path) -> None:
    other = Emulator(root, "prod")
    started = other.start()
    try:
        first = running.status()
        assert first
        assert started.port != first.port
        assert started.account == "prod"
        assert [each.status() for each in emulators(root)] == [first, started]
    finally:
        assert other.stop()
    assert running.status() == first


def test_one_that_was_stopped_is_still_the_account_that_it_was_and_where_it_was(tmp_path: Path) -> None:
    emulator = Emulator(tmp_path)
    first = emulator.start(free_port())
    assert emulator.claim("staging")
    assert emulator.stop()
    known = Emulator(tmp_path).known()
    assert known
    assert (known.pids, known.port, known.account) == ({}, first.port, "staging")
    with pytest.raises(EmulatorError, match=f"data in which its port, {first.port}, stands.*groot emulator reset"):
        emulator.start(free_port())
    with socket.socket() as other:
        other.bind(("127.0.0.1", first.port))
        other.listen()
        with pytest.raises(EmulatorError, match=f"port {first.port} .*groot emulator reset"):
            emulator.start()
    try:
        assert emulator.start().port == first.port
        assert not emulator.claim("prod")
    finally:
        assert emulator.reset()
    assert emulator.known() is None
    assert not emulator.reset()
    assert not [file for file in (tmp_path / ".sandbox").rglob("*") if file.suffix not in (".log", ".lock", "")]


def test_it_listens_on_this_machine_only(running: Emulator) -> None:
    status = running.status()
    assert status
    assert status.endpoint == f"http://127.0.0.1:{status.port}"
    table = Path("/proc/net/tcp").read_text().splitlines()
    listening = [line.split()[1] for line in table if f":{status.port:04X} 00000000:0000 0A" in line]
    assert listening == [f"0100007F:{status.port:04X}"]


def test_a_taken_port_is_named_with_another_to_choose(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(EmulatorError, match=f"port {port} .*groot emulator start --port {port + 1}"):
            Emulator(tmp_path).start(port)
    assert Emulator(tmp_path).status() is None


def test_no_port_is_no_port(tmp_path: Path) -> None:
    with pytest.raises(EmulatorError, match="70000 is not a port"):
        Emulator(tmp_path).start(70000)


def test_one_that_ends_at_once_tells_its_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = [sys.executable, "-c", "raise SystemExit('no moto')"]
    monkeypatch.setattr("sandbox.dataplane.processes.command", lambda *_: ends)
    with pytest.raises(EmulatorError, match="ended at once: no moto"):
        Emulator(tmp_path).start(free_port())
    assert Emulator(tmp_path).status() is None


def test_stop_leaves_alone_what_got_the_number_since(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        (tmp_path / ".sandbox").mkdir()
        pids, ports = dict.fromkeys(ORDER, other.pid), dict.fromkeys(ORDER, DEFAULT_PORT)
        record = {"pids": pids, "ports": ports, "started": "2026-11-23T00:00:00+00:00"}
        (tmp_path / ".sandbox" / "emulator.json").write_text(json.dumps(record))
        assert Emulator(tmp_path).status() is None
        assert not Emulator(tmp_path).stop()
        assert other.poll() is None
        other.communicate(b"\n")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pids": 1}', '{"pids": {"moto": -1}, "ports": {}, "started": ""}'])
def test_a_damaged_record_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / ".sandbox").mkdir()
    (tmp_path / ".sandbox" / "emulator.json").write_text(text)
    assert Emulator(tmp_path).status() is None


def test_stop_ends_it_once(tmp_path: Path) -> None:
    emulator = Emulator(tmp_path)
    first = emulator.start(free_port())
    assert emulator.stop()
    assert emulator.status() is None
    assert not emulator.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(first.pids["router"], 0)


def client(running: Emulator, service: str, region: str) -> Any:
    status = running.status()
    assert status
    values = environment(status.endpoint, region)
    return boto3.client(
        service,  # pyright: ignore[reportArgumentType, reportCallIssue] - named by the caller
        endpoint_url=values["AWS_ENDPOINT_URL"],
        region_name=values["AWS_REGION"],
        aws_access_key_id=values["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=values["AWS_SECRET_ACCESS_KEY"],
    )


def test_a_zone_finds_its_log_group_among_many(running: Emulator) -> None:
    logs, route53 = (client(running, service, "us-east-1") for service in ("logs", "route53"))
    for number in range(51):
        logs.create_log_group(logGroupName=f"group-{number:02}")
    assert len(logs.describe_log_groups()["logGroups"]) == 50
    zone = route53.create_hosted_zone(Name="many.example.com", CallerReference="many")["HostedZone"]["Id"]
    group = "arn:aws:logs:us-east-1:123456789012:log-group:group-50:*"
    route53.create_query_logging_config(HostedZoneId=zone, CloudWatchLogsLogGroupArn=group)


def test_an_alias_of_a_key_is_one_regions_own(running: Emulator) -> None:
    home, away = (client(running, "kms", region) for region in ("us-east-1", "eu-west-1"))
    key = home.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
    home.create_alias(AliasName="alias/data", TargetKeyId=key)
    home.replicate_key(KeyId=key, ReplicaRegion="eu-west-1")
    assert away.list_aliases(KeyId=key)["Aliases"] == []
    away.create_alias(AliasName="alias/data", TargetKeyId=key)
    away.delete_alias(AliasName="alias/data")
    assert [alias["AliasName"] for alias in home.list_aliases(KeyId=key)["Aliases"]] == ["alias/data"]
    kinds = [each.describe_key(KeyId=key)["KeyMetadata"]["MultiRegionConfiguration"] for each in (away, home)]
    assert [kind["MultiRegionKeyType"] for kind in kinds] == ["REPLICA", "PRIMARY"]


def test_a_bucket_that_refuses_plain_http_still_lets_its_owner_in(running: Emulator) -> None:
    s3 = client(running, "s3", "us-east-1")
    s3.create_bucket(Bucket="closed")
    everything = {"Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::closed/*"}
    conditional = {"Effect": "Deny", **everything, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    s3.put_bucket_policy(Bucket="closed", Policy=json.dumps({"Version": "2012-10-17", "Statement": [conditional]}))
    s3.put_object(Bucket="closed", Key="a", Body=b"text")
    assert s3.get_object(Bucket="closed", Key="a")["Body"].read() == b"text"
