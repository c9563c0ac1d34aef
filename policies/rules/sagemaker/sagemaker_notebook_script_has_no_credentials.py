"""Notebooks' scripts hold no credentials."""

import base64

from policies.credentials import holds_credential
from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:

    def fault(name: str) -> str | None:
        script = base64.b64decode(value(props, name, "")).decode(errors="replace")
        if holds_credential(script):
            return f"{name} has a credential in it"
        return None

    return first(("onCreate", "onStart"), fault)


RULE = Rule(
    name="sagemaker_notebook_script_has_no_credentials",
    title="Notebooks' scripts hold no credentials.",
    resource_types=frozenset(
        {"aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration"}
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Let the script read the credential from Secrets Manager.",
    link="https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html",
)
