"""Who asked what, and what took long, goes to CloudWatch Logs."""

from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

WANTED = frozenset({"audit", "profiler"})


def _check(props: Props) -> str | None:
    missing = lacking(WANTED, items(props, "enabledCloudwatchLogsExports"))
    return f"the logs {', '.join(missing)} are not exported" if missing else None


RULE = Rule(
    name="docdb_cluster_publishes_logs",
    title="DocumentDB clusters publish their logs.",
    resource_types=frozenset({"aws:docdb/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Add audit and profiler to enabledCloudwatchLogsExports.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/documentdb-controls.html#documentdb-4",
    sources=("SecurityHub DocumentDB.4",),
)
