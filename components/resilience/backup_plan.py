"""A region's backup plans: one for each holding, which takes every store of this stack that is tagged with a class, or
the stores that it names.

Copies of confidential and restricted data go only to a region of the same residency; where there is none they are not
made, and the plan says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.paths import Path, registered
from components._shared.site import Site
from components.resilience.backup_role import create_role
from components.resilience.backup_rules import backup_rules
from components.resilience.holdings import Holding, Holdings
from components.resilience.retention import copy_destination
from settings import Region

ROLE_POLICIES = (
    "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
    "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
)
"""AWS's own policies for backing up (AWS Backup Developer Guide, "Managed policies for AWS Backup")."""
OPTED_IN = {
    "Aurora": True,
    "CloudFormation": False,
    "DocumentDB": False,
    "DSQL": True,
    "DynamoDB": True,
    "EBS": True,
    "EC2": False,
    "EFS": True,
    "FSx": False,
    "Neptune": False,
    "RDS": True,
    "Redshift": True,
    "Redshift Serverless": True,
    "S3": True,
    "SAP HANA on Amazon EC2": False,
    "Storage Gateway": False,
    "VirtualMachine": False,
}
"""Kinds of store that plans take in by tag; machines hold nothing and are made anew."""
MANAGED = {"CloudFormation": True, "DSQL": True, "DynamoDB": True, "EFS": True}
"""Kinds that AWS Backup manages fully: only so are DynamoDB's backups copied between regions and put into cold storage
(AWS Backup Developer Guide, "Advanced DynamoDB backup")."""


@dataclass(frozen=True, kw_only=True)
class BackupPlanArgs:
    """What is backed up, how often, where to."""

    site: Site
    """Region of the stores and of their vaults."""
    regions: Sequence[Region]
    """Every active region: copies may go to the others."""
    holdings: Holdings
    """What is backed up, how often and for how long."""
    vault_names: Mapping[str, pulumi.Input[str]]
    """The region's vaults, by holding."""
    vault_arns: Mapping[str, Mapping[str, pulumi.Input[str]]]
    """Every region's vaults, by region name and holding."""


class BackupPlan(pulumi.ComponentResource):
    """A plan and a selection for each holding."""

    plan_arns: Mapping[str, pulumi.Output[str]]
    """By holding."""
    copy_regions: Mapping[str, str | None]
    """Where copies go, by holding; None where no other region may have them."""

    def __init__(self, name: str, args: BackupPlanArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:BackupPlan", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self.copy_regions = {role: self._copy_region(holding) for role, holding in args.holdings.items()}
        self._tell_uncopied()
        settings = [self._create_region_settings()] if args.site.context.owns_account else []
        role_arn = self._create_role()
        plans = {role: self._create_plan(role, holding, settings) for role, holding in args.holdings.items()}
        for role, plan in plans.items():
            self._create_selection(role, args.holdings[role], plan, role_arn)
        self.plan_arns = {role: plan.arn for role, plan in plans.items()}
        self.register_outputs(
            {"plan_arns": self.plan_arns, "copy_regions": self.copy_regions, "paths": registered(*self._copies())}
        )

    def _copies(self) -> list[Path]:
        return [
            Path(
                name=role,
                source=self._args.vault_names[role],
                destination=self._args.vault_arns[region][role],
                protocol="copies",
                why="What is lost with the region can be brought back in another.",
            )
            for role, region in self.copy_regions.items()
            if region
        ]

    def _copy_region(self, holding: Holding) -> str | None:
        destination = copy_destination(self._args.site.region, self._args.regions, holding.data_class)
        return destination.name if destination else None

    def _tell_uncopied(self) -> None:
        if uncopied := [role for role, region in self.copy_regions.items() if region is None]:
            pulumi.log.info(
                f"backups of {', '.join(uncopied)} in {self._args.site.name} are not copied: "
                f"no other region may hold them (residency {self._args.site.region.residency})",
                self,
            )

    def _create_region_settings(self) -> aws.backup.RegionSettings:
        return aws.backup.RegionSettings(
            f"{self._name}-settings",
            region=self._args.site.name,
            resource_type_opt_in_preference=OPTED_IN,
            resource_type_management_preference=MANAGED,
            opts=self._child,
        )

    def _create_role(self) -> pulumi.Output[str]:
        return create_role(
            self._name,
            f"backup-{self._args.site.name}",
            description=f"AWS Backup backs up the stores in {self._args.site.name}",
            policy_arns=ROLE_POLICIES,
            context=self._args.site.context,
            opts=self._child,
        )

    def _create_plan(self, role: str, holding: Holding, settings: Sequence[pulumi.Resource]) -> aws.backup.Plan:
        context, label = self._args.site.context, f"{self._name}-{role}"
        copy_region = self.copy_regions[role]
        return aws.backup.Plan(
            f"{label}-plan",
            name=context.physical_name(f"backup-{role}-{self._args.site.name}", max_length=50),
            region=self._args.site.name,
            rules=backup_rules(
                holding.policy,
                vault_name=self._args.vault_names[role],
                copy_vault_arn=self._args.vault_arns[copy_region][role] if copy_region else None,
                tags=context.tagged(label, holding.data_class),
            ),
            tags=context.tagged(f"{label}-plan"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=settings),
        )

    def _create_selection(
        self, role: str, holding: Holding, plan: aws.backup.Plan, role_arn: pulumi.Output[str]
    ) -> None:
        """Take the stores that are named; or those of the class and of this stack, without what others take by name.

        Conditions must all hold, unlike selection tags.
        """
        named = holding.store_arns
        others = [arn for each in self._args.holdings.values() for arn in each.store_arns]
        wanted = {"data-class": holding.data_class.value, "stack": self._args.site.context.prefix}
        tags = [
            aws.backup.SelectionConditionStringEqualArgs(key=f"aws:ResourceTag/{key}", value=value)
            for key, value in wanted.items()
        ]
        aws.backup.Selection(
            f"{self._name}-{role}-selection",
            name=self._args.site.context.physical_name(f"data-class-{role}", max_length=50),
            region=self._args.site.name,
            plan_id=plan.id,
            iam_role_arn=role_arn,
            resources=list(named) or ["*"],
            not_resources=None if named else others,
            conditions=None if named else [aws.backup.SelectionConditionArgs(string_equals=tags)],
            opts=self._child,
        )
