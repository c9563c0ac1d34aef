"""Services that a store's own policy lets in: a bucket's, a topic's, a queue's. They need its key as well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ops.preflight.keys_table import Guests, Service, table
from ops.preflight.plan import Plan
from policies.iam.document import Statement, statements
from policies.model import Resource

KEYS = ("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey")


@dataclass(frozen=True, kw_only=True)
class Admission:
    """A service let into a store that is encrypted by a key."""

    policy: Resource
    """What lets it in."""
    key: Resource
    service: str = ""
    """Empty where the policy's text isn't known."""
    calls: Sequence[str] = ()
    """What it calls of the key."""
    context: dict[str, str]
    """Condition keys that come along."""
    refusing: str = ""
    """Why it can't write under any key of KMS's, where that is so."""


def admissions(plan: Plan) -> Iterator[Admission]:
    """Yield each service with each store of *plan* that lets it in and has a key. Linear in its resources."""
    for guests in table().guests:
        keys = _keys(plan, guests)
        for policy in plan.of_type(guests.policy):
            store = next((each for each in plan.sources(policy, guests.of) if each.urn in keys), None)
            if store:
                yield from _admitted(plan, guests, policy, store, keys[store.urn])


def _keys(plan: Plan, guests: Guests) -> dict[str, Resource]:
    """Return the key of each store, by the store's URN."""
    return {
        store.urn: key
        for holder in plan.of_type(guests.encryption)
        for store in ([holder] if guests.encryption == guests.store else plan.sources(holder, guests.of))
        for key in plan.sources(holder, guests.key)
        if key.type in KEYS
    }


def _admitted(plan: Plan, guests: Guests, policy: Resource, store: Resource, key: Resource) -> Iterator[Admission]:
    arn = str(plan.known(store, "arn") or "")
    context = {name.lower(): text.format(arn=arn) for name, text in guests.context.items()}
    document = plan.known(policy, "policy")
    if document is None:
        yield Admission(policy=policy, key=key, context=context)
        return
    for statement in statements(document):
        calls = _calls(guests, statement)
        for service in sorted(statement.named("Service")) if calls else ():
            if _of(table().excused, service, guests.via):
                continue
            refusing = _of(table().refusing, service, guests.via)
            yield Admission(
                policy=policy,
                key=key,
                service=service,
                calls=calls,
                context=context,
                refusing=refusing.why if refusing else "",
            )


def _calls(guests: Guests, statement: Statement) -> Sequence[str]:
    needs = {action.lower(): needed for action, needed in guests.needs.items()}
    actions = statement.covers(frozenset(needs)) if statement.allows else ()
    return sorted({need for action in actions for need in needs[action]})


def _of(services: Sequence[Service], service: str, via: str) -> Service | None:
    return next((each for each in services if (each.service, each.via) == (service, via)), None)
