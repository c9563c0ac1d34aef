"""Where volumes are encrypted by default, it is under a key of the account's own.

Without one, AWS takes its managed key, whose policy nobody can set (Amazon EBS User Guide, "Enable Amazon EBS
encryption by default"). Which key is named is for the rule on it.
"""

from policies.graph import StackRule
from policies.model import Severity
from policies.objectives import Objective
from policies.rules.stack._beside import in_its_region

RULE = StackRule(
    name="stack_volumes_have_a_default_key",
    title="Volumes that name no key are encrypted under a customer key.",
    check=in_its_region(
        guarded=frozenset({"aws:ebs/encryptionByDefault:EncryptionByDefault"}),
        by=("aws:ebs/defaultKmsKey:DefaultKmsKey",),
        fault="its region names no default key, so volumes come under AWS's",
    ),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Declare a DefaultKmsKey in the region.",
    link="https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
    sources=("SecurityHub EC2.7",),
)
