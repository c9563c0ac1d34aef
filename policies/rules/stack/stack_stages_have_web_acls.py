"""A web application firewall stands before every stage of a REST API."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, Severity
from policies.objectives import Objective

STAGE = "aws:apigateway/stage:Stage"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"


def _check(graph: Graph) -> Iterable[Finding]:
    guarded = graph.referred("resourceArn", by=(ASSOCIATION,), to=frozenset({STAGE}))
    for resource in graph.of((STAGE,)):
        if resource.urn not in guarded:
            yield Finding(message=f"{resource.name}: no web ACL stands before it", urn=resource.urn)


RULE = StackRule(
    name="stack_stages_have_web_acls",
    title="Every API stage has a web ACL.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.WEB_PROTECTION}),
    remediation="Declare a WebAclAssociation for it.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-4",
    sources=("SecurityHub APIGateway.4",),
)
