"""Where anything starts instances, those that say nothing of it answer metadata requests with a session token alone.

Amazon EC2 User Guide, "Set IMDSv2 as the default for the account". What the defaults say is for the rule on them.
"""

from policies.graph import StackRule
from policies.model import Severity
from policies.objectives import Objective
from policies.rules.stack._beside import in_its_region

RULE = StackRule(
    name="stack_instances_have_metadata_defaults",
    title="Regions with instances have defaults for their metadata.",
    check=in_its_region(
        guarded=frozenset(
            {
                "aws:autoscaling/group:Group",
                "aws:ec2/instance:Instance",
                "aws:ec2/launchTemplate:LaunchTemplate",
                "aws:eks/nodeGroup:NodeGroup",
            }
        ),
        by=("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",),
        fault="its region has no defaults for instances' metadata",
    ),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.SECURE_CONFIGURATION}),
    remediation="Declare InstanceMetadataDefaults in the region, with httpTokens required.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-8",
    sources=("SecurityHub EC2.8", "CIS AWS 5.0.0 5.7"),
)
