"""A cluster's API server, spoken to by what Python brings along.

Requests carry a token that AWS signed for this cluster's name: the API server asks STS whose it is
(`aws eks get-token`).
"""

import base64
import json
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import boto3
from botocore.signers import RequestSigner

TIMEOUT_SECONDS: Final = 30
NOT_FOUND: Final = 404
CONFLICT: Final = 409
TOKEN_SECONDS: Final = 60
"""How long AWS lets a token be; the API server takes it for a quarter of an hour (`aws eks get-token`)."""
Object = Mapping[str, Any]


class ApiError(Exception):
    """The API server refused a request, or doesn't answer: its status is 0 then."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status


@dataclass
class ApiServer:
    """The API server at *endpoint*, whose certificate *authority_pem* signed.

    Raises:
        ApiError: that is no certificate.
    """

    endpoint: str
    authority_pem: str
    token: Callable[[], str]

    def __post_init__(self) -> None:
        try:
            self._context = ssl.create_default_context(cadata=self.authority_pem)
        except ssl.SSLError:
            raise ApiError(0, f"the authority of {self.endpoint} has no certificate") from None

    def request(self, method: str, path: str, body: Object | None = None, kind: str = "application/json") -> Any:
        """Return what the server answers to *body*, which is of the media type *kind*. Raises `ApiError`."""
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked below
            f"{self.endpoint}{path}",
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"Bearer {self.token()}", "Accept": "application/json", "Content-Type": kind},
        )
        if request.type != "https":
            raise ApiError(0, f"{self.endpoint} is no https address")
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS, context=self._context) as answer:  # noqa: S310
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise ApiError(error.code, _message(error.read())) from None
        except OSError as error:
            raise ApiError(0, f"{self.endpoint} doesn't answer: {error}") from None

    def find(self, path: str) -> Object | None:
        """Return the object at *path*, or None where there is none. Raises `ApiError`."""
        try:
            return self.request("GET", path)
        except ApiError as error:
            if error.status == NOT_FOUND:
                return None
            raise


def environment() -> dict[str, Any]:
    """Return the arguments of an `ApiServer` as the environment of a function on AWS names its cluster."""
    return {
        "endpoint": os.environ["CLUSTER_ENDPOINT"],
        "authority_pem": base64.b64decode(os.environ["CLUSTER_AUTHORITY"]).decode(),
        "token": _signed_token(boto3.Session(), os.environ["CLUSTER_NAME"]),
    }


def token_of(presigned_url: str) -> str:
    """Return the bearer token that a presigned `GetCallerIdentity` is to EKS."""
    return "k8s-aws-v1." + base64.urlsafe_b64encode(presigned_url.encode()).decode().rstrip("=")


def _signed_token(session: boto3.Session, cluster_name: str) -> Callable[[], str]:
    """Return what makes a token for *cluster_name*, each time anew."""
    client = session.client("sts")
    region = client.meta.region_name
    signer = RequestSigner(
        client.meta.service_model.service_id, region, "sts", "v4", session.get_credentials(), session.events
    )
    request = {
        "method": "GET",
        "url": f"https://sts.{region}.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
        "body": {},
        "headers": {"x-k8s-aws-id": cluster_name},
        "context": {},
    }

    def token() -> str:
        url = signer.generate_presigned_url(
            {**request, "headers": dict(request["headers"])},
            operation_name="",
            region_name=region,
            expires_in=TOKEN_SECONDS,
        )
        return token_of(str(url))

    return token


def _message(body: bytes) -> str:
    try:
        return str(json.loads(body)["message"])
    except (ValueError, KeyError, TypeError):
        return body.decode(errors="replace")[:200] or "no reason given"
