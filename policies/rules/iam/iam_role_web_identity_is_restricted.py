"""A role that an identity provider vouches for is open to chosen subjects and audiences of it, not to all.

Without a condition on `sub`, every repository of a public provider could assume the role (IAM User Guide, "Create a
role for OpenID Connect federation").
"""

from contextlib import suppress

from policies.iam.document import statements
from policies.iam.federation import any_audience, any_subject, trusted
from policies.iam.findings import fault
from policies.iam.reading import NotAPolicy
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    trust = props.get("assumeRolePolicy")
    with suppress(NotAPolicy):
        if not trusted(statements(trust)):
            raise NotApplicable("no identity provider vouches for it")
    return fault(trust, any_subject, "assumeRolePolicy") or fault(trust, any_audience, "assumeRolePolicy")


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
