"""The topic that every alarm of one region notifies.

Encrypted under the region's key, closed to plain HTTP, and open for publishing only to the AWS services that raise
alarms. Findings of GuardDuty and Security Hub arrive through EventBridge rules, so those two need no access of their
own. The key's policy must let the same services use it (Amazon SNS Developer Guide, "Managing encryption keys and
costs", "Enable compatibility between event sources from AWS services and encrypted topics").
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.iam import Statement, document
from settings import Region

BOUND_PUBLISHERS = ("backup.amazonaws.com", "cloudwatch.amazonaws.com")
"""Services that say on whose behalf they publish, so that the policy can insist on this account."""

EVENTS_PUBLISHER = "events.amazonaws.com"
"""EventBridge sends SNS no `aws:SourceAccount`; a policy asking for it would drop every event in silence
(Amazon EventBridge User Guide, "Using resource-based policies", "Amazon SNS permissions")."""

SIGNATURE_VERSION = 2
"""Messages are signed with SHA-256 (Amazon SNS Developer Guide, "Verifying the signatures of Amazon SNS messages")."""


@dataclass(frozen=True, kw_only=True)
class AlarmTopicArgs:
    """What the topic needs."""

    context: Context
    """The deployment."""
    region: Region
    """Where the topic lives; alarms can only notify a topic of their own region."""
    kms_key_arn: pulumi.Input[str]
    """The region's key; its policy lets CloudWatch, AWS Backup and EventBridge use it."""


class AlarmTopic(pulumi.ComponentResource):
    """One region's alarm topic."""

    arn: pulumi.Output[str]
    """The topic; known once its policy stands, so that no alarm fires into a topic that refuses it."""

    def __init__(self, name: str, args: AlarmTopicArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:AlarmTopic", name, {}, opts)
        topic = self._create_topic(name, args)
        self.arn = self._create_policy(name, args, topic).arn
        self.register_outputs({"arn": self.arn})

    def _create_topic(self, name: str, args: AlarmTopicArgs) -> aws.sns.Topic:
        return aws.sns.Topic(
            f"{name}-topic",
            name=args.context.physical_name(f"alarms-{args.region.name}", max_length=256),
            region=args.region.name,
            kms_master_key_id=args.kms_key_arn,
            signature_version=SIGNATURE_VERSION,
            tags=args.context.tagged(f"{name}-topic"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_policy(self, name: str, args: AlarmTopicArgs, topic: aws.sns.Topic) -> aws.sns.TopicPolicy:
        policy = document(
            Statement(
                sid="AlarmsOfThisAccount",
                actions=["sns:Publish"],
                principals={"Service": BOUND_PUBLISHERS},
                resources=[topic.arn],
                conditions={"StringEquals": {"aws:SourceAccount": args.context.account_id}},
            ),
            Statement(
                sid="EventRules",
                actions=["sns:Publish"],
                principals={"Service": [EVENTS_PUBLISHER]},
                resources=[topic.arn],
            ),
            Statement(
                sid="OnlyOverTls",
                effect="Deny",
                actions=["sns:Publish"],
                principals={"AWS": ["*"]},
                resources=[topic.arn],
                conditions={"Bool": {"aws:SecureTransport": "false"}},
            ),
        )
        return aws.sns.TopicPolicy(
            f"{name}-policy",
            region=args.region.name,
            arn=topic.arn,
            policy=policy,
            opts=pulumi.ResourceOptions(parent=self),
        )
