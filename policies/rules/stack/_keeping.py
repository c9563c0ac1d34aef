"""For how long each kind of store keeps what it holds, and what was deleted from it: one table of readings.

What isn't in it (databases, search domains, secrets' own values) ends by what is done to it and not by a setting.
"""

import bisect
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from policies.graph import Graph
from policies.model import Props, Resource
from policies.read import items, value
from policies.references import of_another

BUCKET, CLUSTER, GROUP = "aws:s3/bucket:Bucket", "aws:rds/cluster:Cluster", "aws:cloudwatch/logGroup:LogGroup"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
PLAN, VAULT, TABLE = "aws:backup/plan:Plan", "aws:backup/vault:Vault", "aws:dynamodb/table:Table"
DAY_SECONDS, DAY_HOURS = 86_400, 24
QUEUE_SECONDS: Final = 345_600
"""Four days, where a queue says nothing (Amazon SQS API Reference, `MessageRetentionPeriod`)."""
TABLE_DAYS: Final = 35
"""Where a table that has point-in-time recovery says nothing (DynamoDB API, `PointInTimeRecoverySpecification`)."""
SECRET_DAYS: Final = 30
"""Where a secret says nothing (Secrets Manager API, `DeleteSecret`)."""
# fmt: off
GROUP_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)
# fmt: on
"""What CloudWatch Logs offers (CloudWatch Logs API, `PutRetentionPolicy`)."""
FIXED: Final[Mapping[str, int]] = {
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": 1,
    "aws:sfn/stateMachine:StateMachine": 90,
}
"""Days of what nobody can set: Firehose keeps what it can't deliver for 24 hours (Amazon Data Firehose Developer Guide,
"Quota"), Step Functions a closed execution for 90 days (AWS Step Functions Developer Guide, "Quotas")."""

Ends = float | None
"""After how many days it is deleted; None where nothing ends it."""


def rounded(kind: str, days: int) -> int:
    """Return the least days, *days* or more, that a store of *kind* can be told to keep things for."""
    index = bisect.bisect_left(GROUP_DAYS, days)
    return GROUP_DAYS[min(index, len(GROUP_DAYS) - 1)] if kind == GROUP else days


class Keeping:
    """What a stack's stores are told."""

    def __init__(self, graph: Graph) -> None:
        self._lifecycles = graph.referrers("bucket", by=(LIFECYCLE,), to=frozenset({BUCKET}))
        self._plans = graph.referrers("rules", by=(PLAN,), to=frozenset({VAULT}), shared=True)
        self.ends: Mapping[str, Callable[[Resource], Iterator[Ends]]] = {
            GROUP: lambda group: iter([value(group.props, "retentionInDays", 0) or None]),
            "aws:sqs/queue:Queue": lambda queue: iter(
                [int(value(queue.props, "messageRetentionSeconds", QUEUE_SECONDS)) / DAY_SECONDS]
            ),
            "aws:kinesis/stream:Stream": lambda stream: iter(
                [int(value(stream.props, "retentionPeriod", DAY_HOURS)) / DAY_HOURS]
            ),
            BUCKET: self._bucket_ends,
            VAULT: self._vault_ends,
            **dict.fromkeys(FIXED, self._fixed),
        }
        """By type: when what a store holds ends, each of the terms that it has."""
        self.comes_back: Mapping[str, Callable[[Resource], Iterator[int]]] = {
            TABLE: self._table_recovery,
            CLUSTER: lambda cluster: iter([int(value(cluster.props, "backupRetentionPeriod", 1))]),
            BUCKET: self._bucket_recovery,
            "aws:secretsmanager/secret:Secret": lambda secret: iter(
                [int(value(secret.props, "recoveryWindowInDays", SECRET_DAYS))]
            ),
        }
        """By type: for how many days what was deleted can be brought back."""

    @staticmethod
    def _fixed(store: Resource) -> Iterator[Ends]:
        yield FIXED[store.type]

    def _rules(self, bucket: Resource) -> Iterator[Props]:
        self._lifecycles.include(bucket)
        for lifecycle in self._lifecycles.of(bucket):
            rules = of_another(lifecycle, lambda each=lifecycle: list(items(each.props, "rules")))
            yield from (rule for rule in rules if value(rule, "status") == "Enabled")

    def _bucket_ends(self, bucket: Resource) -> Iterator[Ends]:
        """Yield when objects end; that some of them do ends no bucket."""
        whole = False
        for rule in self._rules(bucket):
            days = value(rule, "expiration.days")
            if days:
                whole |= not value(rule, "filter.prefix", "") and not value(rule, "filter.tag")
                yield int(days)
        if not whole:
            yield None

    def _bucket_recovery(self, bucket: Resource) -> Iterator[int]:
        for rule in self._rules(bucket):
            yield int(value(rule, "noncurrentVersionExpiration.noncurrentDays", 0))

    def _vault_ends(self, vault: Resource) -> Iterator[Ends]:
        """Yield when the longest kept of the recovery points end that each plan makes there; of what is put there by
        hand alone nothing says when."""
        if not self._plans.include(vault):
            yield None
        for plan in self._plans.of(vault):
            rules = of_another(plan, lambda each=plan: list(items(each.props, "rules")))
            kept = [each for rule in rules for each in (rule, *items(rule, "copyActions"))]
            terms = [value(each, "lifecycle.deleteAfter") for each in kept]
            yield None if None in terms else max(map(int, terms))

    @staticmethod
    def _table_recovery(table: Resource) -> Iterator[int]:
        if value(table.props, "pointInTimeRecovery.enabled") is True:
            yield int(value(table.props, "pointInTimeRecovery.recoveryPeriodInDays", TABLE_DAYS))
        if any(value(replica, "pointInTimeRecovery") is True for replica in items(table.props, "replicas")):
            yield TABLE_DAYS
