"""What AWS says that making, reading, changing and deleting the platform's resources takes: its published handlers.

They come with cfn-lint, which the emulator brings along. Some name what only other uses of a type need: `UNNEEDED` says
which and why.
"""

import json
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import cfnlint

SCHEMAS = Path(str(cfnlint.__file__)).parent / "data" / "schemas"
TYPES: Mapping[str, str] = {
    "ACMPCA": "Certificate CertificateAuthority CertificateAuthorityActivation",
    "AccessAnalyzer": "Analyzer",
    "ApiGateway": (
        "Account BasePathMapping ClientCertificate Deployment DomainName Method Resource RestApi Stage UsagePlan"
    ),
    "ApiGatewayV2": "VpcLink",
    "Athena": "NamedQuery WorkGroup",
    "Backup": "BackupPlan BackupSelection BackupVault RestoreTestingPlan RestoreTestingSelection",
    "CertificateManager": "Certificate",
    "CloudFront": "Distribution OriginAccessControl ResponseHeadersPolicy",
    "CloudHSM": "Cluster",
    "CloudTrail": "Trail",
    "CloudWatch": "Alarm",
    "Config": "ConfigRule ConfigurationRecorder DeliveryChannel",
    "DynamoDB": "Table",
    "EC2": (
        "EIP FlowLog InternetGateway LaunchTemplate NatGateway PrefixList Route RouteTable SecurityGroup "
        "SecurityGroupEgress SecurityGroupIngress SnapshotBlockPublicAccess Subnet SubnetRouteTableAssociation "
        "TransitGateway TransitGatewayPeeringAttachment TransitGatewayRoute TransitGatewayVpcAttachment VPC VPCEndpoint"
    ),
    "ECR": "Repository",
    "EKS": "AccessEntry Addon Capability Cluster Nodegroup PodIdentityAssociation",
    "ElasticLoadBalancingV2": "Listener LoadBalancer TargetGroup",
    "Events": "Rule",
    "FIS": "ExperimentTemplate",
    "Glue": "DataQualityRuleset Database Table",
    "GuardDuty": "Detector",
    "IAM": "ManagedPolicy Role RolePolicy ServiceLinkedRole",
    "KMS": "Alias Key ReplicaKey",
    "KinesisFirehose": "DeliveryStream",
    "Lambda": "EventInvokeConfig Function Permission",
    "Logs": (
        "Delivery DeliveryDestination DeliverySource Destination LogGroup LogStream MetricFilter ResourcePolicy "
        "SubscriptionFilter"
    ),
    "Macie": "Session",
    "NetworkFirewall": "Firewall FirewallPolicy LoggingConfiguration RuleGroup",
    "OpenSearchService": "Domain",
    "RDS": (
        "DBCluster DBClusterParameterGroup DBInstance DBProxy DBProxyEndpoint DBProxyTargetGroup DBSubnetGroup "
        "GlobalCluster"
    ),
    "Route53": "DNSSEC HealthCheck HostedZone KeySigningKey RecordSet",
    "S3": "Bucket BucketPolicy",
    "SNS": "Topic TopicPolicy",
    "SecretsManager": "Secret",
    "SecurityHub": "FindingAggregator Hub Standard",
    "StepFunctions": "StateMachine",
    "WAFv2": "LoggingConfiguration WebACL WebACLAssociation",
}
"""Types of the platform by service; identity providers aside, which a person makes."""
UNNEEDED: Mapping[str, str] = {
    "amplify:*": "a web ACL in front of Amplify",
    "appsync:*": "a web ACL in front of AppSync",
    "apprunner:*": "a web ACL in front of App Runner",
    "bedrock-agentcore:*": "a web ACL in front of AgentCore",
    "cognito-idp:*": "a web ACL in front of Cognito, and listeners that sign users in",
    "codewhisperer:*": "log deliveries of CodeWhisperer",
    "autoloop:*": "log deliveries of a service without a name",
    "workmail:*": "log deliveries of WorkMail",
    "identitystore:*": "capabilities whose people are named; the settings have their groups' ids",
    "payments:*": "no service of IAM's",
    "dynamodb:*kinesis*": "changes streamed into Kinesis",
    "elasticfilesystem:*": "functions that mount a file system",
    "lambda:passcapacityprovider": "functions on instances of their own",
    "s3files:*": "functions that mount a file system",
    "dynamodb:importtable": "tables imported from S3",
    "iam:describeorganization": "no action of IAM's",
    "kinesis:*": "changes streamed into Kinesis",
    "organizations:*": "trails and analyzers of an organization",
    "payment*:*": "no service of IAM's",
    "glue:*connection": "databases of other catalogues",
    "glue:getschemaversion": "tables of a schema registry",
    "lakeformation:*": "catalogues that Lake Formation governs",
    "rds:promotereadreplica": "replicas outside of Aurora",
    "rds:restore*": "stores made from a snapshot, which the backup's own role does",
    "rds:*automatedbackupsreplication": "backups of instances outside of Aurora",
    "route53-recovery-control-config:*": "health checks on routing controls",
    "s3:getobjectmetadata": "no action of S3's",
    "s3:rest.put.object": "no action of S3's",
    "s3:updatebucketmetadata*": "tables of metadata",
    "s3tables:*": "tables of metadata",
    "vpc-lattice:*": "endpoints of service networks",
    "vpce:allowmultiregion": "endpoints of services in other regions",
}
"""Patterns, in lower case, of what the platform has no use for, and what would."""


@cache
def permissions(*handlers: str) -> frozenset[str]:
    """Return the actions that *handlers* (`create`, `read`, `update`, `delete`, `list`) of any type need."""
    index: Mapping[str, str] = json.loads((SCHEMAS / "providers" / "us-east-1.json").read_bytes())
    names = [f"AWS::{service}::{kind}" for service, kinds in TYPES.items() for kind in kinds.split()]
    schemas: Iterable[Any] = (
        json.loads((SCHEMAS / "resources" / f"{index[name]}.json").read_bytes()) for name in names
    )
    named = {
        action
        for schema in schemas
        for handler in handlers
        for action in schema.get("handlers", {}).get(handler, {}).get("permissions", ())
    }
    return frozenset(
        action for action in named if not any(fnmatchcase(action.lower(), pattern) for pattern in UNNEEDED)
    )
