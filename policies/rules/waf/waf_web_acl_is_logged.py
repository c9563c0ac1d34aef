"""A web ACL of WAF Classic writes down what it saw."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not value(props, "loggingConfiguration.logDestination"):
        return "it keeps no log"
    return None


RULE = Rule(
    name="waf_web_acl_is_logged",
    title="WAF Classic web ACLs are logged.",
    resource_types=frozenset({"aws:waf/webAcl:WebAcl", "aws:wafregional/webAcl:WebAcl"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING, Objective.THREAT_DETECTION}),
    remediation="Set loggingConfiguration.logDestination.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-1",
    sources=("SecurityHub WAF.1",),
)
