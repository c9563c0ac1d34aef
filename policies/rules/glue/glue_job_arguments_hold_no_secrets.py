"""Arguments of a job are shown to everyone who may look at it: secrets come from Secrets Manager."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

SECRETS = frozenset(
    {
        "access_token",
        "api_key",
        "aws_secret_access_key",
        "client_secret",
        "db_password",
        "passwd",
        "password",
        "private_key",
        "secret",
        "secret_key",
        "token",
    }
)
"""Names that say so, in lower case and with underscores."""


def _check(props: Props) -> str | None:
    def secrets(block: str) -> list[str]:
        return [name for name in props.get(block) or () if name.strip("-").replace("-", "_").lower() in SECRETS]

    found = first(("defaultArguments", "nonOverridableArguments"), secrets)
    return f"the arguments {', '.join(sorted(found))} hold secrets" if found else None


RULE = Rule(
    name="glue_job_arguments_hold_no_secrets",
    title="Glue jobs have no secrets among their arguments.",
    resource_types=frozenset({"aws:glue/job:Job"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Hand over the name of a secret instead.",
    link="https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html",
)
