"""What forms send is encrypted field by field at the edge, so that only the service it is for reads it.

Amazon CloudFront Developer Guide, "Use field-level encryption to help protect sensitive data". It reads forms alone.
"""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    behaviors = [("defaultCacheBehavior", value(props, "defaultCacheBehavior"))]
    behaviors += numbered(items(props, "orderedCacheBehaviors"), "orderedCacheBehaviors")
    posted = [(label, behavior) for label, behavior in behaviors if "POST" in items(behavior, "allowedMethods")]
    if not posted:
        raise NotApplicable("it takes no forms")
    if any(value(behavior, "fieldLevelEncryptionId") for _, behavior in posted):
        return None
    return f"{', '.join(label for label, _ in posted)} passes fields on as they are"


RULE = Rule(
    name="cloudfront_distribution_encrypts_fields",
    title="CloudFront encrypts fields of forms.",
    resource_types=frozenset({"aws:cloudfront/distribution:Distribution"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.DATA_MASKING, Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set fieldLevelEncryptionId on the behaviour that takes forms with sensitive fields.",
    link="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/field-level-encryption.html",
)
