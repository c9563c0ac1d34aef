"""What a comparison with what is there reads besides AWS's policies for auditors.

They follow what the read handlers of each resource type call, as AWS publishes them, and the program's data sources.
Values are read of what the program declares with a value alone: the same ones stand in the state, which the role opens.
"""

import pulumi

from components._shared.iam import Statement

SETUP = (
    "acm-pca:GetCertificate",
    "acm-pca:GetCertificateAuthority*",
    "athena:GetNamedQuery",
    "backup:GetRestoreTesting*",
    "backup:ListRestoreTesting*",
    "cloudhsm:DescribeClusters",
    "cloudhsm:ListTags",
    "cloudtrail:GetEventConfiguration",
    "ec2:GetManagedPrefixListEntries",
    "elasticloadbalancing:GetLoadBalancerWebACL",
    "fis:GetExperimentTemplate",
    "fis:ListExperimentTemplates",
    "fis:ListTagsForResource",
    "glue:GetDataQualityRuleset",
    "glue:ListDataQualityRulesets",
    "glue:GetDatabase",
    "kms:GetPublicKey",
    "lambda:GetAlias",
    "lambda:GetEventSourceMapping",
    "lambda:GetFunction*",
    "logs:GetDataProtectionPolicy",
    "logs:GetDelivery*",
    "macie2:GetMacieSession",
    "macie2:ListAutomatedDiscoveryAccounts",
    "network-firewall:ListTags*",
    "s3:GetIntelligentTieringConfiguration",
    "s3:ListTagsForResource",
    "secretsmanager:GetRandomPassword",
    "states:ValidateStateMachineDefinition",
)
"""How things are set up, and a password that nothing holds yet, which each preview draws anew."""
VALUES = {
    "dynamodb:GetItem": ("arn:aws:dynamodb:*:{account}:table/{prefix}-shard-map",),
    "s3:GetObject": ("arn:aws:s3:::{prefix}-*truststore-*/*", "arn:aws:s3:::{prefix}-*lake-curated-*/*"),
    "s3:GetObjectTagging": ("arn:aws:s3:::{prefix}-*truststore-*/*", "arn:aws:s3:::{prefix}-*lake-curated-*/*"),
    "secretsmanager:GetSecretValue": (
        "arn:aws:secretsmanager:*:{account}:secret:{prefix}-internal-issuer-*",
        "arn:aws:secretsmanager:*:{account}:secret:{prefix}-shard-*-master-*",
    ),
}
"""By action, whose values: ARN patterns, in which `{prefix}` starts the platform's names."""
SERVICES = ("dynamodb", "s3", "secretsmanager", "states")
"""Those that decrypt such values, and definitions of state machines, on behalf of who reads them."""


def read_statements(account_id: pulumi.Input[str], name_prefix: str) -> list[Statement]:
    """Return what is read of the stack whose names start with *name_prefix*."""
    return [
        Statement(actions=SETUP, wildcard_reason="whatever the stack holds is compared, and what holds it may be new"),
        Statement(actions=["apigateway:GET"], resources=["arn:aws:apigateway:*::/*"]),
        *(
            Statement(
                actions=[action],
                resources=[
                    pulumi.Output.format(pattern, account=account_id, prefix=name_prefix) for pattern in patterns
                ],
            )
            for action, patterns in VALUES.items()
        ),
        Statement(
            actions=["kms:Decrypt"],
            resources=[pulumi.Output.concat("arn:aws:kms:*:", account_id, ":key/*")],
            conditions={"StringLike": {"kms:ViaService": [f"{service}.*.amazonaws.com" for service in SERVICES]}},
        ),
    ]
