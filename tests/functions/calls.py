"""What a handler is called with, and what it then says."""

import io
from dataclasses import dataclass

import pytest
from aws_lambda_powertools import Logger


@dataclass(frozen=True)
class Context:
    """What Lambda hands over beside the event (AWS Lambda Developer Guide, "Using the Lambda context object")."""

    seconds: float
    function_name: str = "groot-test"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:groot-test:live"
    aws_request_id: str = "00000000-0000-4000-8000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        """Return what is left of the call's time."""
        return int(self.seconds * 1000)


def context(seconds: float = 60) -> Context:
    """Return a context with *seconds* left."""
    return Context(seconds)


def logged(log: Logger, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Return where *log* writes from now on; it holds on to the standard output that it was made with."""
    lines = io.StringIO()
    monkeypatch.setattr(log.registered_handler, "stream", lines)
    return lines
