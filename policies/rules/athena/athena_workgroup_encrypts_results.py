"""Results of queries are encrypted under a key of the customer's own, wherever they are kept."""

from policies.answers import fault_among, whichever
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value

KMS = frozenset({"CSE_KMS", "SSE_KMS"})


def _check(props: Props) -> str | None:
    return whichever(
        lambda: value(props, "configuration.managedQueryResultsConfiguration.enabled") is True,
        lambda: _managed(value(props, "configuration.managedQueryResultsConfiguration")),
        lambda: _kept(value(props, "configuration.resultConfiguration.encryptionConfiguration")),
    )


def _managed(results: Props) -> str | None:
    key = value(results, "encryptionConfiguration.kmsKey")
    return None if customer_key(key) else "managed results are encrypted under a key that AWS chose"


def _kept(encryption: Props) -> str | None:
    return fault_among(
        ("results are not encrypted under KMS", lambda: value(encryption, "encryptionOption") not in KMS),
        ("results are encrypted under a key that AWS chose", lambda: not customer_key(value(encryption, "kmsKeyArn"))),
    )


RULE = Rule(
    name="athena_workgroup_encrypts_results",
    title="Athena results are encrypted under a customer key.",
    resource_types=frozenset({"aws:athena/workgroup:Workgroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionConfiguration with encryptionOption SSE_KMS and kmsKeyArn.",
    link="https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html",
)
