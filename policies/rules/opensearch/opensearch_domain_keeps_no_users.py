"""Users come from IAM or an identity provider; a domain's own users have passwords that nothing rotates."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "advancedSecurityOptions.internalUserDatabaseEnabled") is True:
        return "it keeps users of its own"
    return None


RULE = Rule(
    name="opensearch_domain_keeps_no_users",
    title="OpenSearch domains have no user database of their own.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set internalUserDatabaseEnabled to false and masterUserOptions.masterUserArn to a role.",
    link="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html",
)
