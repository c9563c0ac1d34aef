"""Entry of the authorizer of requests: a request of the gateway in, a policy back."""

import os
import time
from functools import cache
from typing import Any

from functions.authorizer import policies, risk
from functions.authorizer.core import Authorizer, told
from functions.authorizer.errors import RefusedError
from functions.authorizer.log import Log, entry
from functions.authorizer.proof import WINDOW_SECONDS
from functions.authorizer.request import read
from functions.authorizer.seen import Seen
from functions.authorizer.token import Issuer, keys

LOG = Log("authorizer")
UNAUTHORIZED = "Unauthorized"
"""The words by which a gateway answers 401 (API Gateway Developer Guide, "Lambda authorizer")."""


@entry(LOG)
def handle(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Return what the caller may do.

    Raises:
        Exception: with `Unauthorized` alone, where the token proves nothing or anything failed; the log says which.
    """
    try:
        authorizer = _authorizer()
        decided = authorizer.decide(read(event, authorizer.policies.operations), time.time())
        answer = authorizer.answer(decided)
        LOG.decision(**told(decided))
    except RefusedError as fault:
        LOG.decision(decision="deny", refused=str(fault))
        raise Exception(UNAUTHORIZED) from None
    except Exception as fault:  # noqa: BLE001 - whatever it is, nobody gets in by it
        LOG.decision("ERROR", decision="deny", fault=type(fault).__name__)
        raise Exception(UNAUTHORIZED) from None
    return answer


@cache
def _authorizer() -> Authorizer:
    issuer = Issuer(
        name=os.environ["TOKEN_ISSUER"],
        audience=os.environ["TOKEN_AUDIENCE"],
        keys=keys(os.environ["TOKEN_KEY_SET"]),
    )
    seen = Seen(2 * WINDOW_SECONDS)
    return Authorizer(issuer=issuer, policies=policies.load(), table=risk.load(), seen=seen)
