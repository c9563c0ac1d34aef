"""A source reads its password from a secret rather than having it in the program."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "credentials.credentialPair.password") is not None:
        return "its password is in the program"
    return None


RULE = Rule(
    name="quicksight_data_source_keeps_password_apart",
    title="QuickSight data sources read their password from a secret.",
    resource_types=frozenset({"aws:quicksight/dataSource:DataSource"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set credentials.secretArn and remove credentialPair.",
    link="https://docs.aws.amazon.com/quicksight/latest/APIReference/API_DataSourceCredentials.html",
)
