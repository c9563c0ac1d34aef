"""Every web ACL writes down what it saw."""

from policies.graph import StackRule
from policies.model import Severity
from policies.objectives import Objective
from policies.rules.stack._counterparts import each_has

RULE = StackRule(
    name="stack_web_acls_are_logged",
    title="Every web ACL is logged.",
    check=each_has(
        guarded=frozenset({"aws:wafv2/webAcl:WebAcl"}),
        by=("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",),
        prop="resourceArn",
        fault="it keeps no log",
    ),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING, Objective.THREAT_DETECTION}),
    remediation="Declare a WebAclLoggingConfiguration for it.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-11",
    sources=("SecurityHub WAF.11",),
)
