"""Amazon OpenSearch Service."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import As, Aspect, Call, Look, Read, Run, Type
from sandbox.providers.aws.tags import tagged_by
from sandbox.values import Properties

_DOMAIN = {"DomainName": "{domainName}"}
_DESCRIBE = Read("describe_domain", _DOMAIN, result="DomainStatus")
_ARN = "arn:{partition}:es:{region}:{account}:domain/{domainName}"
_NOBODY = {"Version": "2012-10-17", "Statement": []}
"""What stands in for no policy: the emulator takes an empty text for no change."""


def _by_type(options: Sequence[Mapping[str, Any]]) -> Properties:
    """Return the API's mapping of log types from the SDK's list."""
    return {
        one["logType"]: {"CloudWatchLogsLogGroupArn": one["cloudwatchLogGroupArn"], "Enabled": one.get("enabled", True)}
        for one in options
    }


def _listed(options: Mapping[str, Mapping[str, Any]]) -> list[Properties]:
    return [
        {
            "cloudwatchLogGroupArn": one["CloudWatchLogsLogGroupArn"],
            "logType": log_type,
            **({} if one["Enabled"] else {"enabled": False}),
        }
        for log_type, one in options.items()
    ]


def _endpoint(act: Act) -> str | None:
    found = act.look(_DESCRIBE) or {}
    return found.get("Endpoint") or found.get("Endpoints", {}).get("vpc")


DOMAIN = Type(
    "aws:opensearch/domain:Domain",
    service="opensearch",
    id=_ARN,
    create=Call("create_domain", rename={"tags": "TagList"}, result="DomainStatus"),
    read=_DESCRIBE,
    update=Call("update_domain_config", _DOMAIN),
    delete=Call("delete_domain", _DOMAIN),
    aspects=(
        Aspect(
            {"autoTuneOptions"},
            put=Call("update_domain_config", _DOMAIN),
            read=Read(
                "describe_domain_config",
                _DOMAIN,
                result="DomainConfig",
                rename={"autoTuneOptions": "AutoTuneOptions.Options"},
            ),
        ),
        Aspect({"engineVersion"}, put=Run(lambda _act: {}, takes={"engineVersion"}), created=True),
    ),
    tags=tagged_by({"ARN": "{arn}"}, put="add_tags", remove="remove_tags", read="list_tags", member="TagList"),
    rename={
        "encryptAtRest": "EncryptionAtRestOptions",
        "nodeToNodeEncryption": "NodeToNodeEncryptionOptions",
        "logPublishingOptions": As("LogPublishingOptions", _by_type, _listed),
    },
    outputs={
        "arn": _ARN,
        "domainId": "DomainId",
        "endpoint": _endpoint,
        "dashboardEndpoint": "{endpoint}/_dashboards",
    },
    replaces={"domainName", "encryptAtRest.kmsKeyId"},
    forgotten={"engineVersion": "sent with the domain, but the emulator can't upgrade one (no UpgradeDomain)"},
    write_only={"advancedSecurityOptions.masterUserOptions"},
)


def _policy(act: Act) -> Mapping[str, Any] | None:
    found = act.look(_DESCRIBE)
    return found if found and json.loads(found.get("AccessPolicies") or "{}").get("Statement") else None


_PUT_POLICY = Call("update_domain_config", _DOMAIN)

DOMAIN_POLICY = Type(
    "aws:opensearch/domainPolicy:DomainPolicy",
    service="opensearch",
    id="esd-policy-{domainName}",
    create=_PUT_POLICY,
    read=Look(_policy, _DESCRIBE),
    update=_PUT_POLICY,
    delete=Call("update_domain_config", {**_DOMAIN, "AccessPolicies": json.dumps(_NOBODY)}, takes=()),
    replaces={"domainName"},
)

TYPES = (DOMAIN, DOMAIN_POLICY)
