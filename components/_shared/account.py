"""Which stack declares what AWS keeps once per account, or once per region of an account: its owner.

Rules of AWS Config are such things, there are some in every region that is served, and they carry the tag of the stack
that declared them: so they tell who owns the account. They are asked before anything is declared, for a stack that
finds out by collision is left half made.
"""

from collections.abc import Iterable

import pulumi
import pulumi_aws as aws

from components._shared.context import Context

GITHUB_ISSUER = "token.actions.githubusercontent.com"
"""Issuer of the tokens of GitHub Actions (GitHub docs, "OpenID Connect reference"); an account trusts it once."""


def check_owner(context: Context, regions: Iterable[str]) -> None:
    """Hold the owner that *context* names against what is found in each of *regions*; a preview only warns.

    Raises:
        pulumi.RunError: this stack is to own the account, and another does; or another is to, and doesn't.
    """
    faults = (_fault(context, region, _owners(region)) for region in regions)
    if found := next(filter(None, faults), None):
        fault = f"{pulumi.get_project()}:{found}"
        if not pulumi.runtime.is_dry_run():
            raise pulumi.RunError(fault)
        pulumi.log.warn(fault)


def _fault(context: Context, region: str, found: set[str]) -> str | None:
    if context.owns_account and (others := found - {context.prefix}):
        return (
            f"accountOwner: {min(others)} owns this account in {region} and declares what AWS keeps there once, which "
            "this stack would collide with or take over; set accountOwner to that stack's name, or use another account"
        )
    if not context.owns_account and found != {context.account_owner}:
        return (
            f"accountOwner: {context.account_owner} is to own this account, but {region} is owned by "
            f"{min(found, default='nobody')}; deploy {context.account_owner} first, with {region} among its regions, "
            "or correct accountOwner"
        )
    return None


def _owners(region: str) -> set[str]:
    found = aws.resourcegroupstaggingapi.get_resources(region=region, resource_type_filters=["config:config-rule"])
    return {rule.tags["stack"] for rule in found.resource_tag_mapping_lists or () if "stack" in rule.tags}
