"""Entry of the authorizer of requests: a token in the header Authorization, a policy back."""

import json
import os
import time
from functools import cache
from typing import Any

import boto3

from functions._shared.telemetry import entry, logger
from functions.authorizer.core import Grants, policy, stage_of
from functions.authorizer.errors import RefusedError
from functions.authorizer.token import Issuer, caller

LOG = logger("authorizer")
SCHEME = "bearer "
UNAUTHORIZED = "Unauthorized"
"""The words by which a gateway answers 401 (API Gateway Developer Guide, "Lambda authorizer")."""


@entry(LOG)
def handle(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Return what the caller may do.

    Raises:
        Exception: with `Unauthorized` alone, where the token proves nothing; the log says why.
    """
    given = str(event.get("authorizationToken", ""))
    try:
        if not given.lower().startswith(SCHEME):
            raise RefusedError("it is no bearer token")
        who = caller(given[len(SCHEME) :].strip(), _issuer(), _kms(), time.time())
    except RefusedError as fault:
        LOG.info("token refused", reason=str(fault))
        raise Exception(UNAUTHORIZED) from None
    return policy(who, stage_of(event["methodArn"]), _grants())


@cache
def _issuer() -> Issuer:
    return Issuer(
        name=os.environ["TOKEN_ISSUER"],
        audience=os.environ["TOKEN_AUDIENCE"],
        key_arns=os.environ["TOKEN_KEYS"].split(),
    )


@cache
def _grants() -> Grants:
    return json.loads(os.environ["GRANTS"])


@cache
def _kms() -> Any:
    return boto3.client("kms")
