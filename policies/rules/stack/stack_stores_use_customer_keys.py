"""Everything that holds data is encrypted under a customer key of its own region, wherever in the stack it stands.

Before a deployment the key's name is not known but where it comes from is: a key of the stack will do.
"""

from collections.abc import Iterable

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import customer_key, value
from policies.rules.rds._replicas import source_of
from policies.rules.stack._keys import KEY_BY_TYPE
from policies.rules.stack._regions import region_of

FIREHOSE = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
INSTANCE = "aws:rds/instance:Instance"
KEYS = frozenset({"aws:kms/alias:Alias", "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"})


def _check(graph: Graph) -> Iterable[Finding | None]:
    def check(store: Resource) -> str | None:
        if store.type == FIREHOSE and value(store.props, "kinesisSourceConfiguration"):
            raise NotApplicable("records from a stream are encrypted by it")
        if store.type == INSTANCE and source_of(store.props) and not source_of(store.props).startswith("arn:"):
            raise NotApplicable("a replica in its source's region is encrypted as that is")
        path = KEY_BY_TYPE[store.type]
        try:
            key = value(store.props, path)
        except UnknownValueError:
            if graph.origins(store, path.partition(".")[0], KEYS):
                return None
            raise
        if not customer_key(key):
            return "it is not encrypted under a customer key"
        if key.startswith("arn:") and key.split(":")[3] != (region := region_of(store)):
            return f"its key is of another region than {region}"
        return None

    yield from each(graph.of(KEY_BY_TYPE), check)


RULE = StackRule(
    name="stack_stores_use_customer_keys",
    title="Everything is encrypted under a customer key.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST, Objective.KEY_MANAGEMENT}),
    remediation="Name the key of the region and the data class.",
    link="https://docs.aws.amazon.com/prescriptive-guidance/latest/encryption-best-practices/general-encryption-best-practices.html",
)
