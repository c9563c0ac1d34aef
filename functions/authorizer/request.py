"""What a gateway hands an authorizer of type REQUEST (API Gateway Developer Guide, "Input to an API Gateway Lambda
authorizer")."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from functions.authorizer.errors import RefusedError

OTHER: Final = "*/*"
"""The operation of whatever the contract doesn't name."""
_VARIABLE: Final = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request, before anything in it is believed."""

    stage_arn: str
    """`arn:aws:execute-api:<region>:<account>:<api>/<stage>`."""
    operation: str
    """As policies have it, `GET/v1/records/*`; nothing of what a caller put in for the stars."""
    method: str
    path: str
    """As called, without the stage."""
    scheme: str
    """Of the header Authorization, in small letters."""
    token: str
    proofs: Sequence[str]
    """Each header DPoP."""
    certificate_pem: str | None
    """The client's, where the gateway's TLS asked for one and found it good."""
    address: str
    """The client's IP address as the gateway has it."""
    country: str | None
    """The client's, by ISO 3166-1, where a CloudFront in front of the gateway tells it."""


def read(event: Mapping[str, Any], operations: frozenset[str]) -> Request:
    """Return the request of *event*, which asks for one of *operations* or for `OTHER`.

    Raises:
        RefusedError: it brings no one token.
        LookupError, TypeError: it is no event of a REQUEST authorizer.
    """
    headers = _headers(event)
    given = headers.get("authorization", [])
    if len(given) != 1:
        raise RefusedError("it brings no token, or several")
    scheme, _, token = given[0].partition(" ")
    context = event["requestContext"]
    identity = context.get("identity") or {}
    asked = event["httpMethod"] + _VARIABLE.sub("*", event["resource"])
    return Request(
        stage_arn="/".join(event["methodArn"].split("/")[:2]),
        operation=asked if asked in operations else OTHER,
        method=event["httpMethod"],
        path=event["path"],
        scheme=scheme.lower(),
        token=token.strip(),
        proofs=headers.get("dpop", []),
        certificate_pem=(identity.get("clientCert") or {}).get("clientCertPem"),
        address=str(identity.get("sourceIp") or ""),
        country=next(iter(headers.get("cloudfront-viewer-country", [])), None),
    )


def _headers(event: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    many = event.get("multiValueHeaders") or {name: [one] for name, one in (event.get("headers") or {}).items()}
    for name, values in many.items():
        found.setdefault(name.lower(), []).extend(values)
    return found
