"""Passwords of connections are kept, and handed out, encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    settings = value(props, "dataCatalogEncryptionSettings.connectionPasswordEncryption")
    return fault_among(
        (
            "passwords are handed out in the clear",
            lambda: value(settings, "returnConnectionPasswordEncrypted") is not True,
        ),
        (
            "passwords are encrypted under a key that AWS chose",
            lambda: not customer_key(value(settings, "awsKmsKeyId")),
        ),
    )


RULE = Rule(
    name="glue_catalog_encrypts_passwords",
    title="The Glue catalog encrypts passwords.",
    resource_types=frozenset({"aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.ENCRYPTION_AT_REST}),
    remediation="Set connectionPasswordEncryption with returnConnectionPasswordEncrypted and awsKmsKeyId.",
    link="https://docs.aws.amazon.com/glue/latest/dg/encrypt-connection-passwords.html",
)
