"""A form that field-level encryption doesn't know how to read isn't passed on in the clear."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

SWITCHES = (
    "contentTypeProfileConfig.forwardWhenContentTypeIsUnknown",
    "queryArgProfileConfig.forwardWhenQueryArgProfileIsUnknown",
)


def _check(props: Props) -> str | None:
    passing = those(SWITCHES, lambda switch: value(props, switch))
    return f"{' and '.join(passing)} passes on what it cannot read" if passing else None


RULE = Rule(
    name="cloudfront_field_encryption_passes_nothing_unread",
    title="CloudFront passes no unknown forms on unencrypted.",
    resource_types=frozenset({"aws:cloudfront/fieldLevelEncryptionConfig:FieldLevelEncryptionConfig"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_MASKING, Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set forwardWhenContentTypeIsUnknown and forwardWhenQueryArgProfileIsUnknown to false.",
    link="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/field-level-encryption.html",
)
