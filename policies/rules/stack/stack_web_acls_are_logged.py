"""Every web ACL writes down what it saw."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Severity
from policies.objectives import Objective

WEB_ACL = "aws:wafv2/webAcl:WebAcl"
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"


def _check(graph: Graph) -> Iterable[Finding | None]:
    guarded = graph.referred("resourceArn", by=(LOGGING,), to=frozenset({WEB_ACL}))
    yield from each(graph.of((WEB_ACL,)), lambda resource: None if resource.urn in guarded else "it keeps no log")


RULE = StackRule(
    name="stack_web_acls_are_logged",
    title="Every web ACL is logged.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING, Objective.THREAT_DETECTION}),
    remediation="Declare a WebAclLoggingConfiguration for it.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-11",
    sources=("SecurityHub WAF.11",),
)
