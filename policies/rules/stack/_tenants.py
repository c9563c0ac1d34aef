"""Whose a resource is, by its tag `tenant`, and what a pattern of ARNs takes in of other tenants.

A store with the tag `tenancy: pooled` holds the data of several tenants; who may reach it must be narrowed to its own.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from policies.graph import Graph, known
from policies.iam.document import Statement
from policies.iam.patterns import pattern as compiled
from policies.lists import some
from policies.model import NotApplicable, Resource
from policies.read import value
from policies.references import tried

TENANT, TENANCY, POOLED = "tenant", "tenancy", "pooled"
OWN_TAG = "${aws:PrincipalTag/tenant}"
"""What IAM puts the caller's own tenant in place of."""
SEPARATORS = ("#", "/", ":")
"""What may follow a tenant's name at the start of a key."""
_ENDINGS = ("", "/", ":")
"""What may follow a resource's ARN: nothing, or a part of it."""


def tenant(resource: Resource) -> str | None:
    """Return whose *resource* is, or None for what belongs to no single tenant."""
    return value(resource.props, f"tags.{TENANT}")


def pooled(resource: Resource) -> bool:
    """Return whether *resource* holds data of several tenants."""
    return value(resource.props, f"tags.{TENANCY}") == POOLED


def require_tenants(graph: Graph) -> None:
    """Raise `NotApplicable` for a stack without tenants, `UnknownValueError` for one that may have none."""
    if not some(graph.resources, tenant):
        raise NotApplicable("the stack has no tenants")


def may(asked: Callable[[Resource], Any]) -> Callable[[Resource], bool]:
    """Return what tells of a resource whether *asked* is, or may be, true of it."""
    return lambda resource: any(tried(lambda: asked(resource)))


class Belongings:
    """Some of a stack's resources, found by patterns of ARNs."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_arn: Mapping[str, Resource] = {
            arn: resource
            for resource in resources
            if isinstance(arn := known(resource.props, "arn"), str) and arn.startswith("arn:")
        }
        by_service: dict[str, list[str]] = defaultdict(list)
        for arn in sorted(self._by_arn):
            by_service[_service(arn)].append(arn)
        self._by_service: Mapping[str, Sequence[str]] = by_service

    def of(self, pattern: str, speaks: Callable[[str], bool]) -> Iterator[Resource]:
        """Yield what *pattern* takes in, or a part of, of the services that *speaks* is true of."""
        ends = [index for index, letter in enumerate(pattern) if letter in "/:"]
        for arn in (pattern[:end] for end in (*ends, len(pattern))):
            if arn in self._by_arn and speaks(_service(arn)):
                yield self._by_arn[arn]
        taking = compiled(pattern)
        prefix = pattern.partition("*")[0].partition("?")[0]
        for service, arns in self._by_service.items() if prefix != pattern else ():
            if not speaks(service):
                continue
            for arn in arns[bisect_left(arns, prefix) :]:
                if not arn.startswith(prefix):
                    break
                if any(taking.matches(arn + ending) for ending in _ENDINGS):
                    yield self._by_arn[arn]


def speaks(statement: Statement) -> Callable[[str], bool]:
    """Return what tells whether *statement* speaks of actions of a service."""

    def check(service: str) -> bool:
        if statement.excepts_actions:
            return statement.acts(f"{service}:anything")
        return any(compiled(action.partition(":")[0]).matches(service) for action in statement.actions)

    return check


def own(statement: Statement, who: str) -> bool:
    """Return whether a condition holds *statement* to resources that are tagged as the tenant *who*'s."""
    values = statement.condition_values("aws:resourcetag/tenant")
    return bool(values) and values <= {who, OWN_TAG}


def narrowed(statement: Statement, pattern: str, store: Resource, who: str) -> bool:
    """Return whether *statement* reaches of the pooled *store*, by *pattern*, the tenant *who*'s part alone.

    Amazon DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control"; Amazon S3 User
    Guide, "Bucket policies and user policies".
    """
    _, _, inside = pattern.partition(f"{store.props['arn']}/")
    if store.type == _BUCKET and inside:
        return _of(inside, who)
    keys = {key for asked in statement.conditions if asked.key == _KEYS.get(store.type) for key in asked.values}
    return bool(keys) and all(_of(key, who) for key in keys)


_BUCKET = "aws:s3/bucket:Bucket"
_KEYS = {"aws:dynamodb/table:Table": "dynamodb:leadingkeys", _BUCKET: "s3:prefix"}


def _of(key: str, who: str) -> bool:
    return any(key == name or key.startswith(tuple(name + each for each in SEPARATORS)) for name in (who, OWN_TAG))


def _service(arn: str) -> str:
    return arn.split(":")[2]


_KMS_KEYS = frozenset({"aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"})
POLICIES = {
    "aws:backup/vaultPolicy:VaultPolicy": ("backupVaultName", frozenset({"aws:backup/vault:Vault"})),
    "aws:dynamodb/resourcePolicy:ResourcePolicy": ("resourceArn", frozenset({"aws:dynamodb/table:Table"})),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("repository", frozenset({"aws:ecr/repository:Repository"})),
    "aws:efs/fileSystemPolicy:FileSystemPolicy": ("fileSystemId", frozenset({"aws:efs/fileSystem:FileSystem"})),
    "aws:kms/grant:Grant": ("keyId", _KMS_KEYS),
    "aws:kms/keyPolicy:KeyPolicy": ("keyId", _KMS_KEYS),
    "aws:s3/bucketPolicy:BucketPolicy": ("bucket", frozenset({_BUCKET})),
    "aws:secretsmanager/secretPolicy:SecretPolicy": ("secretArn", frozenset({"aws:secretsmanager/secret:Secret"})),
    "aws:sns/topicPolicy:TopicPolicy": ("arn", frozenset({"aws:sns/topic:Topic"})),
    "aws:sqs/queuePolicy:QueuePolicy": ("queueUrl", frozenset({"aws:sqs/queue:Queue"})),
}
"""Types that say who may use another resource, the property that names it, and its types."""


def owners(graph: Graph, resource: Resource) -> Sequence[Resource]:
    """Return what *resource* is the policy or grant of, or itself.

    Raises:
        UnknownValueError: it isn't known what it is the policy or grant of.
    """
    prop, types = POLICIES.get(resource.type, ("", frozenset[str]()))
    return graph.all_targets(resource, prop, types) or [resource]
