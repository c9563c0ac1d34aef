"""From a stack's settings to the facts that every component is handed."""

import pulumi
import pulumi_aws as aws

from components._shared.account import check_owner
from components._shared.class_tags import class_tags
from components._shared.context import Context
from settings import Settings


def deployment_context(settings: Settings) -> Context:
    """Return the context of the running program's stack.

    Raises:
        pulumi.RunError: another stack owns the account (`components._shared.account.check_owner`).
    """
    project, stack = pulumi.get_project(), pulumi.get_stack()
    context = Context(
        prefix=f"{project}-{stack}",
        account_id=aws.get_caller_identity_output().account_id,
        tags=settings.tags,
        class_tags=class_tags(settings),
        protect=settings.protect,
        account_owner=f"{project}-{settings.account_owner or stack}",
    )
    check_owner(context, [region.name for region in settings.regions])
    return context
