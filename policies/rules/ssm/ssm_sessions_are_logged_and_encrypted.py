"""Shell sessions are logged and encrypted."""

import json

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value

LOGS = (("cloudWatchLogGroupName", "cloudWatchEncryptionEnabled"), ("s3BucketName", "s3EncryptionEnabled"))


def _check(props: Props) -> str | None:
    if props.get("documentType") != "Session":
        raise NotApplicable("it sets nothing for sessions")
    inputs = value(json.loads(value(props, "content", "{}")), "inputs", {})
    if not any(inputs.get(place) and inputs.get(encrypted) is True for place, encrypted in LOGS):
        return "what is done in sessions is written down nowhere, or unencrypted"
    if not customer_key(inputs.get("kmsKeyId")):
        return "sessions are encrypted by TLS alone"
    return None


RULE = Rule(
    name="ssm_sessions_are_logged_and_encrypted",
    title="Shell sessions are logged and encrypted.",
    resource_types=frozenset({"aws:ssm/document:Document"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT, Objective.PRIVILEGED_ACCESS, Objective.SERVICE_LOGGING}),
    remediation="Set cloudWatchLogGroupName, cloudWatchEncryptionEnabled and kmsKeyId of the document's inputs.",
    link="https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-configure-preferences-cli.html",
)
