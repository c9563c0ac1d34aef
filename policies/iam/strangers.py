"""Who isn't of a document's own: whoever asks from outside the accounts, organizations and networks that it names."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from policies.iam.asks import CALLER, PARTS
from policies.iam.document import Statement
from policies.iam.evaluate import Kind, Principal
from policies.iam.keys import BARE, HOLDING, Trusted
from policies.iam.search import Caller
from policies.iam.solve import Domain

SOMEBODY = "arn:aws:iam::999999999999:role/stranger"
_USER_ID = "AROA99999999999999999:any"
ABSENT = Domain(some=False)
NO, YES = Domain(values=("false",), none=False), Domain(values=("true",), none=False)
_SERVICE = Principal(Kind.SERVICE, "any-service.amazonaws.com")
"""A service that no document names."""
_BARE_PARTS = {key: part for key, part in PARTS.items() if part.fact != "aws:sourcearn"}
_OF_CALLERS = (CALLER, "aws:principalorgpaths", "aws:userid")
_OF_SOURCES = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceowner", "aws:sourceorgpaths")


def strangers(statements: Sequence[Statement], extra: Mapping[str, Domain]) -> Sequence[Caller]:
    """Return the callers that *statements* don't name: an identity, somebody unknown, and a service for one of those.

    *extra* is what more is known of their requests.
    """
    trusted = Trusted(statements)
    held = {key: trusted.strangers(key) for key in sorted(HOLDING)}
    held["aws:sourceip"] = trusted.addresses()
    own = {**held, **dict.fromkeys(_OF_SOURCES, ABSENT), "aws:principalisawsservice": NO, **extra}
    identity = {
        CALLER: replace(trusted.strangers(CALLER, none=False), samples=(SOMEBODY,)),
        "aws:userid": replace(trusted.strangers("aws:userid", none=False), samples=(_USER_ID,)),
    }
    unknown = dict.fromkeys(_OF_CALLERS, ABSENT)
    service = {**held, **unknown, "aws:principalisawsservice": YES, **extra}
    return [
        Caller(domains={**own, **identity}),
        Caller(principal=Principal(Kind.NOBODY), domains={**own, **unknown}),
        *deputies(_SERVICE, service, trusted),
    ]


def deputies(principal: Principal, domains: Mapping[str, Domain], trusted: Trusted) -> Sequence[Caller]:
    """Return the callers that the service *principal* is when it acts for strangers."""
    accounts = dict.fromkeys(("aws:sourceaccount", "aws:sourceowner"), ABSENT)
    return [
        Caller(
            principal=principal,
            domains={**domains, **accounts, "aws:sourcearn": trusted.strangers("aws:sourcearn")},
        ),
        Caller(
            principal=principal,
            domains={**domains, "aws:sourcearn": trusted.strangers(BARE)},
            parts=_BARE_PARTS,
        ),
    ]
