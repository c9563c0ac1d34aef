"""Leave for a service account to read the secrets of its own namespace, and no others.

A mesh's gateway needs it: the control plane hands it a certificate only if its account may list secrets where it runs
(Istio, "Installing Gateways").
"""

import pulumi
from pulumi_kubernetes.core import v1 as core
from pulumi_kubernetes.meta import v1 as meta
from pulumi_kubernetes.rbac import v1 as rbac


def declare_secret_reader(
    name: str, account: core.ServiceAccount, metadata: meta.ObjectMetaArgs, opts: pulumi.ResourceOptions
) -> None:
    """Declare a role and its binding to *account*, both under *metadata*, which is of the account's namespace."""
    called, namespace = (account.metadata.apply(lambda one, key=key: one[key]) for key in ("name", "namespace"))
    role = rbac.Role(
        name,
        metadata=metadata,
        rules=[rbac.PolicyRuleArgs(api_groups=[""], resources=["secrets"], verbs=["get", "list", "watch"])],
        opts=opts,
    )
    rbac.RoleBinding(
        f"{name}-binding",
        metadata=metadata,
        role_ref=rbac.RoleRefArgs(
            api_group="rbac.authorization.k8s.io",
            kind="Role",
            name=role.metadata.apply(lambda one: one["name"]),
        ),
        subjects=[rbac.SubjectArgs(kind="ServiceAccount", name=called, namespace=namespace)],
        opts=opts,
    )
