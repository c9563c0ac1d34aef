"""How each type of what logs says where its logs go.

Sources of each row: the service's own page on its logs, such as CloudWatch Logs User Guide, "Enable logging from AWS
services", Amazon VPC User Guide, "Publish flow logs to CloudWatch Logs", Elastic Load Balancing, "Access logs for your
Application Load Balancer", Amazon EKS User Guide, "Send control plane logs to CloudWatch Logs".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NAMED: Mapping[str, tuple[str, str, str]] = {
    "aws:eks/cluster:Cluster": ("enabledClusterLogTypes", "name", "/aws/eks/{name}/cluster"),
    "aws:rds/cluster:Cluster": ("enabledCloudwatchLogsExports", "clusterIdentifier", "/aws/rds/cluster/{name}/{log}"),
}
"""Types that write to log groups of a name that AWS gives: what they log, their own name, and the group's."""


@dataclass(frozen=True)
class Writer:
    """How a type of source says where its logs go."""

    prop: str
    """The property that names where."""
    by: str = ""
    """The type whose property that is, where it is not the source itself."""
    names: str = ""
    """The property by which that names the source."""
    role: str = ""
    """The property that names the role it writes to log groups as."""
    service: str = ""
    """The service that assumes the role, or is let in by the policy of what it writes to."""
    leave: bool = False
    """Whether log groups must let the service in by a policy that is declared."""


WRITERS: Mapping[str, Sequence[Writer]] = {
    "aws:apigateway/stage:Stage": (Writer("accessLogSettings"),),
    "aws:cfg/recorder:Recorder": (
        Writer("s3BucketName", "aws:cfg/deliveryChannel:DeliveryChannel", service="config.amazonaws.com"),
    ),
    "aws:cloudtrail/trail:Trail": (
        Writer("cloudWatchLogsGroupArn", role="cloudWatchLogsRoleArn", service="cloudtrail.amazonaws.com"),
        Writer("s3BucketName", service="cloudtrail.amazonaws.com"),
    ),
    "aws:ec2/flowLog:FlowLog": (Writer("logDestination", role="iamRoleArn", service="vpc-flow-logs.amazonaws.com"),),
    "aws:lambda/function:Function": (Writer("loggingConfig", role="role", service="lambda.amazonaws.com"),),
    "aws:lb/loadBalancer:LoadBalancer": (
        Writer("accessLogs", service="logdelivery.elasticloadbalancing.amazonaws.com"),
    ),
    "aws:networkfirewall/firewall:Firewall": (
        Writer("loggingConfiguration", "aws:networkfirewall/loggingConfiguration:LoggingConfiguration", "firewallArn"),
    ),
    "aws:opensearch/domain:Domain": (Writer("logPublishingOptions", service="es.amazonaws.com", leave=True),),
    "aws:route53/zone:Zone": (
        Writer(
            "cloudwatchLogGroupArn",
            "aws:route53/queryLog:QueryLog",
            "zoneId",
            service="route53.amazonaws.com",
            leave=True,
        ),
    ),
    "aws:s3/bucket:Bucket": (
        Writer("targetBucket", "aws:s3/bucketLogging:BucketLogging", "bucket", service="logging.s3.amazonaws.com"),
    ),
    "aws:sfn/stateMachine:StateMachine": (Writer("loggingConfiguration"),),
    "aws:wafv2/webAcl:WebAcl": (
        Writer(
            "logDestinationConfigs", "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "resourceArn"
        ),
    ),
}
