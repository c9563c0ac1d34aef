"""The shards as a function on AWS reaches them: what the environment names, IAM for passwords, TLS checked.

`SHARD_MAP` is the table, `DATABASE_NAME` and `DATABASE_USER` who connects to what. Proxies show certificates that every
client trusts (Amazon RDS User Guide, "Using TLS/SSL with RDS Proxy"); clusters have authorities of their own, which
`DATABASE_ROOTS` names a file of, where clusters are connected to.
"""

import os
import ssl
import time

import boto3
from botocore.config import Config

from functions._shared.shard_cache import MapCache
from functions._shared.shard_database import Connector, ShardDatabase
from functions._shared.shard_router import ShardRouter
from functions._shared.shard_table import ShardTable

CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3})
"""DynamoDB answers within milliseconds; boto3's own limits of a minute outlast whoever waits (AWS Builders' Library,
"Timeouts, retries and backoff with jitter")."""
SERVER_ROOTS = "/rdsdbdata/rds-metadata/ca-cert.pem"
"""What RDS sets as `ssl_ca_file` on its servers."""


def table() -> ShardTable:
    """Return the table of shards, as this function's region has it."""
    return ShardTable(boto3.client("dynamodb", config=CONFIG), os.environ["SHARD_MAP"])


def connector(timeout_seconds: float) -> Connector:
    """Return what connects to shards; an answer is waited for as long as that."""
    rds = boto3.client("rds")
    return Connector(
        user=os.environ["DATABASE_USER"],
        database=os.environ["DATABASE_NAME"],
        token=lambda address, user: rds.generate_db_auth_token(address.host, address.port, user, address.region),
        tls=tls(),
        timeout_seconds=timeout_seconds,
        server_roots=SERVER_ROOTS,
    )


def tls() -> ssl.SSLContext:
    """Return what servers are checked by: the authorities that every client trusts, and those of `DATABASE_ROOTS`."""
    context = ssl.create_default_context()
    if roots := os.environ.get("DATABASE_ROOTS"):
        context.load_verify_locations(roots)
    return context


def router(timeout_seconds: float) -> ShardRouter:
    """Return a router, to be kept for as long as the function stays warm."""
    known, connect = table(), connector(timeout_seconds)
    return ShardRouter(
        MapCache(known.read, time.monotonic),
        lambda label: ShardDatabase(label, connect, known.address),
        timeout_seconds=timeout_seconds,
        clock=time.monotonic,
        sleep=time.sleep,
    )
