"""Who may administer a key and who may use it, by its policy, its grants, and the identity policies that name it.

What counts as which follows the AWS KMS Developer Guide, "Default key policy": administrators change a key and who may
use it, users encrypt and decrypt with it. A grant made for an AWS service on a user's behalf is part of use.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.iam.conditions import condition
from policies.iam.document import EVERYONE as ALL
from policies.iam.document import Statement
from policies.iam.patterns import pattern
from policies.iam.unknowns import known_statements
from policies.model import Resource
from policies.read import items

ADMINISTER = frozenset(
    f"kms:{action}"
    for action in (
        "cancelkeydeletion", "createalias", "creategrant", "deletealias", "deleteimportedkeymaterial", "disablekey",
        "disablekeyrotation", "enablekey", "importkeymaterial", "putkeypolicy", "replicatekey", "revokegrant",
        "schedulekeydeletion", "updatealias", "updateprimaryregion",
    )
)  # fmt: skip
USE = frozenset(
    f"kms:{action}"
    for action in (
        "decrypt", "derivesharedsecret", "encrypt", "generatedatakey", "generatedatakeypair",
        "generatedatakeypairwithoutplaintext", "generatedatakeywithoutplaintext", "generatemac", "reencryptfrom",
        "reencryptto", "sign", "verifymac",
    )
)  # fmt: skip
EVERYONE = "*"
"""Whoever the account's identity policies allow it: what a key policy for the account's root says."""
_PRINCIPAL_ARN, _ALIASES = "aws:principalarn", "kms:resourcealiases"
_DIRECTLY = frozenset(
    {condition("Null", "kms:viaservice", "true"), condition("BoolIfExists", "aws:viaawsservice", "false")}
)
"""What holds of a call that no service makes on the caller's behalf (AWS KMS Developer Guide, "kms:ViaService"; IAM
User Guide, "AWS global condition context keys")."""
_BY_SERVICES = condition("Bool", "aws:viaawsservice", "true")
_FOR_RESOURCES = condition("Bool", "kms:grantisforawsresource", "true")


@dataclass(frozen=True, kw_only=True)
class Right:
    """What one statement or grant lets somebody do."""

    label: str
    actions: frozenset[str]
    who: frozenset[str]
    """ARNs, patterns of them, or `EVERYONE`."""
    statement: Statement | None = None


def who(statement: Statement) -> frozenset[str]:
    """Return the AWS principals that a key policy's *statement* speaks of; services have no part in it."""
    named = ALL if statement.excepts_principals else statement.named("AWS") | statement.named("*")
    named = frozenset(EVERYONE if arn.endswith(":root") or arn.isdigit() else arn for arn in named)
    return (statement.condition_values(_PRINCIPAL_ARN) or named) if named else named


def rights(statements: Sequence[Statement], kind: frozenset[str], label: str = "") -> Iterator[Right]:
    """Yield what *statements* allow of the actions *kind*.

    What services alone may do with a key on somebody's behalf isn't use of theirs: a service has its own permission to
    ask.
    """
    for each in statements:
        actions = each.covers(kind) if each.allows else frozenset[str]()
        if _BY_SERVICES in each.conditions:
            actions -= USE
        if _FOR_RESOURCES in each.conditions:
            actions -= {"kms:creategrant", "kms:revokegrant"}
        if actions:
            yield Right(label=f"{label}{each.label}", actions=actions, who=who(each), statement=each)


def among(principal: str, allowed: frozenset[str]) -> bool:
    """Return whether *allowed* takes in *principal*."""
    return any(pattern(each).matches(principal) for each in allowed)


def denied(principal: str, right: Right, statements: Sequence[Statement]) -> bool:
    """Return whether a key policy takes *right* away from *principal*.

    A denial may leave out what a service does on the principal's behalf.
    """
    return any(
        not each.allows
        and right.actions <= each.covers(right.actions)
        and among(principal, who(each))
        and not {asked for asked in each.conditions if asked.key != _PRINCIPAL_ARN} - _DIRECTLY
        for each in statements
    )


def meet(one: Statement, other: Statement) -> bool:
    """Return whether two statements of an identity's policies can speak of the same key."""
    aliases = [each.condition_values(_ALIASES) for each in (one, other)]
    if all(aliases) and not aliases[0] & aliases[1]:
        return False
    return any(pattern(b).matches(a) or pattern(a).matches(b) for a in one.reach for b in other.reach)


def withheld(right: Right, scope: Statement, statements: Sequence[Statement]) -> bool:
    """Return whether an identity's *statements* take *right* away on all the keys that *scope* speaks of."""
    return any(
        not each.allows
        and right.actions <= each.covers(right.actions)
        and all(among(resource, each.reach) for resource in scope.reach)
        and all(asked.key == _ALIASES for asked in each.conditions)
        and (not each.conditions or bool(scope.condition_values(_ALIASES)))
        and scope.condition_values(_ALIASES) <= (each.condition_values(_ALIASES) or scope.condition_values(_ALIASES))
        for each in statements
    )


def duties_joined(key: Resource, apart: Sequence[Resource], grants: Sequence[Resource]) -> Iterator[str]:
    """Yield who both administers and uses *key*, by its own policy or those *apart* from it, and by *grants*."""
    texts = [policy.props.get("policy") for policy in apart] or [key.props.get("policy")]
    if texts == [None]:
        yield "it has no policy, and the default one lets whoever IAM allows administer and use it"
    found = [statement for text in texts for statement in known_statements(text)]
    administer = list(rights(found, ADMINISTER))
    use = [*rights(found, USE), *(_granted(grant) for grant in grants)]
    for administers, uses in ((one, other) for one in administer for other in use if other.actions):
        both = {who for who in administers.who if among(who, uses.who)}
        both |= {who for who in uses.who if among(who, administers.who)}
        for who in sorted(both):
            if not any(denied(who, right, found) for right in (administers, uses)):
                name = "whoever IAM allows" if who == EVERYONE else who.rpartition(":")[2]
                yield f"{name} administers it ({administers.label}) and uses it ({uses.label})"


def _granted(grant: Resource) -> Right:
    actions = frozenset(f"kms:{operation.lower()}" for operation in items(grant.props, "operations"))
    return Right(
        label=f"grant {grant.name}", actions=actions & USE, who=frozenset(items(grant.props, "granteePrincipal"))
    )
