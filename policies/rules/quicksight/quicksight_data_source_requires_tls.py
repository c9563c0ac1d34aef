"""Data comes from a source over TLS, as it does unless told otherwise."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "sslProperties.disableSsl") is True:
        return "data travels in the clear"
    return None


RULE = Rule(
    name="quicksight_data_source_requires_tls",
    title="QuickSight data sources require TLS.",
    resource_types=frozenset({"aws:quicksight/dataSource:DataSource"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Remove sslProperties.disableSsl or set it to false.",
    link="https://docs.aws.amazon.com/quicksight/latest/APIReference/API_SslProperties.html",
)
