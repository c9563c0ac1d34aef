"""What Lambda calls: an event of CloudWatch that the alarm on a function's errors has gone off."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import boto3

from functions._shared.telemetry import entry, logger
from functions.releaser.core import function_of, take_back

LOG: Final = logger("releaser")


@entry(LOG)
def handle(event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Take the function's newest version back, if it is new, and tell the topic; return which one takes the calls."""
    function = function_of(event)
    version = take_back(function, boto3.client("lambda"), datetime.now(UTC))
    LOG.warning("alarm", function=function, taken_back_to=version)
    if version is not None:
        boto3.client("sns").publish(
            TopicArn=os.environ["TOPIC"],
            Subject=f"{function} was taken back"[:100],
            Message=f"Its newest version failed. All calls of {function} go to version {version} again until another "
            "version is deployed: mend the code and deploy it.",
        )
    return {"function": function, "version": version}
