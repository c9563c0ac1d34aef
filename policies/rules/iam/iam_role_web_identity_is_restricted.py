"""A role that an identity provider vouches for is open to chosen subjects and audiences of it, not to all.

Without a condition on `sub`, every repository of a public provider could assume the role (IAM User Guide, "Create a
role for OpenID Connect federation").
"""

import re

from policies.documents import Statement, statements
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

WEB_IDENTITY = "sts:assumerolewithwebidentity"
_WILDCARD = re.compile(r"[*?]")


def _held_to(statement: Statement, claim: str) -> bool:
    """Return whether a condition holds *claim* of each provider to values whose first part has no wildcard."""
    for provider in statement.principals.get("Federated", ()):
        issuer = provider.partition("oidc-provider/")[2] or provider
        values = statement.condition_values(f"{issuer.lower()}:{claim}")
        if not values or any(_WILDCARD.search(value.partition("/")[0]) for value in values):
            return False
    return True


def _check(props: Props) -> str | None:
    federated = [
        statement
        for statement in statements(props.get("assumeRolePolicy"))
        if statement.allows and not statement.actions.isdisjoint({WEB_IDENTITY, "sts:*", "*"})
    ]
    if not federated:
        raise NotApplicable("no identity provider vouches for it")
    for statement in federated:
        for claim in ("sub", "aud"):
            if not _held_to(statement, claim):
                return f"{statement.label} of its trust policy accepts any {claim}"
    return None


RULE = Rule(
    name="iam_role_web_identity_is_restricted",
    title="Roles for web identities name subject and audience.",
    resource_types=frozenset({"aws:iam/role:Role"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.EXTERNAL_ACCESS}),
    remediation="Add StringEquals conditions on the provider's sub and aud.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
)
