"""Clients, table and tiers of this function's environment, put together once a process."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final
from xml.etree import ElementTree

import boto3
from aws_lambda_powertools.metrics import EphemeralMetrics
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.httpsession import URLLib3Session

from functions._shared.chain import Entry
from functions._shared.telemetry import logger
from functions.data_subject_requests.entries import Entries
from functions.elevation import tier
from functions.elevation.book import Book
from functions.elevation.caller import Person, caller
from functions.elevation.core import Desk
from functions.elevation.errors import NotProvenError
from functions.elevation.giving import Keys
from functions.event_store.table import Table

LOG: Final = logger("elevation")
CONFIG: Final = Config(connect_timeout=1, read_timeout=5, retries={"mode": "standard", "max_attempts": 3})
ARN: Final = "{https://sts.amazonaws.com/doc/2011-06-15/}Arn"
"""Where STS's answer has it (AWS STS API Reference, "GetCallerIdentity")."""
OK: Final = 200


def desk() -> Desk:
    """Return the desk."""
    table = Table(_client("dynamodb"), os.environ["TABLE"])
    book = Book(table, Entries(table, now, _entered), now)
    keys = Keys(_client("sts"), _client("iam"))
    return Desk(book, tier.read(os.environ["TIERS"]), keys, int(os.environ["GLASS_REVIEW_DAYS"]))


def who(call: Mapping[str, Any]) -> Person:
    """Return who signed *call*; raises NotProvenError."""
    return caller(call, os.environ["AUDIENCE"], os.environ["ACCOUNT"], _send)


def now() -> datetime:
    """Return the time, to the millisecond as it is kept."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def count(values: Mapping[str, int]) -> None:
    """Tell CloudWatch of *values*."""
    measured = EphemeralMetrics(namespace=os.environ["METRICS"])
    for name, value in values.items():
        measured.add_metric(name=name, unit="Count", value=value)
    measured.flush_metrics()


@cache
def _client(service: str) -> Any:
    return boto3.client(service, config=CONFIG)


def _entered(entry: Entry) -> None:
    """Say in the log, which is archived where nobody changes it, with which digest the chain ends now."""
    LOG.info("entered", number=entry.number, act=entry.act, request=entry.request, digest=entry.digest)


def _send(headers: Mapping[str, str], body: str) -> str:
    """Send a request that somebody signed to this region's STS; return the ARN of who did."""
    request = AWSRequest("POST", _client("sts").meta.endpoint_url + "/", dict(headers), body.encode())
    answer = URLLib3Session(timeout=(1, 5)).send(request.prepare())
    if answer.status_code != OK:
        raise NotProvenError("AWS does not know who signed this call, or it was signed minutes ago")
    return ElementTree.fromstring(answer.content).findtext(f".//{ARN}") or ""  # noqa: S314 - AWS's own answer
