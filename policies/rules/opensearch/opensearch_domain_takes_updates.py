"""Updates of the service's software install themselves, outside of busy hours."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "softwareUpdateOptions.autoSoftwareUpdateEnabled") is not True:
        return "updates wait for somebody to install them"
    return None


RULE = Rule(
    name="opensearch_domain_takes_updates",
    title="OpenSearch domains take software updates.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set softwareUpdateOptions.autoSoftwareUpdateEnabled to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-10",
    sources=("SecurityHub Opensearch.10",),
)
