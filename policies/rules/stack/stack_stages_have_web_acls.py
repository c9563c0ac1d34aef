"""A web application firewall stands before every stage of a REST API."""

from policies.graph import StackRule
from policies.model import Severity
from policies.objectives import Objective
from policies.rules.stack._counterparts import each_has

RULE = StackRule(
    name="stack_stages_have_web_acls",
    title="Every API stage has a web ACL.",
    check=each_has(
        guarded=frozenset({"aws:apigateway/stage:Stage"}),
        by=("aws:wafv2/webAclAssociation:WebAclAssociation",),
        prop="resourceArn",
        fault="no web ACL stands before it",
    ),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.WEB_PROTECTION}),
    remediation="Declare a WebAclAssociation for it.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-4",
    sources=("SecurityHub APIGateway.4",),
)
