"""What functions say of themselves, and what they never say."""

import json
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from functions._shared.telemetry import entry, logger, named
from tests.functions.calls import context, logged

CANARY = "CANARY-Ann"


def test_a_line_has_the_level_and_time_that_lambda_reads_and_names_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    log = logger("line")
    lines = logged(log, monkeypatch)
    entry(log)(lambda _event, _context: log.warning("late", partition=7))({}, context())
    said = json.loads(lines.getvalue())
    assert (said["level"], said["service"], said["message"], said["partition"]) == ("WARNING", "line", "late", 7)
    assert said["function_request_id"] == context().aws_request_id
    assert datetime.fromisoformat(said["timestamp"]).utcoffset() == datetime.now(UTC).utcoffset()


def test_no_setting_of_the_environment_has_the_event_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_LOGGER_LOG_EVENT", "true")
    monkeypatch.setenv("POWERTOOLS_LOG_LEVEL", "DEBUG")
    log = logger("event")
    lines = logged(log, monkeypatch)
    assert entry(log)(lambda event, _context: event["body"])({"body": CANARY}, context()) == CANARY
    assert CANARY not in lines.getvalue()


def test_of_what_a_client_raises_only_what_was_asked_is_said_and_the_code() -> None:
    answer = {"Error": {"Code": "ValidationException", "Message": f"{CANARY} is no number"}}
    assert named(ClientError(answer, "PutItem")) == "PutItem: ValidationException"  # pyright: ignore[reportArgumentType]
    assert named(EndpointConnectionError(endpoint_url=CANARY)) == "EndpointConnectionError"
