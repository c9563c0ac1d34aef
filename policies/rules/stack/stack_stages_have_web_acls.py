"""A web application firewall stands before every stage of a REST API."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Severity
from policies.objectives import Objective

STAGE = "aws:apigateway/stage:Stage"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"


def _check(graph: Graph) -> Iterable[Finding | None]:
    guarded = graph.referred("resourceArn", by=(ASSOCIATION,), to=frozenset({STAGE}))
    yield from each(
        graph.of((STAGE,)), lambda resource: None if resource.urn in guarded else "no web ACL stands before it"
    )


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
