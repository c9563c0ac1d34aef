"""What the authorizer takes for a decision, warm, beside one bare verification by PyJWT of the same tokens.
`python -m bench.authorizer`.

Both sides run in one process, in turns, over the same tokens, by the same `cryptography`. Ours is the whole handler:
the event read, the token verified and checked, the proof where there is one, risk, policies, the answer, and the line
of the log, which is written to nowhere. Time is the processor's. Left out of both: the gateway, Lambda, the network and
a cold start; and of ours what Cedar takes the first time that scopes and facts come together, which is shown beside it.
"""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Final

import jwt

from bench.running import show
from components.foundation.key_set import key_set
from functions.authorizer import handler
from functions.authorizer.policies import Facts
from tests.functions.authorizer.making import HOLDER_KEY, HOST, KEY, event, pem, proof, thumbprint, token
from tests.functions.calls import context

CALLS: Final = 4_000
TOKENS: Final = 50


def authorizer() -> dict[str, float]:
    """Print and return it."""
    os.environ |= {"TOKEN_ISSUER": HOST, "TOKEN_AUDIENCE": HOST, "TOKEN_KEY_SET": key_set({"now": pem(KEY)})}
    handler._authorizer.cache_clear()
    handler.LOG._write = len
    now = int(time.time())
    tokens = [token(sub=f"caller-{number}", iat=now, exp=now + 600) for number in range(TOKENS)]
    asked = [event(f"Bearer {each}") for each in tokens]
    public, called = KEY.public_key(), context()

    def ours(number: int) -> None:
        handler.handle(asked[number % TOKENS], called)

    def bare(number: int) -> None:
        jwt.decode(tokens[number % TOKENS], public, algorithms=["ES256"], audience=HOST, issuer=HOST)

    bound = token(iat=now, exp=now + 600, cnf={"jkt": thumbprint(HOLDER_KEY)})
    proofs = [event(f"DPoP {bound}", headers={"DPoP": proof(bound, jti=str(each), iat=now)}) for each in range(CALLS)]

    def proven(number: int) -> None:
        handler.handle(proofs[number], called)

    for number in range(TOKENS):
        ours(number)
        bare(number)
    mine, theirs, twice = _taken([ours, bare, proven])
    first = _first()
    figures = {
        "authorizer_p50_ms": statistics.median(mine),
        "authorizer_p99_ms": _p99(mine),
        "pyjwt_p50_ms": statistics.median(theirs),
        "pyjwt_p99_ms": _p99(theirs),
        "authorizer_dpop_p99_ms": _p99(twice),
        "authorizer_first_ms": first,
    }
    ratios = [_p99(mine) / _p99(theirs), statistics.median(mine) / statistics.median(theirs)]
    show("authorizer, warm, p50 and p99", f"{statistics.median(mine):.3f}, {_p99(mine):.3f} ms", "≤ 0.3 ms at p99")
    show("PyJWT's bare verification, p50 and p99", f"{statistics.median(theirs):.3f}, {_p99(theirs):.3f} ms")
    show("the one over the other, p99 and p50", f"{ratios[0]:.2f}, {ratios[1]:.2f}", "≤ 2")
    show("authorizer with a proof (two signatures), p99", f"{_p99(twice):.3f} ms")
    show("policies asked for the first time", f"{first:.1f} ms")
    return figures


def _taken(sides: Sequence[Callable[[int], None]]) -> list[list[float]]:
    """Return the milliseconds of a processor that each call of each side took, in turns."""
    found: list[list[float]] = [[] for _ in sides]
    for number in range(CALLS):
        for side, taken in zip(sides, found, strict=True):
            begun = time.thread_time_ns()
            side(number)
            taken.append((time.thread_time_ns() - begun) / 1e6)
    return found


def _first() -> float:
    """Return the median of what policies take for facts that never came before."""
    policies, taken = handler._authorizer().policies, []
    for points in range(40):
        begun = time.thread_time_ns()
        policies.decide({"records.read", "events.read"}, Facts(risk=points, stepped_up=True))
        taken.append((time.thread_time_ns() - begun) / 1e6)
    return statistics.median(taken)


def _p99(taken: Sequence[float]) -> float:
    return statistics.quantiles(taken, n=100)[98]


if __name__ == "__main__":
    authorizer()
