"""Whether statements let one request through.

IAM User Guide, "Policy evaluation logic": what no statement allows is refused, and a denial outweighs every allowance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from policies.iam.conditions import arn_pattern, bound
from policies.iam.document import Statement
from policies.iam.patterns import pattern
from policies.iam.unknowns import certain, settled


class Answer(StrEnum):
    """What statements say to a request."""

    ALLOWED = "allowed"
    SILENT = "not allowed"
    DENIED = "denied"
    UNKNOWN = "unknown"
    """It hangs on what isn't known yet."""


class Kind(StrEnum):
    """Of what kind a principal is."""

    AWS = "AWS"
    """An identity of an account, by its ARN."""
    SERVICE = "Service"
    """A service by itself, such as `sns.amazonaws.com`."""
    FEDERATED = "Federated"
    """An identity provider, for whoever it vouches for."""
    NOBODY = "*"
    """Somebody who doesn't say who they are."""


@dataclass(frozen=True)
class Principal:
    """Who asks."""

    kind: Kind
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Request:
    """One call."""

    action: str
    """In lower case, such as `kms:decrypt`."""
    resource: str
    """The ARN."""
    principal: Principal = Principal(Kind.NOBODY)
    context: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Condition keys, in lower case, with their values; what isn't there, the request doesn't have."""


def decide(statements: Sequence[Statement], request: Request) -> Answer:
    """Return what *statements* say to *request*."""
    if certain(statements):
        return _decide(statements, request)
    most, least = (_decide(settled(statements, generous=generous), request) for generous in (True, False))
    return most if most is least else Answer.UNKNOWN


def _decide(statements: Iterable[Statement], request: Request) -> Answer:
    answer = Answer.SILENT
    for each in statements:
        if (each.allows and answer is Answer.ALLOWED) or not speaks_of(each, request):
            continue
        if not each.allows:
            return Answer.DENIED
        answer = Answer.ALLOWED
    return answer


def speaks_of(statement: Statement, request: Request) -> bool:
    """Return whether *statement*, whose values are all known, is about *request*."""
    return (
        statement.acts(request.action)
        and concerns(statement, request.principal)
        and reaches(statement, request.resource, request.context)
        and all(each.bound(request.context).holds(request.context.get(each.key)) for each in statement.conditions)
    )


def reaches(statement: Statement, resource: str, context: Mapping[str, Sequence[str]]) -> bool:
    """Return whether *statement* speaks of *resource*, its variables put in from *context*."""
    texts = (bound(each, context) for each in statement.resources)
    return any(pattern(each).matches(resource) for each in texts if each is not None) is not statement.excepts_resources


def concerns(statement: Statement, principal: Principal) -> bool:
    """Return whether *statement* speaks of *principal*; one without principals speaks of whoever has it."""
    if statement.principals is None:
        return True
    return _named(statement.principals, principal) is not statement.excepts_principals


def _named(principals: Mapping[str, frozenset[str]], principal: Principal) -> bool:
    if any("*" in principals.get(kind, ()) for kind in ("*", "AWS", "CanonicalUser")):
        return True
    named = principals.get(principal.kind, frozenset[str]())
    if principal.kind is not Kind.AWS:
        return principal.name in named or "*" in named
    return any(arn_pattern(each).matches(principal.name) for who in named for each in identities(who))


def identities(who: str) -> Sequence[str]:
    """Return patterns of the ARNs of those whom *who*, an AWS principal, names: the account's own for an account.

    A role's ARN names the sessions of the role as well (IAM User Guide, "AWS JSON policy elements: Principal").
    """
    if who == "*":
        return (who,)
    parts = who.split(":")
    account = who if len(parts) == 1 else parts[4] if who.endswith(":root") and len(parts) == 6 else ""
    if account:
        return (f"arn:*:iam::{account}:*", f"arn:*:sts::{account}:*")
    if len(parts) == 6 and parts[5].startswith("role/"):
        role = parts[5].rpartition("/")[2]
        return (who, f"arn:{parts[1]}:sts::{parts[4]}:assumed-role/{role}/*")
    return (who,)
