"""Route 53: zones and their query logs. DNSSEC is recorded: the emulator signs nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.clients import HOME_REGION
from sandbox.providers.aws.spec import ID, As, Call, Find, From, Read, Recorded, Run, Tags, Type
from sandbox.providers.aws.tags import tagged_by

_NOT_SIGNING = "the emulator has no DNSSEC (CreateKeySigningKey and EnableHostedZoneDNSSEC aren't implemented)"


_ZONE_COMMENT = "Managed by Pulumi"


def tagged_as(resource_type: str) -> Tags:
    """Return the tags of a `hostedzone` or a `healthcheck`."""
    named = {"ResourceType": resource_type, "ResourceId": ID}
    change = "change_tags_for_resource"
    changed = tagged_by(named, put=change, remove=change, member="AddTags", keys="RemoveTagKeys", created=False)
    return replace(changed, member="ResourceTagSet.Tags")


def _create_zone(act: Act) -> Mapping[str, Any]:
    """AWS answers `/hostedzone/Z1`, and the zone's id is `Z1`."""
    comment = {"Comment": act.inputs.get("comment", _ZONE_COMMENT)}
    answer = act.call("create_hosted_zone", Name=act["name"], HostedZoneConfig=comment, CallerReference=uuid4().hex)
    zone = answer["HostedZone"]
    return {**zone, "Id": zone["Id"].removeprefix("/hostedzone/")}


def absolute(name: str) -> str:
    """Return *name* with the dot at its end, as Route 53 tells it."""
    return name.rstrip(".") + "."


_FIND_ZONE = Read("list_hosted_zones", result="HostedZones", where={"Name": lambda act: absolute(act["name"])})

ZONE = Type(
    "aws:route53/zone:Zone",
    service="route53",
    region=HOME_REGION,
    id="Id",
    create=Run(_create_zone, takes={"name", "comment"}),
    read=Read("get_hosted_zone", {"Id": ID}),
    update=Call("update_hosted_zone_comment", {"Id": ID}),
    delete=Call("delete_hosted_zone", {"Id": ID}),
    find=Find(_FIND_ZONE, lambda zone: str(zone["Id"]).removeprefix("/hostedzone/")),
    rename={
        "name": As("HostedZone.Name", absolute, lambda name: name.rstrip(".")),
        "comment": "HostedZone.Config.Comment",
    },
    tags=tagged_as("hostedzone"),
    outputs={
        "arn": "arn:{partition}:route53:::hostedzone/{id}",
        "zoneId": ID,
        "nameServers": "DelegationSet.NameServers",
        "primaryNameServer": From("DelegationSet.NameServers", lambda servers: servers[0]),
    },
    replaces={"name"},
    defaults={"comment": _ZONE_COMMENT},
)

QUERY_LOG = Type(
    "aws:route53/queryLog:QueryLog",
    service="route53",
    region=HOME_REGION,
    id="Id",
    create=Call("create_query_logging_config", result="QueryLoggingConfig"),
    read=Read("get_query_logging_config", {"Id": ID}, result="QueryLoggingConfig"),
    delete=Call("delete_query_logging_config", {"Id": ID}),
    find=Find(
        Read("list_query_logging_configs", result="QueryLoggingConfigs", where={"HostedZoneId": "{zoneId}"}), "Id"
    ),
    rename={
        "cloudwatchLogGroupArn": As(
            "CloudWatchLogsLogGroupArn", lambda arn: f"{arn}:*", lambda arn: arn.removesuffix(":*")
        ),
        "zoneId": "HostedZoneId",
    },
    outputs={"arn": "arn:{partition}:route53:::queryloggingconfig/{id}"},
    replaces={"cloudwatchLogGroupArn", "zoneId"},
)

KEY_SIGNING_KEY = Recorded(
    "aws:route53/keySigningKey:KeySigningKey",
    region=HOME_REGION,
    reason=_NOT_SIGNING,
    id="{hostedZoneId},{name}",
    outputs={
        "digestAlgorithmMnemonic": "SHA-256",
        "digestAlgorithmType": 2,
        "digestValue": "{digest}",
        "dnskeyRecord": "257 3 13 {digest}",
        "dsRecord": "1 13 2 {digest}",
        "flag": 257,
        "keyTag": 1,
        "publicKey": "{digest}",
        "signingAlgorithmMnemonic": "ECDSAP256SHA256",
        "signingAlgorithmType": 13,
    },
    replaces={"hostedZoneId", "keyManagementServiceArn", "name"},
    tags=False,
)

HOSTED_ZONE_DNSSEC = Recorded(
    "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
    region=HOME_REGION,
    reason=_NOT_SIGNING,
    id="{hostedZoneId}",
    replaces={"hostedZoneId"},
    tags=False,
)

TYPES = (ZONE, QUERY_LOG, KEY_SIGNING_KEY, HOSTED_ZONE_DNSSEC)
