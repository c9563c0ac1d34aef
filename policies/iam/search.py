"""A search for a request that statements let through.

A request gets through if some statement allows it and none that denies is about it. So the search takes the allowing
statements one by one, asks that everything such a statement asks be met, and, of each denial that is in the way, that
one thing be not. Each time the values of a fact are found anew (`solve`), so that where it finds nothing there is
nothing: it is exact for IAM's operators. Variables are taken as able to be anything; what is found by them is put to
`evaluate` before it is shown, as all is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from policies.iam.asks import CALLER, PARTS, RESOURCE, Ask, Part, asks
from policies.iam.document import Statement
from policies.iam.evaluate import Answer, Kind, Principal, Request, decide
from policies.iam.patterns import TooInvolved
from policies.iam.solve import Domain, Values, Wanted, solve
from policies.iam.variables import filled

MOST_STEPS = 2_000
"""Steps after which the search gives up; documents of twenty denials take some dozens."""
ANYTHING = Domain()


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody who may be asking, and what is known of their requests."""

    principal: Principal | None = None
    """Who, or None for any identity of AWS's whose ARN is in the domain of `CALLER`."""
    domains: Mapping[str, Domain] = field(default_factory=dict)
    """What facts may be; any other may be anything."""
    parts: Mapping[str, Part] = field(default_factory=lambda: PARTS)
    """Keys that are parts of others."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """Whether anybody of some can do one of some actions on one of some resources."""

    actions: Sequence[str]
    """In lower case."""
    callers: Sequence[Caller]
    resources: Domain = ANYTHING
    granted: bool = False
    """Whether something else allows it all, so that only denials count."""


@dataclass(frozen=True, kw_only=True)
class Witness:
    """A request that gets through."""

    request: Request
    label: str
    """The statement that allows it; empty where something else does."""


def search(statements: Sequence[Statement], question: Question) -> Witness | None:
    """Return a request that answers *question*; None where there is none. All of *statements* are known.

    Raises:
        TooInvolved: it would take too long to say.
    """
    return next(_Search(statements, question).witnesses(), None)


class _Search:
    def __init__(self, statements: Sequence[Statement], question: Question) -> None:
        self._statements, self._question = statements, question
        self._resources = replace(question.resources, none=False)
        self._steps = 0

    def witnesses(self) -> Iterator[Witness]:
        allowing = [each for each in self._statements if each.allows]
        denying = [each for each in self._statements if not each.allows]
        actions = self._kinds()
        for caller in self._question.callers:
            asked = {id(each): asks(each, caller.principal, caller.parts) for each in self._statements}
            refused = [(each, against) for each in denying if (against := asked[id(each)]) is not None]
            for allows in [None] if self._question.granted else allowing:
                wants = [] if allows is None else asked[id(allows)]
                if wants is None:
                    continue
                for action in (each for each in actions if allows is None or allows.acts(each)):
                    against = [each for statement, each in refused if statement.acts(action)]
                    found = self._through(caller, wants, against)
                    if found is not None:
                        yield self._shown(caller, allows, action, found)

    def _kinds(self) -> Sequence[str]:
        """Return one action of each kind that the statements tell apart."""
        kinds: dict[tuple[bool, ...], str] = {}
        for action in self._question.actions:
            kinds.setdefault(tuple(each.acts(action) for each in self._statements), action)
        return list(kinds.values())

    def _through(
        self, caller: Caller, wants: Sequence[Ask], against: Sequence[Sequence[Ask]]
    ) -> Mapping[str, Values] | None:
        wanted: dict[str, list[Wanted]] = {}
        for ask in (each for each in wants if not (each.loose and each.negated)):
            wanted.setdefault(ask.fact, []).append(Wanted(ask, met=True))
        facts: dict[str, Values] = {}
        for fact in (RESOURCE, *([] if caller.principal else [CALLER]), *wanted, *caller.domains):
            if fact not in facts:
                solved = solve(wanted.get(fact, ()), self._domain(caller, fact))
                if solved is None:
                    return None
                facts[fact] = solved.values
        return self._past(caller, wanted, facts, against)

    def _past(
        self,
        caller: Caller,
        wanted: Mapping[str, Sequence[Wanted]],
        facts: Mapping[str, Values],
        against: Sequence[Sequence[Ask]],
    ) -> Mapping[str, Values] | None:
        """Return *facts*, or others as *wanted*, that none of *against* is about."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooInvolved("denials that overlap in too many ways")
        denial = next((each for each in against if all(_met(ask, facts) for ask in each)), None)
        if denial is None:
            return facts
        for ask in denial:
            more = [*wanted.get(ask.fact, ()), Wanted(ask, met=False)]
            solved = solve(more, self._domain(caller, ask.fact))
            if solved is not None:
                found = self._past(caller, {**wanted, ask.fact: more}, {**facts, ask.fact: solved.values}, against)
                if found is not None:
                    return found
        return None

    def _domain(self, caller: Caller, fact: str) -> Domain:
        return self._resources if fact == RESOURCE else caller.domains.get(fact, ANYTHING)

    def _shown(self, caller: Caller, allows: Statement | None, action: str, facts: Mapping[str, Values]) -> Witness:
        context = {fact: values for fact, values in facts.items() if values is not None and fact != RESOURCE}
        for key, part in caller.parts.items():
            if part.fact in context:
                context[key] = tuple(map(part.of, context[part.fact]))
        arn = (facts.get(CALLER) or ("",))[0]
        request = Request(
            action=action,
            resource=(facts[RESOURCE] or ("",))[0],
            principal=caller.principal or Principal(Kind.AWS, arn),
            context=context,
        )
        if allows:
            request = replace(request, context={**filled(allows, request), **context})
        answer = decide(self._statements, request)
        if answer is Answer.DENIED or (allows and answer is not Answer.ALLOWED):
            raise TooInvolved("variables whose values hang together")
        return Witness(request=request, label=allows.label if allows else "")


def _met(ask: Ask, facts: Mapping[str, Values]) -> bool:
    """Return whether *facts* are as *ask* asks, for certain: what has a variable in it may miss."""
    return not (ask.loose and not ask.negated) and ask.met(facts.get(ask.fact))
