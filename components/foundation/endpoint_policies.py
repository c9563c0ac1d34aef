"""What may be asked of AWS through a VPC's endpoints: a table of services and the calls that workloads make.

Only this account's identities may use an endpoint, and only for this account's resources where a service says whose
they are, so that stolen credentials of another account carry nothing out (AWS whitepaper "Building a data perimeter
on AWS"; Amazon VPC User Guide, "Control access to VPC endpoints using endpoint policies").
"""

from collections.abc import Mapping, Sequence

import pulumi

from components._shared.iam import Statement, document

PRIVATE_AUTHORITY = "acm-pca"
"""The one service that only stacks with a private authority call."""
INTERFACE_ACTIONS: Mapping[str, Sequence[str]] = {
    PRIVATE_AUTHORITY: [
        "acm-pca:DescribeCertificateAuthority",
        "acm-pca:GetCertificate",
        "acm-pca:IssueCertificate",
    ],
    "autoscaling": [
        "autoscaling:Describe*",
        "autoscaling:SetDesiredCapacity",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
    ],
    "ec2": [
        "ec2:AssignPrivateIpAddresses",
        "ec2:AttachNetworkInterface",
        "ec2:AttachVolume",
        "ec2:CreateFleet",
        "ec2:CreateLaunchTemplate",
        "ec2:CreateNetworkInterface",
        "ec2:CreateSnapshot",
        "ec2:CreateTags",
        "ec2:CreateVolume",
        "ec2:DeleteLaunchTemplate",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteSnapshot",
        "ec2:DeleteVolume",
        "ec2:Describe*",
        "ec2:DetachNetworkInterface",
        "ec2:DetachVolume",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:ModifyVolume",
        "ec2:RunInstances",
        "ec2:TerminateInstances",
        "ec2:UnassignPrivateIpAddresses",
    ],
    "ecr.api": [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:DescribeImages",
        "ecr:DescribeRepositories",
        "ecr:GetAuthorizationToken",
        "ecr:GetDownloadUrlForLayer",
    ],
    "ecr.dkr": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    "eks": ["eks:Describe*", "eks:List*"],
    "eks-auth": ["eks-auth:AssumeRoleForPodIdentity"],
    "elasticloadbalancing": [
        "elasticloadbalancing:DeregisterTargets",
        "elasticloadbalancing:Describe*",
        "elasticloadbalancing:RegisterTargets",
    ],
    "kinesis-firehose": ["firehose:PutRecordBatch"],
    "kms": [
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:GenerateMac",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
        "kms:Verify",
    ],
    "logs": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:Describe*", "logs:PutLogEvents"],
    "monitoring": ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "cloudwatch:PutMetricData"],
    "secretsmanager": ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
    "sqs": ["sqs:SendMessage"],
    "ssm": [
        "ssm:DescribeAssociation",
        "ssm:GetDocument",
        "ssm:GetParameter",
        "ssm:GetParameters",
        "ssm:GetParametersByPath",
        "ssm:ListAssociations",
        "ssm:PutInventory",
        "ssm:UpdateInstanceInformation",
    ],
    "ssmmessages": [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ],
    "sts": ["sts:AssumeRole", "sts:GetCallerIdentity", "sts:TagSession"],
    "xray": ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"],
}
"""What nodes, pods and their controllers ask, by the service's part of the endpoint's name."""
S3_ACTIONS = (
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:GetBucketLocation",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:ListBucket",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
)
DYNAMODB_ACTIONS = (
    "dynamodb:BatchGetItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:DescribeTable",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:UpdateItem",
)
ANYONE = {"AWS": ["*"]}


def interface_policy(service: str, account_id: pulumi.Input[str]) -> pulumi.Output[str]:
    """Return the policy of *service*'s interface endpoint. Raises `KeyError` for a service that isn't listed."""
    return document(
        Statement(
            actions=INTERFACE_ACTIONS[service],
            principals=ANYONE,
            conditions={"StringEquals": {"aws:PrincipalAccount": account_id}},
        )
    )


def gateway_policies(region: str, account_id: pulumi.Input[str]) -> dict[str, pulumi.Output[str]]:
    """Return the gateway endpoints' policies by service.

    Container image layers are the exception: ECR keeps them in buckets of AWS's own (Amazon ECR User Guide,
    "Minimum Amazon S3 bucket permissions for Amazon ECR").
    """
    own = {"StringEquals": {"aws:PrincipalAccount": account_id, "aws:ResourceAccount": account_id}}
    layers = Statement(
        actions=["s3:GetObject"],
        resources=[f"arn:aws:s3:::prod-{region}-starport-layer-bucket/*"],
        principals=ANYONE,
    )
    return {
        "s3": document(Statement(actions=S3_ACTIONS, principals=ANYONE, conditions=own), layers),
        "dynamodb": document(Statement(actions=DYNAMODB_ACTIONS, principals=ANYONE, conditions=own)),
    }
