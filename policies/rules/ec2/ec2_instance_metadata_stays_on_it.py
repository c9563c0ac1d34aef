"""An instance's credentials are given to itself, not to a container or proxy one hop further.

Amazon EKS Best Practices Guide, "Restrict access to the instance profile assigned to the worker node".
"""

from policies.model import Check, NotApplicable, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

MOST_HOPS = 1


def _within(most_hops: int) -> Check:
    def check(props: Props) -> str | None:
        if value(props, "metadataOptions.httpEndpoint") == "disabled":
            raise NotApplicable("it has no metadata")
        hops = value(props, "metadataOptions.httpPutResponseHopLimit", 1)
        return f"its metadata travels more than {most_hops} hops" if at_least(hops, most_hops + 1) else None

    return check


RULE = Rule(
    name="ec2_instance_metadata_stays_on_it",
    title="Instance metadata is not forwarded.",
    resource_types=frozenset(
        {
            "aws:ec2/instance:Instance",
            "aws:ec2/launchConfiguration:LaunchConfiguration",
            "aws:ec2/launchTemplate:LaunchTemplate",
            "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        }
    ),
    check=_within(MOST_HOPS),
    threshold=Threshold(name="mostHops", default=MOST_HOPS, least=1, most=64, check=_within),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.TENANT_ISOLATION}),
    remediation="Set metadataOptions.httpPutResponseHopLimit to 1.",
    link="https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
)
