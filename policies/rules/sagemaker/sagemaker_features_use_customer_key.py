"""Features are encrypted under customer keys."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value

STORES = {"offlineStoreConfig": "s3StorageConfig.kmsKeyId", "onlineStoreConfig": "securityConfig.kmsKeyId"}


def _check(props: Props) -> str | None:

    def fault(store: str) -> str | None:
        if not customer_key(value(props, f"{store}.{STORES[store]}")):
            return f"{store} is encrypted under a key of AWS"
        return None

    return first(sorted(STORES.keys() & set(props)), fault)


RULE = Rule(
    name="sagemaker_features_use_customer_key",
    title="Features are encrypted under customer keys.",
    resource_types=frozenset({"aws:sagemaker/featureGroup:FeatureGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set the stores' kmsKeyId.",
    link="https://docs.aws.amazon.com/sagemaker/latest/dg/feature-store-security.html",
)
