"""What a statement asks of each fact of a request: of its action apart, each element and condition by itself.

A fact is a condition key, or `RESOURCE`. Some keys are parts of others: the account of a caller is a part of their ARN.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from policies.iam.conditions import NOT_COLON, Condition, Family, Set, arn_pattern, has_variable, widened
from policies.iam.document import Statement
from policies.iam.evaluate import Kind, Principal, concerns, identities
from policies.iam.patterns import ANY, Letters, Pattern, pattern

RESOURCE = "resource"
CALLER = "aws:principalarn"
_ACCOUNT = pattern("arn:", NOT_COLON) + pattern("*:*:*:", NOT_COLON)
_NOT_SLASH = Letters(frozenset("/"), others=True)


@dataclass(frozen=True, kw_only=True)
class Part:
    """How a key is a part of a fact."""

    fact: str
    whole: Callable[[Pattern], Pattern]
    """Makes, of a pattern for the part, the pattern for the whole."""
    of: Callable[[str], str]
    """Takes the part out of a whole."""


def account(part: Pattern) -> Pattern:
    """Return the pattern of ARNs whose account is as *part* says."""
    return _ACCOUNT + _within(part, NOT_COLON) + pattern(":*")


def organization(part: Pattern) -> Pattern:
    """Return the pattern of paths (`o-.../r-.../ou-.../`) in organizations that are as *part* says."""
    return _within(part, _NOT_SLASH) + pattern("/*")


def _within(part: Pattern, letters: Letters) -> Pattern:
    return Pattern(tuple((letters if each is ANY or each == ANY else each, loops) for each, loops in part.steps))


def _account_of(fact: str) -> Part:
    return Part(fact=fact, whole=account, of=lambda arn: arn.split(":")[4])


def _organization_of(fact: str) -> Part:
    return Part(fact=fact, whole=organization, of=lambda path: path.partition("/")[0])


PARTS: Mapping[str, Part] = {
    "aws:principalaccount": _account_of(CALLER),
    "aws:principalorgid": _organization_of("aws:principalorgpaths"),
    "aws:resourceorgid": _organization_of("aws:resourceorgpaths"),
    "aws:sourceaccount": _account_of("aws:sourcearn"),
    "aws:sourceorgid": _organization_of("aws:sourceorgpaths"),
    "aws:sourceowner": _account_of("aws:sourcearn"),
    "aws:vpceorgid": _organization_of("aws:vpceorgpaths"),
    "kms:calleraccount": _account_of(CALLER),
    "s3:dataaccesspointaccount": _account_of("s3:dataaccesspointarn"),
}
"""Keys that are parts of another key's values (IAM User Guide, "AWS global condition context keys")."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What is asked of one fact."""

    fact: str
    condition: Condition | None = None
    """What compares it, unless patterns do."""
    patterns: tuple[Pattern, ...] | None = None
    negated: bool = False
    over: Set | None = None
    of_none: bool = False
    """Whether it is met by a request without the fact."""
    loose: bool = False
    """Whether its patterns take in more than it says, for a variable is in them."""

    def meets(self, value: str) -> bool:
        """Return whether *value* is among what it compares with, whether or not it asks for the opposite."""
        if self.patterns is not None:
            return any(each.matches(value) for each in self.patterns)
        return self.condition is not None and self.condition.accepts(value) is not self.negated

    def met(self, values: Iterable[str] | None) -> bool:
        """Return whether a request whose fact has *values* is as it asks."""
        if values is None:
            return self.of_none
        every = self.over is Set.ALL or (self.over is None and self.negated)
        return (all if every else any)(self.meets(each) is not self.negated for each in values)


def asks(statement: Statement, caller: Principal | None, parts: Mapping[str, Part]) -> list[Ask] | None:
    """Return what *statement* asks of all facts but the action; None where it isn't about *caller* at all.

    Without a *caller*, who asks is a fact as well: the ARN of somebody in some account.
    """
    found = [_resource(statement)]
    if caller:
        if not concerns(statement, caller):
            return None
    elif statement.principals is not None:
        found.append(_principal(statement))
    found += [_condition(each, parts) for each in statement.conditions]
    return found


def _resource(statement: Statement) -> Ask:
    loose = any(map(has_variable, statement.resources))
    patterns = tuple(pattern(widened(each)) for each in sorted(statement.resources))
    return Ask(fact=RESOURCE, patterns=patterns, negated=statement.excepts_resources, loose=loose)


def _principal(statement: Statement) -> Ask:
    named = statement.principals or {}
    if any("*" in named.get(kind, ()) for kind in ("*", "CanonicalUser")):
        patterns: tuple[Pattern, ...] = (pattern("*"),)
    else:
        arns = (arn for who in sorted(named.get(Kind.AWS, ())) for arn in identities(who))
        patterns = tuple(map(arn_pattern, arns))
    return Ask(fact=CALLER, patterns=patterns, negated=statement.excepts_principals)


def _condition(condition: Condition, parts: Mapping[str, Part]) -> Ask:
    how = condition.operator
    fact, patterns, loose, part = condition.key, None, False, parts.get(condition.key)
    if how.family is Family.STRING:
        loose, patterns = condition.loose, tuple(condition.patterns)
        if part:
            fact, patterns = part.fact, tuple(map(part.whole, patterns))
    if how.family is Family.NULL:
        negated, of_none = not condition.holds(("",)), condition.holds(None)
        return Ask(fact=part.fact if part else fact, patterns=(pattern("*"),), negated=negated, of_none=of_none)
    return Ask(
        fact=fact,
        condition=condition,
        patterns=patterns,
        negated=how.negated,
        over=how.over,
        of_none=condition.holds_of_none,
        loose=loose,
    )
