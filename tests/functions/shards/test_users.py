"""The rebalancer's user does its work, and nobody's user does more than its own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from pg8000.exceptions import DatabaseError
from pg8000.native import Connection

from functions.rebalancer.migrations import known, migrate
from functions.rebalancer.ownership import own
from functions.rebalancer.users import make_users
from sandbox.dataplane.postgresql import FOUNDING
from tests.functions.shards.clusters import Cluster

DATABASE = "users_of_a_shard"


@contextmanager
def database(cluster: Cluster) -> Iterator[None]:
    """A database as RDS gives it: owned by a master user, who isn't the superuser."""
    with cluster.connect("postgres") as superuser:
        for statement in (*FOUNDING, "CREATE ROLE master LOGIN CREATEROLE IN ROLE rds_superuser"):
            superuser.run(statement)
        superuser.run(f"CREATE DATABASE {DATABASE} OWNER master")
        try:
            yield
        finally:
            superuser.run(f"DROP DATABASE {DATABASE}")
            for role in ("rebalancer", "master", "rds_superuser", "application", "rds_iam"):
                superuser.run(f"DROP OWNED BY {role}")
                superuser.run(f"DROP ROLE {role}")


def test_users_are_made_by_the_master_and_hold_to_their_part(three_clusters: Sequence[Cluster]) -> None:
    cluster = three_clusters[0]
    with cluster.connect("postgres") as superuser:
        superuser.run("DROP SCHEMA IF EXISTS groot CASCADE")
        if superuser.run("SELECT FROM pg_roles WHERE rolname = 'application'"):
            superuser.run("DROP OWNED BY application")
            superuser.run("DROP ROLE application")

    def connect(user: str) -> Connection:
        return Connection(user, host="127.0.0.1", port=cluster.port, database=DATABASE, ssl_context=False)

    with database(cluster):
        with connect("master") as master:
            make_users(master, "rebalancer")
            make_users(master, "rebalancer")  # once more, as after a fault
        assert migrate(["shard-000"], lambda _: connect("rebalancer"), known())["shard-000"]
        with connect("rebalancer") as rebalancer:
            own(rebalancer, "shard-000", range(16_384))
            with pytest.raises(DatabaseError, match="permission denied to create role"):
                rebalancer.run("CREATE ROLE somebody")
        with connect("application") as application:
            application.run("INSERT INTO groot.records (slot, collection, key, document) VALUES (1, 'a', 'b', '{}')")
            application.run("DELETE FROM groot.records")
            for statement in ("UPDATE groot.slots SET state = 'moved'", "CREATE SCHEMA own", "TRUNCATE groot.records"):
                with pytest.raises(DatabaseError, match="permission denied"):
                    application.run(statement)
