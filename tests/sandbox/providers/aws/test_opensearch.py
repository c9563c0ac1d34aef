import json
from typing import Any

from tests.sandbox.providers.aws.bench import Bench

DOMAIN = "aws:opensearch/domain:Domain"
DOMAIN_POLICY = "aws:opensearch/domainPolicy:DomainPolicy"
AUDIT = {
    "logType": "AUDIT_LOGS",
    "cloudwatchLogGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:audit",
}
SECURE: dict[str, Any] = {
    "engineVersion": "OpenSearch_2.19",
    "clusterConfig": {
        "instanceType": "m7g.large.search",
        "instanceCount": 3,
        "zoneAwarenessEnabled": True,
        "zoneAwarenessConfig": {"availabilityZoneCount": 3},
    },
    "ebsOptions": {"ebsEnabled": True, "volumeType": "gp3", "volumeSize": 100},
    "vpcOptions": {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]},
    "encryptAtRest": {"enabled": True, "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/one"},
    "nodeToNodeEncryption": {"enabled": True},
    "domainEndpointOptions": {"enforceHttps": True, "tlsSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10"},
    "advancedSecurityOptions": {
        "enabled": True,
        "internalUserDatabaseEnabled": False,
        "masterUserOptions": {"masterUserArn": "arn:aws:iam::123456789012:role/admin"},
    },
    "logPublishingOptions": [AUDIT],
    "autoTuneOptions": {"desiredState": "ENABLED", "rollbackOnDisable": "NO_ROLLBACK", "useOffPeakWindow": True},
    "offPeakWindowOptions": {"enabled": True},
    "softwareUpdateOptions": {"autoSoftwareUpdateEnabled": True},
    "tags": {"stack": "one"},
}
SOMEBODY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": ["arn:aws:iam::123456789012:role/admin"]},
                "Action": ["es:ESHttpGet"],
                "Resource": ["*"],
            }
        ],
    }
)

NOBODY = '{"Version": "2012-10-17", "Statement": []}'


def test_domain_lives(bench: Bench) -> None:
    changes = {
        "engineVersion": "OpenSearch_3.1",
        "clusterConfig": {**SECURE["clusterConfig"], "instanceCount": 6},
        "logPublishingOptions": [AUDIT, {**AUDIT, "logType": "ES_APPLICATION_LOGS", "enabled": False}],
        "autoTuneOptions": {"desiredState": "DISABLED", "rollbackOnDisable": "DEFAULT_ROLLBACK"},
        "tags": {"stack": "other"},
    }
    bench.lives(DOMAIN, {**SECURE, "domainName": "domain-lives"}, changes)


def test_domain_is_made_as_declared(bench: Bench) -> None:
    made = bench.deploy(DOMAIN, **SECURE, domainName="domain-made")
    found = bench.boto("opensearch").describe_domain(DomainName="domain-made")["DomainStatus"]
    assert found["ARN"] == made.id == made.outputs["arn"]
    assert made.outputs["endpoint"] == found["Endpoints"]["vpc"]
    assert found["EncryptionAtRestOptions"]["Enabled"]
    assert found["NodeToNodeEncryptionOptions"]["Enabled"]
    assert found["DomainEndpointOptions"]["TLSSecurityPolicy"] == "Policy-Min-TLS-1-2-PFS-2023-10"
    assert found["LogPublishingOptions"]["AUDIT_LOGS"]["Enabled"]


def test_encryption_in_transit_loosened_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(DOMAIN, **SECURE, domainName="domain-loose")
    bench.boto("opensearch").update_domain_config(
        DomainName="domain-loose", DomainEndpointOptions={"EnforceHTTPS": False}
    )
    assert made.drift() == ["domainEndpointOptions"]


def test_another_key_replaces_the_domain(bench: Bench) -> None:
    made = bench.deploy(DOMAIN, **SECURE, domainName="domain-key")
    other = {"enabled": True, "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/other"}
    assert made.diff(encryptAtRest=other).replaces == ["encryptAtRest"]


def test_domain_policy_lives(bench: Bench) -> None:
    bench.deploy(DOMAIN, **SECURE, domainName="domain-policy")
    changed = SOMEBODY.replace("ESHttpGet", "ESHttpPost")
    bench.lives(DOMAIN_POLICY, {"domainName": "domain-policy", "accessPolicies": SOMEBODY}, {"accessPolicies": changed})


def test_domain_policy_opened_out_of_band_is_drift(bench: Bench) -> None:
    bench.deploy(DOMAIN, **SECURE, domainName="domain-open")
    made = bench.deploy(DOMAIN_POLICY, domainName="domain-open", accessPolicies=SOMEBODY)
    opened = SOMEBODY.replace("arn:aws:iam::123456789012:role/admin", "*")
    bench.boto("opensearch").update_domain_config(DomainName="domain-open", AccessPolicies=opened)
    assert made.drift() == ["accessPolicies"]
    bench.boto("opensearch").update_domain_config(DomainName="domain-open", AccessPolicies=NOBODY)
    assert made.read() is None
