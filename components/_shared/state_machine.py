"""A state machine of Step Functions in one region, with everything that it takes to run it.

It is of the standard type: each state is entered once, executions last up to a year, and what each did is kept for 90
days (AWS Step Functions Developer Guide, "Choosing workflow type in Step Functions"). Its log says which states an
execution entered and how they ended, and nothing of what they handled.
"""

import json

import pulumi
import pulumi_aws as aws

from components._shared.alarms import declare_alarms
from components._shared.iam import Statement, document
from components._shared.logs import log_group
from components._shared.paths import registered, searched
from components._shared.state_machine_alarms import state_machine_alarms
from components._shared.state_machine_args import StateMachineArgs, filled
from components._shared.state_machine_role import own_statements, trusted_by_machines


class StateMachine(pulumi.ComponentResource):
    """The state machine, its role, log and alarms."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    """What starts it, and asks for its executions, names it by."""
    role_arn: pulumi.Output[str]
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: StateMachineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:StateMachine", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._called = args.called or args.site.context.physical_name(name, max_length=64)
        logs = log_group(
            f"{name}-logs",
            path=f"/aws/vendedlogs/states/{self._called}",
            site=args.site,
            opts=self._child,
        )
        self.role_arn = self._create_role()
        machine = self._create_machine(logs)
        declare_alarms(name, state_machine_alarms(machine.arn, failure=args.failure), site=args.site, opts=self._child)
        self.name, self.arn, self.log_group_name = machine.name, machine.arn, logs.name
        self.register_outputs(
            {
                "name": self.name,
                "arn": self.arn,
                "role_arn": self.role_arn,
                "log_group_name": self.log_group_name,
                "paths": registered(searched("executions", machine.arn)),
            }
        )

    def _create_role(self) -> pulumi.Output[str]:
        """Return the role's ARN, known once it has its rights."""
        args = self._args
        functions = [*args.functions.values()]
        calls = [Statement(sid="Functions", actions=["lambda:InvokeFunction"], resources=functions)]
        statements = [
            *args.statements,
            *(calls if functions else []),
            *own_statements(args.site, self._called, args.data_class),
        ]
        role = aws.iam.Role(
            f"{self._name}-role",
            name=self._called,
            assume_role_policy=trusted_by_machines(args.site),
            tags=args.site.context.tagged(f"{self._name}-role"),
            opts=self._child,
        )
        policy = aws.iam.RolePolicy(
            f"{self._name}-policy", name="work", role=role.name, policy=document(*statements), opts=self._child
        )
        return pulumi.Output.all(role.arn, policy.id).apply(lambda known: str(known[0]))

    def _create_machine(self, logs: aws.cloudwatch.LogGroup) -> aws.sfn.StateMachine:
        args = self._args
        known = pulumi.Output.all(**args.functions, **args.values)
        return aws.sfn.StateMachine(
            f"{self._name}-machine",
            name=self._called,
            region=args.site.name,
            type="STANDARD",
            role_arn=self.role_arn,
            definition=known.apply(lambda given: json.dumps(filled(args.definition, given))),
            encryption_configuration=aws.sfn.StateMachineEncryptionConfigurationArgs(
                type="CUSTOMER_MANAGED_KMS_KEY", kms_key_id=args.site.key_arns[args.data_class]
            ),
            logging_configuration=aws.sfn.StateMachineLoggingConfigurationArgs(
                level="ALL",
                include_execution_data=False,
                log_destination=pulumi.Output.concat(logs.arn, ":*"),
            ),
            tracing_configuration=aws.sfn.StateMachineTracingConfigurationArgs(enabled=True),
            tags=args.site.context.tagged(f"{self._name}-machine", args.data_class),
            opts=self._child,
        )
