"""Oracle databases take encrypted connections alone: by TLS, or by native network encryption that is required."""

from policies.answers import all_hold, any_holds
from policies.lists import some
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

ENGINES = frozenset({"oracle-ee", "oracle-ee-cdb", "oracle-se2", "oracle-se2-cdb"})
ENCRYPTION = "SQLNET.ENCRYPTION_SERVER"
"""Amazon RDS User Guide, "Oracle native network encryption" and "Oracle Secure Sockets Layer"."""


def _check(props: Props) -> str | None:
    if props.get("engineName") not in ENGINES:
        raise NotApplicable("other engines do it by parameters")
    return None if some(items(props, "options"), _encrypts) else "connections need not be encrypted"


def _encrypts(option: Props) -> bool:
    return any_holds(
        lambda: value(option, "optionName") == "SSL", lambda: some(items(option, "optionSettings"), _requires)
    )


def _requires(setting: Props) -> bool:
    return all_hold(lambda: value(setting, "name") == ENCRYPTION, lambda: value(setting, "value") == "REQUIRED")


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
