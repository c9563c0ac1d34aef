"""What forms send is encrypted field by field at the edge, so that only the service it is for reads it.

Amazon CloudFront Developer Guide, "Use field-level encryption to help protect sensitive data". It reads forms alone.
"""

from policies.answers import all_hold
from policies.lists import labels, some
from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, named, numbered, together, value


def _check(props: Props) -> str | None:
    default = named(props, "defaultCacheBehavior")
    behaviors = together(default, numbered(items(props, "orderedCacheBehaviors"), "orderedCacheBehaviors"))
    if some(behaviors, lambda labelled: _encrypts(labelled[1])):
        return None
    posted = labels(behaviors, _takes_forms)
    if not posted:
        raise NotApplicable("it takes no forms")
    return f"{', '.join(posted)} passes fields on as they are"


def _encrypts(behavior: Props) -> bool:
    return all_hold(lambda: value(behavior, "fieldLevelEncryptionId"), lambda: _takes_forms(behavior))


def _takes_forms(behavior: Props) -> bool:
    return "POST" in items(behavior, "allowedMethods")


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
