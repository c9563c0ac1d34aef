"""What Lambda calls: `index` for each batch of a delivery stream's records, `keep` when a deployment changes rules."""

import base64
import json
import os
import time
from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from functions.search.documents import Document, documents
from functions.search.domain import Domain
from functions.search.errors import SearchError
from functions.search.index import Indexed
from functions.search.index import index as index_documents
from functions.search.rules import Rules
from functions.search.rules import keep as keep_rules

PAUSE_SECONDS, TRIES = 10, 12
"""A domain that has just been made takes no rules for its first minutes."""


def index(event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Index the documents of every record and return each record as it came, for the archive.

    A record that is no batch of logs is marked as failed, which archives it apart.
    """
    found: list[Document] = []
    answers: list[dict[str, str]] = []
    for record in event["records"]:
        answer = {"recordId": record["recordId"], "data": record["data"], "result": "Ok"}
        try:
            found += documents(base64.b64decode(record["data"]))
        except SearchError as fault:
            print(json.dumps({"fault": str(fault), "record": record["recordId"]}))
            answer["result"] = "ProcessingFailed"
        answers.append(answer)
    indexed = index_documents(_domain(), found)
    if found:
        _measure(found, indexed, now_ms=int(time.time() * 1000))
    return {"records": answers}


def keep(event: Mapping[str, Any], _context: Any, sleep: Callable[[float], None] = time.sleep) -> list[str]:
    """Bring the domain's rules about, and return their paths; whatever is raised is the deployment's failure."""
    for attempt in range(TRIES):
        try:
            return keep_rules(_domain(), Rules(**event))
        except SearchError:
            if attempt == TRIES - 1:
                raise
            sleep(PAUSE_SECONDS)
    raise AssertionError("unreachable")


def _measure(found: list[Document], indexed: Indexed, *, now_ms: int) -> None:
    """Print how old the oldest event was when it could be searched, as a metric (CloudWatch embedded metric format)."""
    metrics = [{"Name": "AgeSeconds", "Unit": "Seconds"}, {"Name": "Rejected", "Unit": "Count"}]
    directive = {"Namespace": os.environ["METRICS"], "Dimensions": [[]], "Metrics": metrics}
    line = {
        "_aws": {"Timestamp": now_ms, "CloudWatchMetrics": [directive]},
        "AgeSeconds": max(now_ms - min(document.timestamp_ms for document in found), 0) / 1000,
        "Rejected": indexed.rejected,
        "taken": indexed.taken,
    }
    print(json.dumps(line))


def _domain() -> Domain:
    session = boto3.Session()

    def sign(method: str, url: str, body: bytes) -> Mapping[str, str]:
        request = AWSRequest(method=method, url=url, data=body)
        SigV4Auth(session.get_credentials(), "es", os.environ["AWS_REGION"]).add_auth(request)
        return dict(request.headers.items())

    return Domain(os.environ["DOMAIN"], sign)
