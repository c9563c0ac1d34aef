"""A warehouse goes on when a zone is lost."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("multiAz") is not True:
        return "it stands in one zone"
    return None


RULE = Rule(
    name="redshift_cluster_spans_zones",
    title="Redshift clusters span zones.",
    resource_types=frozenset({"aws:redshift/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set multiAz to true, with RA3 nodes.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-18",
    sources=("SecurityHub Redshift.18",),
)
