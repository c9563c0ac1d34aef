"""Stacks hold no credentials."""

from policies.credentials import credentials_in, holds_credential
from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return first((_in_template, _in_parameters), lambda ask: ask(props))


def _in_template(props: Props) -> str | None:
    return "its template has a credential in it" if holds_credential(props.get("templateBody")) else None


def _in_parameters(props: Props) -> str | None:
    shown = credentials_in(value(props, "parameters", {}))
    return f"parameters {', '.join(shown)} show credentials" if shown else None


RULE = Rule(
    name="cloudformation_stack_has_no_credentials",
    title="Stacks hold no credentials.",
    resource_types=frozenset(
        {
            "aws:cloudformation/stack:Stack",
            "aws:cloudformation/stackSet:StackSet",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Refer to the secret by {{resolve:secretsmanager:...}}.",
    link="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
)
