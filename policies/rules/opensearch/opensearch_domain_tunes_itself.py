"""A domain sets queues and caches by its load."""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if str(value(props, "clusterConfig.instanceType")).startswith(("t2.", "t3.")):
        raise NotApplicable("burstable nodes cannot")
    if value(props, "autoTuneOptions.desiredState") != "ENABLED":
        return "auto-tune is off"
    return None


RULE = Rule(
    name="opensearch_domain_tunes_itself",
    title="OpenSearch domains tune themselves.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.CAPACITY}),
    remediation="Set autoTuneOptions.desiredState to ENABLED.",
    link="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/auto-tune.html",
)
