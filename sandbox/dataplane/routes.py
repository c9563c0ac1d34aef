"""Which of the emulator's two servers a request is for, as data: by its service, and by where that alone misleads.

A signed request names its service in its scope (AWS documentation, "Create a signed AWS API request"), the header's or
a presigned URL's. What nobody signs is told by its target, path or host.
"""

import re
from collections.abc import Mapping
from enum import Enum
from typing import Final


class Server(Enum):
    """A server behind the router."""

    CONTROL = "moto"
    DATA = "ministack"


DATA_SERVICES: Final = frozenset(
    {
        *("apigateway", "cognito-identity", "cognito-idp", "dynamodb", "events", "execute-api", "firehose"),
        *("kinesis", "kms", "lambda", "logs", "pipes", "s3", "scheduler", "secretsmanager", "sns", "sqs", "states"),
    }
)
"""Services, by the names that requests are signed with, whose data ministack serves; moto has all others."""
CONTROL_PATHS: Final = re.compile(r"/v20180820/|/v2/vpclinks|/v2/tags/.*vpclinks")
"""Paths that are signed as a data service's and that ministack has not: S3 Control, and links of HTTP APIs to VPCs."""
OPEN_PATHS: Final = re.compile(r"/_aws/|/_ministack/lambda-|/restapis/|/oauth2/|.*/\.well-known/|/2015-03-31/")
"""Paths of data services that people call unsigned: deployed APIs, sign-in, keys of tokens, functions' URLs."""
OPEN_HOSTS: Final = re.compile(r".*\.(execute-api|lambda-url|auth|s3)\.")
"""Hosts likewise."""
OLD_SIGNATURE: Final = re.compile(r"AWSAccessKeyId=")
"""In a URL presigned by signature version 2, which names no service; S3 alone takes it, and boto3 makes it."""
OPEN_TARGETS: Final = ("AWSCognitoIdentityProviderService.", "AWSCognitoIdentityService.")
"""Calls (`X-Amz-Target`) likewise."""
_BUCKET: Final = re.compile(r"/[^/?]+/?")
_GROUP_CALLS: Final = frozenset({"Logs_20140328.CreateLogGroup", "Logs_20140328.DeleteLogGroup"})
_SCOPE: Final = re.compile(r"Credential=[^/%]+(?:/|%2F)\d{8}(?:/|%2F)[^/%]+(?:/|%2F)([^/%]+)")


def servers(method: str, target: str, headers: Mapping[str, str]) -> tuple[Server, ...]:
    """Return whose answer a request's is, followed by who is told of it as well.

    Moto asks whether buckets and log groups exist (trails, flow logs, logs of queries), so it is told of both.
    Ministack judges functions by their roles, when it does, so it is told of roles. A second server's answer is
    nobody's. *headers* are by their names in small letters.
    """
    call = headers.get("x-amz-target", "")
    scope = _SCOPE.search(headers.get("authorization", "")) or _SCOPE.search(target)
    if not scope:
        is_open = (
            call.startswith(OPEN_TARGETS)
            or OPEN_PATHS.match(target)
            or OLD_SIGNATURE.search(target)
            or OPEN_HOSTS.match(headers.get("host", ""))
        )
        return (Server.DATA,) if is_open else (Server.CONTROL,)
    service = scope[1]
    if service == "iam":
        return (Server.CONTROL, Server.DATA)
    if service not in DATA_SERVICES or CONTROL_PATHS.match(target):
        return (Server.CONTROL,)
    is_bucket = service == "s3" and method in ("PUT", "DELETE") and _BUCKET.fullmatch(target)
    return (Server.DATA, Server.CONTROL) if is_bucket or call in _GROUP_CALLS else (Server.DATA,)
