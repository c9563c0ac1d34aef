"""Requests to a stack's REST API in the sandbox, with a key and a token made for them.

The key is one that the sandbox has for `groot call` alone, in the first usage plan of the API's region. The token is
signed by the key of the stack's own issuer, in the emulator's KMS, as whoever may sign with it would; it opens
everything that the authorizer knows a scope for, and lives for a few minutes.
"""

import base64
import hashlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ops.functions.clients import client, told
from ops.functions.standing import Standing
from ops.request import OperationError, UsageError
from sandbox.state.model import ResourceState
from sandbox.values import reveal

CALLER: Final = "groot-call"
TENANT: Final = "sandbox"
TOKEN_SECONDS: Final = 300
ANSWER_SECONDS: Final = 60
"""API Gateway itself gives up after 29 (its quotas)."""


@dataclass(frozen=True, kw_only=True)
class Api:
    """A REST API of a stack."""

    id: str
    stage: str
    region: str
    plan_id: str
    """A usage plan of its region, or nothing."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    body: str


def api(resources: Sequence[ResourceState], regions: Sequence[str]) -> Api:
    """Return the REST API of the first of *regions* that has one.

    Raises:
        UsageError: none has.
    """
    for region in regions:
        apis, stages, plans = (
            [each for each in resources if each.type == f"aws:apigateway/{kind}" and _region(each) == region]
            for kind in ("restApi:RestApi", "stage:Stage", "usagePlan:UsagePlan")
        )
        if apis and stages:
            stage = str(reveal(stages[0].outputs)["stageName"])
            return Api(id=apis[0].id, stage=stage, region=region, plan_id=plans[0].id if plans else "")
    raise UsageError(
        f"no REST API with a stage stands in {', '.join(regions) or 'any region'}; bring it up by `groot up`"
    )


def url(endpoint: str, of: Api, path: str) -> str:
    """Return where *path* of the API is at the emulator."""
    return f"{endpoint}/restapis/{of.id}/{of.stage}/_user_request_/{path.lstrip('/')}"


def call(endpoint: str, of: Api, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
    """Send a request through the API, and return what it answers, whatever the status.

    Raises:
        OperationError: nothing answers.
    """
    request = urllib.request.Request(url(endpoint, of, path), data=body, method=method, headers=dict(headers))  # noqa: S310 - the emulator
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            return Answer(status=answer.status, body=answer.read().decode(errors="replace"))
    except urllib.error.HTTPError as refusal:
        return Answer(status=refusal.code, body=refusal.read().decode(errors="replace"))
    except OSError as error:
        raise OperationError(f"{method} {path}: nothing answers at {endpoint}: {error}") from None


def key(endpoint: str, of: Api) -> str:
    """Return the key of `groot call`, which is made the first time and put into the API's usage plan."""
    with told(f"a key for the API in {of.region}"):
        gateway = client(endpoint, "apigateway", of.region)
        for known in gateway.get_api_keys(nameQuery=CALLER, includeValues=True)["items"]:
            if known["name"] == CALLER:
                return str(known["value"])
        made = gateway.create_api_key(name=CALLER, description="Requests of `groot call`", enabled=True)
        gateway.create_usage_plan_key(usagePlanId=of.plan_id, keyId=made["id"], keyType="API_KEY")
        return str(made["value"])


def token(endpoint: str, authorizer: Standing, now_seconds: float) -> str:
    """Return a token that *authorizer* takes: ES256, signed by the first of its keys (RFC 7519; RFC 7518, 3.4)."""
    known = authorizer.environment
    key_id = json.loads(known["TOKEN_KEY_SET"])["keys"][0]["kid"]
    claims = {
        "iss": known["TOKEN_ISSUER"],
        "aud": known["TOKEN_AUDIENCE"],
        "sub": CALLER,
        "tenant": TENANT,
        "scope": known.get("TOKEN_SCOPES", ""),
        "iat": int(now_seconds),
        "exp": int(now_seconds) + TOKEN_SECONDS,
    }
    signed = f"{_part({'alg': 'ES256', 'typ': 'JWT', 'kid': key_id})}.{_part(claims)}"
    with told(f"a token for the API in {authorizer.region}"):
        signature = client(endpoint, "kms", authorizer.region).sign(
            KeyId=key_id,
            Message=hashlib.sha256(signed.encode()).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )["Signature"]
    return f"{signed}.{_base64(_side_by_side(signature))}"


def headers(endpoint: str, of: Api, functions: Sequence[Standing], body: bytes | None) -> dict[str, str]:
    """Return what a request is sent with: a key, and a token where a function of the region takes tokens."""
    authorizers = (each for each in functions if each.region == of.region and "TOKEN_KEY_SET" in each.environment)
    authorizer = next(authorizers, None)
    return {
        **({"x-api-key": key(endpoint, of)} if of.plan_id else {}),
        **({"Authorization": f"Bearer {token(endpoint, authorizer, time.time())}"} if authorizer else {}),
        **({"Content-Type": "application/json"} if body is not None else {}),
    }


def _side_by_side(signature: bytes) -> bytes:
    """Return the two numbers of an ECDSA signature as tokens have them, 32 bytes each."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    return b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(signature))


def _part(members: Mapping[str, Any]) -> str:
    return _base64(json.dumps(members, separators=(",", ":")).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _region(resource: ResourceState) -> str:
    return str(reveal(resource.outputs).get("region"))
