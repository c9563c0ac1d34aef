"""Clients find each shard's database under its host, over TLS, as whoever RDS would let in."""

import asyncio
import os
import signal
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from pg8000.exceptions import DatabaseError, InterfaceError
from pg8000.native import Connection

from sandbox.dataplane import databases, processes
from sandbox.dataplane.authority import CERTIFICATE
from sandbox.dataplane.function import find_databases
from sandbox.emulator import Emulator
from tests.conftest import free_port
from tests.sandbox.dataplane.cloud import REGION, Cloud, eventually

HOST = f"groot-staging-shard-000-{REGION}.db-proxy-1a2b.{REGION}.rds.amazonaws.com"
MASTER, USER = "platform_master", "application"
LARGE = "x" * 3_000_000
Connect = Callable[..., Connection]


def token(host: str, user: str) -> str:
    rds = boto3.client("rds", region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")
    return rds.generate_db_auth_token(host, 5432, user, REGION)


def connecting(emulator: Emulator, patch: pytest.MonkeyPatch) -> Connect:
    """Return what connects as functions do, whose names of hosts lead to this machine."""
    status = emulator.status()
    assert status
    patch.setattr("socket.getaddrinfo", socket.getaddrinfo)  # which is taken back at the end
    find_databases(status.ports["databases"])
    tls = ssl.create_default_context(cafile=str(emulator.home / "data" / CERTIFICATE))

    def connect(user: str, password: str, host: str = HOST, trusted: Any = tls) -> Connection:
        return Connection(
            user, host=host, port=5432, database="platform", password=password, ssl_context=trusted, timeout=20
        )

    return connect


@pytest.fixture
def connect(own: Cloud, monkeypatch: pytest.MonkeyPatch) -> Connect:
    return connecting(own.emulator, monkeypatch)


def refusal(connect: Callable[[], Connection]) -> str:
    with pytest.raises(DatabaseError) as told:
        connect()
    return told.value.args[0]["C"]


def test_a_master_makes_users_and_these_come_by_tokens_for_their_host_alone(connect: Connect) -> None:
    with connect(MASTER, "drawn") as master:
        assert master.run("SELECT current_database()") == [["groot-staging-shard-000"]]
        master.run(f"CREATE ROLE {USER} LOGIN IN ROLE rds_iam")
    with connect(USER, token(HOST, USER)) as user:
        assert user.run("SELECT current_user") == [[USER]]
        assert user.run("SELECT length(CAST(:text AS text)), CAST(:text AS text)", text=LARGE) == [[len(LARGE), LARGE]]
    assert refusal(lambda: connect(USER, token(HOST.replace("000", "001"), USER))) == "28P01"
    assert refusal(lambda: connect(USER, token(HOST, "somebody"))) == "28P01"
    assert refusal(lambda: connect(USER, "")) == "28P01"
    assert refusal(lambda: connect("groot", "the server's own superuser")) == "28000"


def test_all_hosts_of_a_shard_lead_to_one_database_and_other_shards_to_others(connect: Connect) -> None:
    other = HOST.replace(REGION, "eu-west-1").replace("db-proxy", "cluster")
    with connect(MASTER, "x") as here, connect(MASTER, "x", host=other) as there:
        here.run("CREATE SCHEMA seen_from_everywhere")
        schemas = "SELECT FROM pg_namespace WHERE nspname = 'seen_from_everywhere'"
        assert there.run(schemas)
        with connect(MASTER, "x", host=HOST.replace("shard-000", "shard-001")) as another:
            assert another.run("SELECT current_database()") == [["groot-staging-shard-001"]]
            assert not another.run(schemas)


def test_clients_see_the_certificate_of_the_host_they_asked_for_and_none_comes_without_tls(connect: Connect) -> None:
    with pytest.raises((ssl.SSLError, InterfaceError)):
        connect(MASTER, "x", trusted=ssl.create_default_context())
    assert refusal(lambda: connect(MASTER, "x", trusted=False)) == "28000"


def test_a_token_is_good_for_fifteen_minutes() -> None:
    given = token(HOST, USER)
    now = datetime.now(UTC)
    assert databases.judge(given, HOST, USER, now + timedelta(minutes=14)) is False
    with pytest.raises(databases.Refusal):
        databases.judge(given, HOST, USER, now + timedelta(minutes=16))


def test_what_was_written_outlives_the_front_and_a_stop_and_no_server_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator = Emulator(tmp_path)
    started = emulator.start(free_port())
    folder = tmp_path / ".sandbox/emulator/data/postgresql"
    servers: list[int] = []

    def ask(statement: str) -> object:
        with connecting(emulator, monkeypatch)(MASTER, "x") as master:
            found = master.run(statement)
            servers.append(int((folder / "postmaster.pid").read_text().split()[0]))
        monkeypatch.undo()
        return found

    try:
        ask("CREATE TABLE kept AS SELECT 1 AS n")
        os.kill(started.pids["databases"], signal.SIGKILL)
        eventually(emulator.lost)
        emulator.start()
        assert ask("SELECT n FROM kept") == [[1]]
        assert not processes.command_line(servers[0])
        assert emulator.stop()
        assert not processes.command_line(servers[1])
        emulator.start()
        assert ask("SELECT n FROM kept") == [[1]]
    finally:
        outside = folder.resolve()
        emulator.reset()
    assert not outside.exists()


def test_where_postgresql_is_not_installed_clients_are_told_which_package_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.dataplane.postgresql.binaries", lambda: None)
    front = databases.Front(databases.Server(tmp_path), databases.Authority(tmp_path))
    with pytest.raises(databases.Refusal, match="apt install postgresql") as told:
        asyncio.run(front._database(HOST, MASTER))
    assert told.value.args[0] == databases.NO_SERVER
