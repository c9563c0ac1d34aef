"""What a stranger to a role may do with a token of an identity provider that the role trusts."""

from collections.abc import Mapping, Sequence

from policies.iam.conditions import Family
from policies.iam.document import Statement
from policies.iam.evaluate import Kind, Principal
from policies.iam.patterns import ANY, Letters, Pattern, pattern
from policies.iam.providers import OWNER, issuer, provider
from policies.iam.search import Caller, Question, Witness, search
from policies.iam.solve import Domain

WEB_IDENTITY = "sts:assumerolewithwebidentity"
_STRANGER = "somebody-else"
_ALWAYS = frozenset({"aud", "sub"})
"""Claims that every token has (OpenID Connect Core 1.0, "ID Token")."""


def trusted(statements: Sequence[Statement]) -> Sequence[str]:
    """Return the identity providers that *statements* let vouch for whoever assumes the role."""
    asked = frozenset({WEB_IDENTITY})
    return sorted({who for each in statements if each.allows and each.covers(asked) for who in each.named("Federated")})


def any_subject(statements: Sequence[Statement]) -> Witness | None:
    """Ask whether somebody else's identity may assume the role by a provider that it trusts."""
    callers: list[Caller] = []
    for who in trusted(statements):
        known = provider(issuer(who))
        domains = {claim: _others(statements, _key(who, claim), where) for claim, where in known.subjects.items()}
        domains |= {claim: Domain(values=(value,)) for claim, value in known.guests.items()}
        if domains:
            callers.append(_caller(who, domains))
    return search(statements, Question(actions=[WEB_IDENTITY], callers=callers))


def any_audience(statements: Sequence[Statement]) -> Witness | None:
    """Ask whether a token for anybody may be used to assume the role."""
    callers: list[Caller] = []
    for who in trusted(statements):
        claim = provider(issuer(who)).audience
        callers.append(_caller(who, {claim: _others(statements, _key(who, claim), f"{OWNER}/*")}))
    return search(statements, Question(actions=[WEB_IDENTITY], callers=callers))


def _key(who: str, claim: str) -> str:
    return f"{issuer(who).lower()}:{claim}"


def _caller(who: str, domains: Mapping[str, Domain]) -> Caller:
    found = {_key(who, claim): domain for claim, domain in domains.items()}
    return Caller(principal=Principal(Kind.FEDERATED, who), domains=found)


def _others(statements: Sequence[Statement], key: str, where: str) -> Domain:
    """Return what others than those whom conditions on *key* name have under it, by *where* it names them."""
    before, _, after = where.partition(OWNER)
    end = after[:1]
    letters = Letters(frozenset(end), others=True) if end else ANY
    owners = {
        owner
        for statement in statements
        for each in statement.conditions
        if each.key == key and each.operator.family is Family.STRING
        for text in each.values
        if text.startswith(before)
        and not {"*", "?"} & {*(owner := text.removeprefix(before).partition(end or "\0")[0])}
    }
    whole = Pattern(((letters, False), (letters, True)))
    shapes = [pattern(before) + whole]
    excluded = [pattern(f"{before}{owner}", fold=True) for owner in sorted(owners)]
    if end:
        shapes.append(pattern(before) + whole + pattern(after))
        excluded += [pattern(f"{before}{owner}{after}", fold=True) for owner in sorted(owners)]
    sample = f"{before}{_STRANGER}{after.replace('*', 'any')}"
    return Domain(
        samples=(sample,), shapes=tuple(shapes), excluded=tuple(excluded), none=key.rpartition(":")[2] not in _ALWAYS
    )
