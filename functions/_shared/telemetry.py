"""What functions say of themselves: lines of JSON by AWS Lambda Powertools, each with the call that it belongs to.

Neither events nor answers are logged, and of what a client raises no message: they may hold what is personal or secret.
docs/adr/0034-functions-watched-and-taken-back.md says which parts of it are used, and what the others would cost.
"""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from botocore.exceptions import ClientError

Entry = Callable[[Any, Any], Any]


def logger(function: str) -> Logger:
    """Return the log of *function*, in the form by which Lambda tells levels and times (AWS Lambda Developer Guide,
    "Configuring JSON and plain text log formats")."""
    return Logger(service=function, utc=True, use_rfc3339=True)


def entry(log: Logger) -> Callable[[Entry], Entry]:
    """Return a decorator of what Lambda calls: lines name the request, the function's ARN and whether it just began.

    The event is logged by no setting of the environment, such as `POWERTOOLS_LOGGER_LOG_EVENT`.
    """
    return log.inject_lambda_context(log_event=False)


def named(fault: Exception) -> str:
    """Return of *fault* what says nothing of anybody: its class, or of an AWS service what was asked and the code."""
    if isinstance(fault, ClientError):
        return f"{fault.operation_name}: {fault.response.get('Error', {}).get('Code', 'no code')}"
    return type(fault).__name__
