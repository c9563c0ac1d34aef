"""Oracle databases take encrypted connections alone: by TLS, or by native network encryption that is required."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

ENGINES = frozenset({"oracle-ee", "oracle-ee-cdb", "oracle-se2", "oracle-se2-cdb"})
REQUIRED = ("SQLNET.ENCRYPTION_SERVER", "REQUIRED")
"""Amazon RDS User Guide, "Oracle native network encryption" and "Oracle Secure Sockets Layer"."""


def _check(props: Props) -> str | None:
    if props.get("engineName") not in ENGINES:
        raise NotApplicable("other engines do it by parameters")
    for option in items(props, "options"):
        if value(option, "optionName") == "SSL":
            return None
        settings = items(option, "optionSettings")
        if any((value(each, "name"), value(each, "value")) == REQUIRED for each in settings):
            return None
    return "connections need not be encrypted"


RULE = Rule(
    name="rds_option_group_encrypts_oracle_connections",
    title="RDS option groups encrypt connections to Oracle.",
    resource_types=frozenset({"aws:rds/optionGroup:OptionGroup"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Add the option SSL, or NATIVE_NETWORK_ENCRYPTION with SQLNET.ENCRYPTION_SERVER REQUIRED.",
    link="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.Oracle.Options.NetworkEncryption.html",
)
