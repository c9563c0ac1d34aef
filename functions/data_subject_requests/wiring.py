"""Clients, tables and keys of this function's environment, put together once a process."""

import json
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, Final

import boto3
from aws_lambda_powertools.metrics import EphemeralMetrics
from botocore.config import Config

from functions._shared import shard_aws
from functions._shared.chain import Entry
from functions._shared.shard_router import ShardRouter
from functions._shared.telemetry import logger
from functions.authorizer.token import Issuer, keys
from functions.consent import wiring as register
from functions.data_subject_requests.acting import stores
from functions.data_subject_requests.acts import Naming, Store
from functions.data_subject_requests.book import Book
from functions.data_subject_requests.consent_acts import ConsentActs
from functions.data_subject_requests.core import Desk
from functions.data_subject_requests.event_acts import EventActs, KeyActs, naming
from functions.data_subject_requests.identity import Identities
from functions.data_subject_requests.record_acts import RecordActs
from functions.data_subject_requests.work import Work
from functions.event_store.data_keys import DataKeys
from functions.event_store.destroyed import DestroyedKeys
from functions.event_store.home import Homes
from functions.event_store.streams import Streams
from functions.event_store.table import Table

LOG: Final = logger("data_subject_requests")
CONFIG: Final = Config(connect_timeout=1, read_timeout=5, retries={"mode": "standard", "max_attempts": 3})
"""As of the event store, with time for a page of a scan."""
SHARD_SECONDS: Final = 30.0
"""How long a shard is waited for: it may read many documents, and no person waits."""
SEARCHED: Final = {
    "subject-keys": "KEYS",
    "events": "EVENTS",
    "event-summaries": "SUMMARIES",
    "event-checkpoints": "CHECKPOINTS",
    "consents": "STANDING",
    "consent-proofs": "PROOFS",
}
"""Tables that are searched for names, by store, and where the environment has their names."""


def desk() -> Desk:
    """Return the desk, which reads stores and changes none."""
    env = os.environ
    issuer = Issuer(name=env["TOKEN_ISSUER"], audience=env["TOKEN_AUDIENCE"], keys=keys(env["TOKEN_KEY_SET"]))
    return Desk(_book(), Identities(issuer=issuer), _stores())


def work() -> Work:
    """Return the states of the workflow."""
    named: dict[str, Naming] = {store: partial(naming, _table(name)) for store, name in SEARCHED.items()}
    named["records"] = RecordActs(_router()).naming
    return Work(_book(), _stores(), named, _notify, _count, _consents().choose)


def _consents() -> ConsentActs:
    return ConsentActs(register.consents())


@cache
def _router() -> ShardRouter:
    return shard_aws.router(SHARD_SECONDS)


@cache
def _client(service: str) -> Any:
    return boto3.client(service, config=CONFIG)


def _table(variable: str) -> Table:
    return Table(_client("dynamodb"), os.environ[variable])


def _book() -> Book:
    return Book(_table("REQUESTS"), _table("AUDIT"), lambda: datetime.now(UTC), _entered)


def _stores() -> Mapping[str, Store]:
    homes = Homes(_table("EVENTS"), os.environ["AWS_REGION"], os.environ["FOUNDING_REGION"], time.monotonic)
    keys = DataKeys(
        _client("dynamodb"),
        os.environ["KEYS"],
        _client("kms"),
        os.environ["KEY_ID"],
        time.monotonic,
        heeds_marks=False,
    )
    return stores(
        KeyActs(keys, DestroyedKeys(homes.table, keys.table)),
        EventActs(Streams(homes.table, homes), keys),
        RecordActs(_router()),
        _consents(),
    )


def _entered(entry: Entry) -> None:
    """Say in the log, which is archived where nobody changes it, with which digest the chain ends now."""
    LOG.info("entered", number=entry.number, act=entry.act, digest=entry.digest)


def _notify(message: Mapping[str, Any]) -> None:
    _client("sqs").send_message(QueueUrl=os.environ["NOTICES"], MessageBody=json.dumps(message))


def _count(name: str, value: int) -> None:
    measured = EphemeralMetrics(namespace=os.environ["METRICS"])
    measured.add_metric(name=name, unit="Count", value=value)
    measured.flush_metrics()
