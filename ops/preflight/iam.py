"""Whether policy statements let a request through, as far as preflight must know.

After the IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements: Condition operators". A condition on
a key that the request doesn't have is unmet, as AWS sees it, so that what isn't known here never lets anything through.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from policies.iam.document import Statement
from policies.iam.evaluate import Answer, Kind, Principal, concerns, reaches


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who asks: a role of the account, or an AWS service by itself."""

    arn: str = ""
    """The role's ARN."""
    service: str = ""
    """The service's principal, such as `logs.eu-west-1.amazonaws.com`."""

    @property
    def principal(self) -> Principal:
        """The caller as policies name it."""
        return Principal(Kind.SERVICE, self.service) if self.service else Principal(Kind.AWS, self.arn)


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
            if not self._identity and not (statement.principals and concerns(statement, request.caller.principal)):
                continue
            if not _meets(statement, request):
                continue
            if statement.allows:
                answer = Answer.ALLOWED
            elif request.resource or "*" in statement.resources:
                return Answer.DENIED
        return answer

    def _speaking_of(self, action: str) -> Sequence[Statement]:
        if action not in self._about:
            self._about[action] = [each for each in self._statements if each.acts(action)]
        return self._about[action]


def _meets(statement: Statement, request: Request) -> bool:
    context = {key: (value,) for key, value in request.context.items()}
    if request.resource and not reaches(statement, request.resource, context):
        return False
    return all(each.bound(context).holds(context.get(each.key)) for each in statement.conditions)
