"""Who deploys a stack, and who administers its keys."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components._shared.context import Context
from components.identity.pipeline_roles import PipelineRoles, PipelineRolesArgs
from settings import CONTROL_REGION, Settings


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What other rooms need of this one."""

    preview_role_arn: pulumi.Output[str]
    deploy_role_arn: pulumi.Output[str]
    key_administrator_arns: Sequence[pulumi.Output[str]]
    """Roles that may manage keys, and never use them."""


def declare_identity(settings: Settings, context: Context) -> Identity:
    """Declare the pipeline's roles."""
    regions = {*(region.name for region in settings.regions), CONTROL_REGION.name}
    pipeline = PipelineRoles(
        "pipeline",
        PipelineRolesArgs(
            context=context,
            repository=settings.repository,
            environment=pulumi.get_stack(),
            regions=sorted(regions),
            state_bucket=settings.state_bucket,
            state_key_alias=settings.state_key_alias,
        ),
    )
    named = [
        pulumi.Output.concat("arn:aws:iam::", context.account_id, f":role/{name}")
        for name in settings.key_administrators
    ]
    return Identity(
        preview_role_arn=pipeline.preview_role_arn,
        deploy_role_arn=pipeline.deploy_role_arn,
        key_administrator_arns=[pipeline.deploy_role_arn, *named],
    )
