"""What rules ask of policy documents. Each answer is a request that gets through, or None where there is none."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from policies.iam.asks import CALLER
from policies.iam.catalogue import named, services
from policies.iam.conditions import NOT_COLON, widened
from policies.iam.document import Statement
from policies.iam.evaluate import Kind, Principal
from policies.iam.keys import HOLDING, Trusted, partitions
from policies.iam.patterns import pattern
from policies.iam.search import Caller, Question, Witness, search
from policies.iam.solve import ADDRESSES, Domain
from policies.iam.strangers import ABSENT, NO, SOMEBODY, YES, deputies, strangers
from policies.iam.variables import owned

Judge = Callable[[Sequence[Statement]], Witness | None]
"""Answers a question about statements that are all known."""
ANY_NAME = "of-no-name-given"
"""A name, or a value of a tag, that no document gives: what takes it in takes in any."""
ANYWHERE = Domain(samples=("it",))
"""The resource that has the policy, whatever its name."""
_OTHER = Domain(values=(ANY_NAME, "false", *ADDRESSES))
"""What a key has of which nothing in particular is the case."""
ALWAYS = frozenset(
    {
        "aws:currenttime", "aws:epochtime", "aws:principalaccount", "aws:principalarn", "aws:principalisawsservice",
        "aws:principalorgid", "aws:principalorgpaths", "aws:principaltype", "aws:referer", "aws:resourceaccount",
        "aws:resourceorgid", "aws:resourceorgpaths", "aws:securetransport", "aws:tokenissuetime", "aws:useragent",
        "aws:userid", "aws:username", "aws:viaawsservice", "kms:calleraccount",
    }
)  # fmt: skip
"""Keys that hold a holder to nothing: whoever has the policy has these, or sends them as they like."""
_TLS = {"aws:securetransport": YES}


@cache
def public(service: str, extra: tuple[tuple[str, Domain], ...] = ()) -> Judge:
    """Ask whether a stranger may do anything of *service* by a resource's policy.

    *extra* is what more is known of keys of a stranger's requests.
    """

    def judge(statements: Sequence[Statement]) -> Witness | None:
        if not any(each.allows and each.open for each in statements):
            return None
        callers = strangers(statements, dict(extra))
        question = Question(actions=named(statements, service), callers=callers, resources=own(statements))
        return search(statements, question)

    return judge


def own(statements: Iterable[Statement]) -> Domain:
    """Return the resource that a resource's policy is of: as far as its statements tell, what they name."""
    texts = {text for each in statements if not each.excepts_resources for text in each.resources} - {"*"}
    if not texts:
        return ANYWHERE
    samples = (text.replace("*", "x") for text in sorted(texts))
    return Domain(shapes=tuple(pattern(widened(each)) for each in sorted(texts)), samples=tuple(samples))


def plain(actions: tuple[str, ...], resources: Callable[[Sequence[Statement]], Domain]) -> Judge:
    """Ask whether somebody may do one of *actions* without TLS, as far as a resource's policy denies nothing.

    A service that acts for itself is nobody's client and calls over TLS.
    """
    domains = {"aws:securetransport": NO, "aws:principalisawsservice": NO, "s3:tlsversion": ABSENT}
    callers = [
        Caller(domains={**domains, CALLER: Domain(samples=(SOMEBODY,), none=False)}),
        Caller(principal=Principal(Kind.NOBODY), domains={**domains, CALLER: ABSENT}),
    ]

    def judge(statements: Sequence[Statement]) -> Witness | None:
        where = resources(statements)
        return search(statements, Question(actions=actions, callers=callers, resources=where, granted=True))

    return judge


def bucket(name: str, statements: Sequence[Statement]) -> Domain:
    """Return the bucket *name* and its objects, in the partition of AWS that *statements* name."""
    arns = [f"arn:{place}:s3:::{name}" for place in partitions(statements)]
    return Domain(shapes=tuple(pattern(each + end) for each in arns for end in ("", "/?*")))


@cache
def held(actions: tuple[str, ...], *resources: str, guards: Callable[[str], bool]) -> Judge:
    """Ask whether the holder of an identity's policy may do one of *actions* on any of *resources*.

    *resources* are ARNs with `ANY_NAME` where any name would do. *guards* says which keys tell what the policy is held
    to: of these, nothing that it names is the case.
    """

    def judge(statements: Sequence[Statement]) -> Witness | None:
        if not any(each.allows and any(map(each.acts, actions)) for each in statements):
            return None
        bound, pins = owned(statements)
        keys = {condition.key for each in bound for condition in each.conditions}
        domains = {key: _OTHER for key in sorted(keys) if guards(key)} | _TLS
        domains |= {key: Domain(values=tuple(values)) for key, values in pins.items()}
        caller = Caller(principal=Principal(Kind.AWS, "its holder"), domains=domains, parts={})
        placed = [each.replace("arn:*", f"arn:{place}") for each in resources for place in partitions(statements)]
        where = Domain(
            shapes=tuple(pattern(each, NOT_COLON) for each in placed),
            samples=tuple(each.replace("*", "any") for each in placed),
        )
        return search(bound, Question(actions=actions, callers=[caller], resources=where))

    return judge


@cache
def beyond(*keys: str) -> Callable[[str], bool]:
    """Return what guards: *keys*, those that start with one of them that ends in `/` or `:`, and tags of resources."""
    starts = ("aws:resourcetag/", *(each for each in keys if each.endswith(("/", ":"))))
    return lambda key: key in keys or key.startswith(starts)


def unheld(key: str) -> bool:
    """Return whether *key* guards: all that aren't `ALWAYS` so."""
    return key not in ALWAYS


@cache
def deputy(services: tuple[str, ...], actions: tuple[str, ...], *secrets: str) -> Judge:
    """Ask whether one of *services* may do one of *actions* for a stranger, who knows none of the *secrets* (keys)."""

    def judge(statements: Sequence[Statement]) -> Witness | None:
        named = frozenset[str]().union(*(each.named(Kind.SERVICE) for each in statements if each.allows))
        if named.isdisjoint(services):
            return None
        trusted = Trusted(statements)
        domains = {key: trusted.strangers(key) for key in sorted(HOLDING)}
        domains |= {key: Domain(excluded=tuple(trusted.fixed(key))) for key in secrets}
        acting = [Principal(Kind.SERVICE, each) for each in services if each in named]
        callers = [caller for each in acting for caller in deputies(each, domains, trusted)]
        return search(statements, Question(actions=actions, callers=callers))

    return judge


@cache
def anybody(actions: tuple[str, ...], *, granted: bool = False) -> Judge:
    """Ask whether any identity of AWS's, a stranger's or not, may do one of *actions* by a resource's policy.

    With *granted*, whether that policy doesn't deny it.
    """
    caller = Caller(domains={**_TLS, CALLER: Domain(samples=(SOMEBODY,), none=False)})

    def judge(statements: Sequence[Statement]) -> Witness | None:
        question = Question(actions=actions, callers=[caller], resources=own(statements), granted=granted)
        return search(statements, question)

    return judge


@cache
def without(prefix: str, actions: tuple[str, ...]) -> Judge:
    """Ask whether any identity or service may do one of *actions* with nothing that is named under keys of *prefix*."""

    def judge(statements: Sequence[Statement]) -> Witness | None:
        trusted = Trusted(statements)
        keys = {condition.key for each in statements for condition in each.conditions}
        others = {key: Domain(excluded=tuple(trusted.fixed(key))) for key in sorted(keys) if key.startswith(prefix)}
        lacking = {**_TLS, **others}
        services = sorted({who for each in statements for who in each.named(Kind.SERVICE)})
        callers = [
            Caller(domains={**lacking, CALLER: Domain(samples=(SOMEBODY,), none=False)}),
            *(Caller(principal=Principal(Kind.SERVICE, who), domains=lacking) for who in services),
        ]
        return search(statements, Question(actions=actions, callers=callers, resources=own(statements)))

    return judge


@cache
def through_endpoint(service: str) -> Judge:
    """Ask whether the policy of an endpoint of *service* lets a stranger reach what is a stranger's."""

    def judge(statements: Sequence[Statement]) -> Witness | None:
        trusted = Trusted(statements)
        theirs = {
            "aws:resourceaccount": trusted.strangers("aws:resourceaccount", none=False),
            "aws:resourceorgpaths": trusted.strangers("aws:resourceorgpaths"),
        }
        arns = [pattern(f"arn:{place}:{end}") for place in trusted.partitions for end in _of_strangers(service)]
        question = Question(
            actions=[*services().get(service, (f"{service}:anything",)), *named(statements)],
            callers=strangers(statements, theirs),
            resources=Domain(shapes=tuple(arns)),
        )
        return search(statements, question)

    return judge


def _of_strangers(service: str) -> Sequence[str]:
    """Return how ARNs of *service* end for what no document names."""
    return [f"s3:::{ANY_NAME}/any"] if service == "s3" else [f"{service}:any-region:999999999999:*{ANY_NAME}"]
