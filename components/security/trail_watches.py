"""What in the audit trail rings an alarm, control by control.

Controls and events but those of broken glass are of section 4 of the CIS AWS Foundations Benchmark v3.0.0 (v1.4.0
numbers them alike; Security Hub checks them as CloudWatch.1 to CloudWatch.14).
"""

from dataclasses import dataclass

MAX_PATTERN_LENGTH = 1024
"""Characters of a filter pattern (CloudWatch Logs API, `PutMetricFilter`)."""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Events that somebody must hear of."""

    control: str
    """Control of the benchmark, or of NIST SP 800-53 Rev. 5."""
    key: str
    """Short name, unique, for resources and metrics."""
    pattern: str
    """CloudWatch Logs filter pattern over CloudTrail's events."""
    meaning: str
    """What happened and what to do first."""


def _any_of(*names: str, source: str | None = None) -> str:
    """Return the pattern of the events called *names*, of the service *source* when given."""
    named = " || ".join(f"($.eventName = {name})" for name in names)
    return f"{{ ($.eventSource = {source}) && ({named}) }}" if source else f"{{ {named} }}"


WATCHES = (
    Watch(
        control="CIS 4.1",
        key="unauthorized-calls",
        pattern='{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) '
        '&& ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }',
        meaning="A call was refused. Find who made it; a series of them may be someone trying doors.",
    ),
    Watch(
        control="CIS 4.2",
        key="sign-in-without-mfa",
        pattern='{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") '
        '&& ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
        meaning="A user signed in to the console without a second factor. Enforce it for that user.",
    ),
    Watch(
        control="CIS 4.3",
        key="root-use",
        pattern='{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) '
        '&& ($.eventType != "AwsServiceEvent") }',
        meaning="The account's root was used. Unless it was announced, treat the account as taken over.",
    ),
    Watch(
        control="CIS 4.4",
        key="iam-policy-change",
        pattern=_any_of(
            "DeleteGroupPolicy",
            "DeleteRolePolicy",
            "DeleteUserPolicy",
            "PutGroupPolicy",
            "PutRolePolicy",
            "PutUserPolicy",
            "CreatePolicy",
            "DeletePolicy",
            "CreatePolicyVersion",
            "DeletePolicyVersion",
            "AttachRolePolicy",
            "DetachRolePolicy",
            "AttachUserPolicy",
            "DetachUserPolicy",
            "AttachGroupPolicy",
            "DetachGroupPolicy",
        ),
        meaning="Permissions changed. Compare with the deployments of the hour.",
    ),
    Watch(
        control="CIS 4.5",
        key="trail-change",
        pattern=_any_of("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging"),
        meaning="The audit trail itself was changed. Restore it, then find who did it.",
    ),
    Watch(
        control="CIS 4.6",
        key="sign-in-failure",
        pattern='{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
        meaning="Somebody failed to sign in to the console. Look for repetition and for a success after it.",
    ),
    Watch(
        control="CIS 4.7",
        key="key-deletion",
        pattern=_any_of("DisableKey", "ScheduleKeyDeletion", source="kms.amazonaws.com"),
        meaning="A key was disabled or is going to be deleted; its data would be lost. Cancel first, ask later.",
    ),
    Watch(
        control="CIS 4.8",
        key="bucket-policy-change",
        pattern=_any_of(
            "PutBucketAcl",
            "PutBucketPolicy",
            "PutBucketCors",
            "PutBucketLifecycle",
            "PutBucketReplication",
            "DeleteBucketPolicy",
            "DeleteBucketCors",
            "DeleteBucketLifecycle",
            "DeleteBucketReplication",
            source="s3.amazonaws.com",
        ),
        meaning="Who may reach a bucket, or how long it keeps data, changed.",
    ),
    Watch(
        control="CIS 4.9",
        key="config-change",
        pattern=_any_of(
            "StopConfigurationRecorder",
            "DeleteDeliveryChannel",
            "PutDeliveryChannel",
            "PutConfigurationRecorder",
            source="config.amazonaws.com",
        ),
        meaning="The recording of configuration changed. Check that AWS Config still records.",
    ),
    Watch(
        control="CIS 4.10",
        key="security-group-change",
        pattern=_any_of(
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupEgress",
            "RevokeSecurityGroupIngress",
            "RevokeSecurityGroupEgress",
            "CreateSecurityGroup",
            "DeleteSecurityGroup",
        ),
        meaning="A security group changed. Compare with the deployments of the hour.",
    ),
    Watch(
        control="CIS 4.11",
        key="network-acl-change",
        pattern=_any_of(
            "CreateNetworkAcl",
            "CreateNetworkAclEntry",
            "DeleteNetworkAcl",
            "DeleteNetworkAclEntry",
            "ReplaceNetworkAclEntry",
            "ReplaceNetworkAclAssociation",
        ),
        meaning="A network access list changed. Compare with the deployments of the hour.",
    ),
    Watch(
        control="CIS 4.12",
        key="gateway-change",
        pattern=_any_of(
            "CreateCustomerGateway",
            "DeleteCustomerGateway",
            "AttachInternetGateway",
            "CreateInternetGateway",
            "DeleteInternetGateway",
            "DetachInternetGateway",
        ),
        meaning="A way into or out of the network changed.",
    ),
    Watch(
        control="CIS 4.13",
        key="route-change",
        pattern=_any_of(
            "CreateRoute",
            "CreateRouteTable",
            "ReplaceRoute",
            "ReplaceRouteTableAssociation",
            "DeleteRouteTable",
            "DeleteRoute",
            "DisassociateRouteTable",
            source="ec2.amazonaws.com",
        ),
        meaning="Where packets go changed. Look for a route round the firewall.",
    ),
    Watch(
        control="CIS 4.14",
        key="vpc-change",
        pattern=_any_of(
            "CreateVpc",
            "DeleteVpc",
            "ModifyVpcAttribute",
            "AcceptVpcPeeringConnection",
            "CreateVpcPeeringConnection",
            "DeleteVpcPeeringConnection",
            "RejectVpcPeeringConnection",
            "AttachClassicLinkVpc",
            "DetachClassicLinkVpc",
            "DisableVpcClassicLink",
            "EnableVpcClassicLink",
        ),
        meaning="A network was made, removed or joined to another.",
    ),
    Watch(
        control="CIS 4.15",
        key="organization-change",
        pattern=_any_of(
            "AcceptHandshake",
            "AttachPolicy",
            "CreateAccount",
            "CreateOrganizationalUnit",
            "CreatePolicy",
            "DeclineHandshake",
            "DeleteOrganization",
            "DeleteOrganizationalUnit",
            "DeletePolicy",
            "DetachPolicy",
            "DisablePolicyType",
            "EnablePolicyType",
            "InviteAccountToOrganization",
            "LeaveOrganization",
            "MoveAccount",
            "RemoveAccountFromOrganization",
            "UpdatePolicy",
            "UpdateOrganizationalUnit",
            source="organizations.amazonaws.com",
        ),
        meaning="The organization, its accounts or its policies changed.",
    ),
)
"""Every metric filter of the benchmark. 4.16, Security Hub, is a service and stands in `detection.py`."""
BREAK_GLASS = Watch(
    control="NIST AC-2(12)",
    key="break-glass",
    pattern='{ ($.eventSource = "sts.amazonaws.com") && ($.eventName = "AssumeRole*") '
    '&& ($.requestParameters.roleArn = "*-break-glass") }',
    meaning="Somebody took the role behind glass, or tried to. Ask them why at once; a review of it is owed.",
)
"""What somebody does for whom nothing else is left. Refused attempts ring too."""
