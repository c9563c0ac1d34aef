"""A region's backup plans: one for each data class, for every store of this stack that is tagged with the class.

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
from components.resilience.retention import copy_destination
from settings import ClassPolicy, DataClass, Region

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
    policies: Mapping[DataClass, ClassPolicy]
    """Backup interval and retention of each class."""
    vault_names: Mapping[DataClass, pulumi.Input[str]]
    """The region's vaults."""
    vault_arns: Mapping[str, Mapping[DataClass, pulumi.Input[str]]]
    """Every region's vaults, by region name."""


class BackupPlan(pulumi.ComponentResource):
    """A plan and a selection for each data class."""

    plan_arns: Mapping[DataClass, pulumi.Output[str]]
    copy_regions: Mapping[DataClass, str | None]
    """Where copies go; None where no other region may have them."""

    def __init__(self, name: str, args: BackupPlanArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:BackupPlan", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self.copy_regions = {data_class: self._copy_region(data_class) for data_class in DataClass}
        self._tell_uncopied()
        settings = [self._create_region_settings()] if args.site.context.owns_account else []
        role_arn = self._create_role()
        plans = {data_class: self._create_plan(data_class, settings) for data_class in DataClass}
        for data_class, plan in plans.items():
            self._create_selection(data_class, plan, role_arn)
        self.plan_arns = {data_class: plan.arn for data_class, plan in plans.items()}
        self.register_outputs(
            {"plan_arns": self.plan_arns, "copy_regions": self.copy_regions, "paths": registered(*self._copies())}
        )

    def _copies(self) -> list[Path]:
        return [
            Path(
                name=data_class.value,
                source=self._args.vault_names[data_class],
                destination=self._args.vault_arns[region][data_class],
                protocol="copies",
                why="What is lost with the region can be brought back in another.",
            )
            for data_class, region in self.copy_regions.items()
            if region
        ]

    def _copy_region(self, data_class: DataClass) -> str | None:
        destination = copy_destination(self._args.site.region, self._args.regions, data_class)
        return destination.name if destination else None

    def _tell_uncopied(self) -> None:
        if uncopied := [data_class.value for data_class, region in self.copy_regions.items() if region is None]:
            pulumi.log.info(
                f"backups of {', '.join(uncopied)} data in {self._args.site.name} are not copied: "
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

    def _create_plan(self, data_class: DataClass, settings: Sequence[pulumi.Resource]) -> aws.backup.Plan:
        context, label = self._args.site.context, f"{self._name}-{data_class.value}"
        copy_region = self.copy_regions[data_class]
        return aws.backup.Plan(
            f"{label}-plan",
            name=context.physical_name(f"backup-{data_class.value}-{self._args.site.name}", max_length=50),
            region=self._args.site.name,
            rules=backup_rules(
                self._args.policies[data_class],
                vault_name=self._args.vault_names[data_class],
                copy_vault_arn=self._args.vault_arns[copy_region][data_class] if copy_region else None,
                tags=context.tagged(label, data_class),
            ),
            tags=context.tagged(f"{label}-plan"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=settings),
        )

    def _create_selection(self, data_class: DataClass, plan: aws.backup.Plan, role_arn: pulumi.Output[str]) -> None:
        """Conditions must all hold, unlike selection tags: the class's stores, and of this stack alone."""
        wanted = {"data-class": data_class.value, "stack": self._args.site.context.prefix}
        aws.backup.Selection(
            f"{self._name}-{data_class.value}-selection",
            name=self._args.site.context.physical_name(f"data-class-{data_class.value}", max_length=50),
            region=self._args.site.name,
            plan_id=plan.id,
            iam_role_arn=role_arn,
            resources=["*"],
            conditions=[
                aws.backup.SelectionConditionArgs(
                    string_equals=[
                        aws.backup.SelectionConditionStringEqualArgs(key=f"aws:ResourceTag/{key}", value=value)
                        for key, value in wanted.items()
                    ]
                )
            ],
            opts=self._child,
        )
