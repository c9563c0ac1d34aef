"""AWS's errors as the engine's: one line with AWS's own code and words, the operation and the region."""

import re
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ParamValidationError,
)

from sandbox.providers.base import ProviderError

SERVER_FAULT = 500
"""The first HTTP status of a server that failed, perhaps with the work done."""
_UNKNOWN_KEY = frozenset({"AuthFailure", "InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException"})
"""What AWS answers to a key that it doesn't know (Common Errors of EC2, S3, STS and the JSON services)."""
_GONE = re.compile(r"NotFound|NoSuch|DoesNotExist|NonExist|^404$")


class AwsError(ProviderError):
    """AWS, or the emulator in its place, refused a call."""

    def __init__(
        self, message: str, code: str = "", *, outcome_unknown: bool = False, unanswered: bool = False
    ) -> None:
        super().__init__(message, outcome_unknown=outcome_unknown, unanswered=unanswered)
        self.code = code

    def says_gone(self, codes: Any = ()) -> bool:
        """Return whether the code means that the thing doesn't exist; *codes* are a type's own."""
        return bool(_GONE.search(self.code)) or self.code in codes


def translate(error: Exception, service: str, operation: str, region: str, endpoint: str) -> AwsError:
    """Return *error*, whatever a boto3 call raised, as a line that says what failed, where, and how to mend it.

    A call that broke off, even one tried again and refused then, may have taken effect. What isn't botocore's own was
    raised by its parsers, by an answer that isn't AWS's; so is a bare HTTP status, but for `Head…`, which has no words.
    """
    where = f"{service}:{operation} in {region}"
    if isinstance(error, ClientError):
        details = error.response.get("Error", {})
        code = str(details.get("Code", "Unknown"))
        if code.isdigit() and not operation.startswith("Head"):
            return AwsError(
                f"{where}: HTTP {code}, and not in AWS's form; look what answers at {endpoint}",
                outcome_unknown=True,
                unanswered=True,
            )
        if code in _UNKNOWN_KEY:
            mend = "the sandbox has no credentials of yours; an account is reached with --engine pulumi"
            return AwsError(f"{where}: {code} at {endpoint}: {mend}", code, unanswered=True)
        failed = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= SERVER_FAULT
        return AwsError(f"{where}: {code}: {_line(details.get('Message') or error)}", code, outcome_unknown=failed)
    if isinstance(error, EndpointConnectionError | ConnectionClosedError | ConnectTimeoutError):
        message = f"nothing answers at {endpoint} ({where}); start it with `groot emulator start`"
        return AwsError(message, outcome_unknown=True, unanswered=True)
    if not isinstance(error, BotoCoreError):
        message = f"{where}: the server failed, or isn't AWS; its own log says why"
        return AwsError(message, outcome_unknown=True, unanswered=True)
    if isinstance(error, ParamValidationError):
        return AwsError(f"{where}: {_line(error)}", "ParamValidation")
    sent = isinstance(error, HTTPClientError)
    return AwsError(f"{where}: {type(error).__name__}: {_line(error)}", outcome_unknown=sent)


def _line(text: object) -> str:
    line = " ".join(str(text).split())
    return "the server failed; its own log says why" if line.startswith("<") else line
