"""Holds what is said of jobs to what their policies let them do: neither may say more than the other.

Of a policy that a preview doesn't know yet it is known which resources it names, and not what it allows of them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Final

from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

from governance.flows import Job, Kind
from governance.model import Store
from policies.model import Resource

POLICIES: Final = ("aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy")
READS: Final = frozenset(
    {
        *("dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:GetRecords"),
        *("dynamodb:Query", "dynamodb:Scan", "kinesis:GetRecords", "s3:GetObject", "sqs:ReceiveMessage"),
        *("secretsmanager:GetSecretValue", "es:ESHttpGet", "logs:GetLogEvents", "rds-db:connect"),
    }
)
"""Actions that give content (AWS Service Authorization Reference, access level "Read")."""
WRITES: Final = frozenset(
    {
        *("dynamodb:BatchWriteItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "firehose:PutRecord"),
        *("firehose:PutRecordBatch", "kinesis:PutRecord", "kinesis:PutRecords", "s3:PutObject", "sqs:SendMessage"),
        *("es:ESHttpPost", "es:ESHttpPut", "logs:PutLogEvents", "rds-db:connect", "sns:Publish"),
    }
)
"""Actions that make content (the same, level "Write"); what deletes makes none."""
EITHER: Final = frozenset({"rds-db:connect"})
"""What says nothing of which."""
OWN: Final = ("-dead-letters", "/aws/lambda/")
"""Of what every function writes by itself: its dead letters and its log (`components/_shared/function_role.py`)."""


@dataclass
class Allowed:
    """Stores that policies let somebody read, write, or do one of both in."""

    reads: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    either: set[str] = field(default_factory=set)
    whole: bool = True
    """Whether that is all."""


def faults(jobs: Mapping[str, Job], stores: Mapping[str, Store], resources: Sequence[Resource]) -> list[str]:
    """Return where *jobs* say other than the policies among *resources*, whose stores those of the catalogue are.

    A policy that reaches a store, and is no job's, is told too.
    """
    places, told = _Places(stores, resources), list[str]()
    owners = {pattern: (name, job) for name, job in jobs.items() for pattern in job.permissions}
    unseen = set(owners)
    for policy in (each for each in resources if each.type in POLICIES):
        found = [pattern for pattern in owners if fnmatchcase(policy.name, pattern)]
        unseen.difference_update(found)
        if found:
            name, job = owners[found[0]]
            told += [f"{name}: {policy.name} {each}" for each in _compared(job, places.allowed(policy))]
        elif reached := sorted(_all(places.allowed(policy))):
            told.append(
                f"{policy.name} reaches {', '.join(reached)} and is no job's; write which one in its `permissions`"
            )
    return [*told, *(f"{owners[each][0]}: the stack has no policy called {each}" for each in sorted(unseen))]


def _all(allowed: Allowed) -> set[str]:
    return allowed.reads | allowed.writes | allowed.either


def _compared(job: Job, allowed: Allowed) -> Iterator[str]:
    """Yield what differs. What a stream is fed by isn't asked by its role, and what it writes it may look at."""
    reads, writes = {*job.reads, *job.looks_at}, {*job.writes}
    passed = writes if job.kind is Kind.STREAM else set[str]()
    yield from (f"lets it read {each}, which it doesn't say" for each in sorted(allowed.reads - reads - passed))
    yield from (f"lets it write {each}, which it doesn't say" for each in sorted(allowed.writes - writes))
    yield from (f"reaches {each}, which it doesn't say" for each in sorted(allowed.either - reads - writes))
    if not allowed.whole:
        return
    stores = reads if job.kind is Kind.FUNCTION else set[str]()
    may = allowed.either
    yield from (f"doesn't let it read {each}" for each in sorted(stores - allowed.reads - may) if "." not in each)
    yield from (f"doesn't let it write {each}" for each in sorted(writes - allowed.writes - may))


class _Places:
    """Which store an ARN, or a resource, is of."""

    def __init__(self, stores: Mapping[str, Store], resources: Sequence[Resource]) -> None:
        self._by_urn: dict[str, str] = {}
        self._by_name: dict[tuple[str, str], str] = {}
        for resource in resources:
            for name, store in stores.items():
                if any(
                    each.type == resource.type and fnmatchcase(resource.name, each.name) for each in store.resources
                ):
                    self._by_urn[resource.urn] = name
                    for called in ("bucket", "domainName", "name"):
                        self._by_name[_service(resource), str(resource.props.get(called))] = name
                    self._by_name[_service(resource), ""] = name

    def allowed(self, policy: Resource) -> Allowed:
        """Return what *policy* lets whoever has it do in stores."""
        text, found = policy.props.get("policy"), Allowed()
        if not isinstance(text, str) or text == UNKNOWN_STRING_VALUE:
            found.whole = False
            found.either = {
                self._by_urn[urn] for urn in policy.property_dependencies.get("policy", ()) if urn in self._by_urn
            }
            return found
        for statement in json.loads(text)["Statement"]:
            if statement["Effect"] != "Allow":
                continue
            actions = _listed(statement.get("Action", ()))
            for arn in _listed(statement.get("Resource", ())):
                if (store := self._store(arn)) and not any(part in arn for part in OWN):
                    found.reads |= {store} if actions & (READS - EITHER) else set()
                    found.writes |= {store} if actions & (WRITES - EITHER) else set()
                    found.either |= {store} if actions & EITHER else set()
        return found

    def _store(self, arn: str) -> str | None:
        """Return the store that *arn* is of; of a table's replica, stream or restored copy, the table's."""
        _, _, service, _, _, named = f"{arn}:::::".split(":", 5)
        parts = [part for part in named.replace(":", "/").split("/") if part]
        names = [*parts[:2], *(part.partition("-restored-")[0] for part in parts[1:2])]
        if service == "secretsmanager":  # whose ARNs end in six characters of their own
            names = [part.rpartition("-")[0] for part in parts[1:2]]
        if service == "logs":
            names = [named.removeprefix("log-group:").partition(":")[0]]
        if service == "rds-db":  # of a cluster or of the proxy before one: an id that neither tells
            names = [""]
        return next((self._by_name[service, each] for each in names if (service, each) in self._by_name), None)


def _service(resource: Resource) -> str:
    service = resource.type.split(":")[1].split("/")[0]
    if resource.type == "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream":
        return "firehose"
    return {"cloudwatch": "logs", "opensearch": "es", "rds": "rds-db"}.get(service, service)


def _listed(value: Any) -> set[str]:
    return {value} if isinstance(value, str) else {*value}
