"""A proxy's debug log holds the text of statements, and so the data in them."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("debugLogging") is True:
        return "its debug log holds the text of statements"
    return None


def _mend(props: Props) -> Props:
    return {**props, "debugLogging": False}


RULE = Rule(
    name="rds_proxy_logs_no_statements",
    title="RDS proxies log no statements.",
    resource_types=frozenset({"aws:rds/proxy:Proxy"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.DATA_MASKING}),
    remediation="Remove debugLogging or set it to false.",
    link="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-setup.html",
    remediate=_mend,
)
