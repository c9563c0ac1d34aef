"""Backups that are known to restore: every week a recovery point of each kind of store is restored and taken down.

A restore that fails raises an alarm; its duration is the measured part of the recovery time objective (AWS Backup
Developer Guide, "Restore testing"; NIST SP 800-53 Rev. 5 CP-9(1), testing for reliability and integrity).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.site import Site
from components.resilience.backup_role import create_role

ROLE_POLICIES = (
    "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
    "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore",
)
"""AWS's own policies for restoring (AWS Backup Developer Guide, "Managed policies for AWS Backup")."""
SCHEDULE = "cron(0 9 ? * SUN *)"
"""Weekly, after the night's snapshots are done."""
START_WINDOW_HOURS = 4
SELECTION_WINDOW_DAYS = 7
"""Recovery points of the week before: a class that made none in that time fails the test, as it should."""
VALIDATION_HOURS = 4
"""How long a restored store stays for validation before AWS Backup deletes it."""


@dataclass(frozen=True, kw_only=True)
class RestoreTestingArgs:
    """What is restored, and where to."""

    site: Site
    """Region whose recovery points are tested."""
    vault_arns: Sequence[pulumi.Input[str]]
    """The region's vaults."""
    database_subnet_group_name: pulumi.Input[str]
    """Subnets a restored Aurora cluster stands in; without it AWS Backup looks for a default VPC."""
    database_security_group_id: pulumi.Input[str]
    """Its security group."""


class RestoreTesting(pulumi.ComponentResource):
    """A weekly restore test of a region's stores."""

    plan_arn: pulumi.Output[str]

    def __init__(self, name: str, args: RestoreTestingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:RestoreTesting", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        role_arn = self._create_role()
        plan = self._create_plan()
        for kind, overrides in {"Aurora": self._database_overrides(), "DynamoDB": {}}.items():
            self._create_selection(plan, role_arn, kind, overrides)
            self._create_alarm(kind)
        self.plan_arn = plan.arn
        self.register_outputs({"plan_arn": self.plan_arn})

    def _physical_name(self, role: str) -> str:
        """Restore testing takes letters, digits and underscores only, at most 50."""
        return self._args.site.context.physical_name(role, max_length=50).replace("-", "_")

    def _create_role(self) -> pulumi.Output[str]:
        return create_role(
            self._name,
            f"restore-testing-{self._args.site.name}",
            description=f"AWS Backup restores recovery points in {self._args.site.name} to test them",
            policy_arns=ROLE_POLICIES,
            context=self._args.site.context,
            opts=self._child,
        )

    def _create_plan(self) -> aws.backup.RestoreTestingPlan:
        return aws.backup.RestoreTestingPlan(
            f"{self._name}-plan",
            name=self._physical_name(f"restore-{self._args.site.name}"),
            region=self._args.site.name,
            schedule_expression=SCHEDULE,
            start_window_hours=START_WINDOW_HOURS,
            recovery_point_selection=aws.backup.RestoreTestingPlanRecoveryPointSelectionArgs(
                algorithm="LATEST_WITHIN_WINDOW",
                include_vaults=list(self._args.vault_arns),
                recovery_point_types=["CONTINUOUS", "SNAPSHOT"],
                selection_window_days=SELECTION_WINDOW_DAYS,
            ),
            tags=self._args.site.context.tagged(f"{self._name}-plan"),
            opts=self._child,
        )

    def _database_overrides(self) -> dict[str, pulumi.Input[str]]:
        return {
            "dbSubnetGroupName": self._args.database_subnet_group_name,
            "vpcSecurityGroupIds": pulumi.Output.concat('["', self._args.database_security_group_id, '"]'),
        }

    def _create_selection(
        self,
        plan: aws.backup.RestoreTestingPlan,
        role_arn: pulumi.Output[str],
        kind: str,
        overrides: Mapping[str, pulumi.Input[str]],
    ) -> None:
        aws.backup.RestoreTestingSelection(
            f"{self._name}-{kind.lower()}-selection",
            name=self._physical_name(f"restore-{kind.lower()}-{self._args.site.name}"),
            region=self._args.site.name,
            restore_testing_plan_name=plan.name,
            protected_resource_type=kind,
            protected_resource_arns=["*"],
            protected_resource_conditions=aws.backup.RestoreTestingSelectionProtectedResourceConditionsArgs(
                string_equals=[
                    aws.backup.RestoreTestingSelectionProtectedResourceConditionsStringEqualArgs(
                        key="aws:ResourceTag/stack", value=self._args.site.context.prefix
                    )
                ]
            ),
            iam_role_arn=role_arn,
            restore_metadata_overrides=dict(overrides),
            validation_window_hours=VALIDATION_HOURS,
            opts=self._child,
        )

    def _create_alarm(self, kind: str) -> None:
        alarm = Alarm(
            namespace="AWS/Backup",
            metric="NumberOfRestoreJobsFailed",
            dimensions={"ResourceType": kind},
            statistic="Sum",
            threshold=1,
            period_seconds=300,
            evaluation_periods=1,
            description="A recovery point didn't restore: until it does, count the backups of that store as missing.",
        )
        declare_alarm(
            f"{self._name}-{kind.lower()}-failed",
            alarm,
            site=self._args.site,
            opts=self._child,
        )
