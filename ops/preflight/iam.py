"""Whether policy statements let a request through, as far as preflight must know.

After the IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements: Condition operators". A condition on
a key that the request doesn't have is unmet, as AWS sees it, so that what isn't known here never lets anything through.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache

from policies.documents import Statement

_IF_EXISTS = "ifexists"
_SETS = ("foranyvalue:", "forallvalues:")


class Answer(StrEnum):
    """What statements say to a request."""

    ALLOWED = "allowed"
    SILENT = "not allowed"
    DENIED = "denied"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who asks: a role of the account, or an AWS service by itself."""

    arn: str = ""
    """The role's ARN."""
    service: str = ""
    """The service's principal, such as `logs.eu-west-1.amazonaws.com`."""

    def named_by(self, statement: Statement, *, identity: bool) -> bool:
        """Return whether *statement* is about the caller; those of its own policies, *identity*, are."""
        if identity:
            return True
        if "*" in statement.principals:
            return True
        if self.service:
            return self.service in statement.principals.get("Service", ())
        account = self.arn.split(":")[4] if self.arn.count(":") > 4 else ""
        return any(
            who in ("*", self.arn, account, f"arn:aws:iam::{account}:root")
            for who in statement.principals.get("AWS", ())
        )


@dataclass(frozen=True, kw_only=True)
class Request:
    """One call."""

    action: str
    """In lower case, such as `kms:decrypt`."""
    caller: Caller
    resource: str = ""
    """The ARN; empty where it isn't known, which any pattern may match."""
    context: Mapping[str, str] = field(default_factory=dict)
    """Condition keys, in lower case."""


class Policies:
    """Statements, ready to be asked many times."""

    def __init__(self, statements: Iterable[Statement], *, identity: bool = False) -> None:
        """*identity* says that they are the caller's own, and not a resource's."""
        self._statements = list(statements)
        self._identity = identity
        self._about: dict[str, Sequence[Statement]] = {}

    def ask(self, request: Request) -> Answer:
        """Return what the statements say to *request*."""
        answer = Answer.SILENT
        for statement in self._speaking_of(request.action):
            if not request.caller.named_by(statement, identity=self._identity) or not _meets(statement, request):
                continue
            if statement.allows:
                answer = Answer.ALLOWED
            elif request.resource or "*" in statement.resources:
                return Answer.DENIED
        return answer

    def _speaking_of(self, action: str) -> Sequence[Statement]:
        if action not in self._about:
            self._about[action] = [
                each
                for each in self._statements
                if any(_like(action, pattern) for pattern in each.actions) is not each.excepts_actions
            ]
        return self._about[action]


def _meets(statement: Statement, request: Request) -> bool:
    if (
        request.resource
        and statement.resources
        and not any(_like(request.resource, each) for each in statement.resources)
    ):
        return False
    return all(_holds(operator, request.context.get(key), values) for operator, key, values in statement.conditions)


def _holds(operator: str, found: str | None, values: frozenset[str]) -> bool:
    if operator == "null":
        return (found is None) == ("true" in values)
    for prefix in _SETS:
        if operator.startswith(prefix):
            if found is None:
                return prefix != "foranyvalue:"
            operator = operator.removeprefix(prefix)
    if operator.endswith(_IF_EXISTS):
        if found is None:
            return True
        operator = operator.removesuffix(_IF_EXISTS)
    negated = "not" in operator
    if found is None:
        return negated
    if operator.startswith(("string", "arn", "bool", "numericequals", "numericnotequals")):
        folded = "ignorecase" in operator or operator == "bool"
        given = found.lower() if folded else found
        like = "like" in operator or operator.startswith("arn")
        wanted = (value.lower() if folded else value for value in values)
        return any(_like(given, value) if like else given == value for value in wanted) is not negated
    return False


@cache
def _like(found: str, pattern: str) -> bool:
    return found == pattern or (("*" in pattern or "?" in pattern) and fnmatchcase(found, pattern.replace("[", "[[]")))
