"""Who of the people may rule a search domain."""

from collections.abc import Sequence
from typing import Any

import pulumi

from components._shared.iam import Statement
from components._shared.site import Site


def people(site: Site, role_names: Sequence[str]) -> list[Statement]:
    """Return the trust in users who show a second factor, and in the account's roles called *role_names*.

    A role's session says nothing of a second factor: whoever took the role showed it there.
    """
    account = pulumi.Output.concat("arn:aws:iam::", site.context.account_id, ":root")
    conditions: list[dict[str, dict[str, Any]]] = [{"Bool": {"aws:MultiFactorAuthPresent": "true"}}]
    if role_names:
        roles = [pulumi.Output.concat("arn:aws:iam::", site.context.account_id, f":role/{name}") for name in role_names]
        conditions.append({"ArnLike": {"aws:PrincipalArn": roles}})
    return [
        Statement(actions=["sts:AssumeRole"], principals={"AWS": [account]}, conditions=condition)
        for condition in conditions
    ]
