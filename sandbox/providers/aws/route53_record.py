"""Route 53's records.

AWS has no record of its own: a batch of changes puts a set of records in a zone, or takes it away.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.clients import HOME_REGION
from sandbox.providers.aws.errors import AwsError
from sandbox.providers.aws.route53 import absolute
from sandbox.providers.aws.spec import As, Call, Look, Made, Read, Run, Type

_SET = "ChangeBatch.Changes.ResourceRecordSet"


def _record_id(act: Act) -> str:
    parts = (act["zoneId"], act["name"], act["type"], act.inputs.get("setIdentifier"))
    return "_".join(part for part in parts if part)


def _record(act: Act) -> Mapping[str, Any] | None:
    zone, name, kind, identifier = act["zoneId"], act["name"], act["type"], act.inputs.get("setIdentifier")
    first = {"HostedZoneId": zone, "StartRecordName": name, "StartRecordType": kind}
    try:
        records = act.call("list_resource_record_sets", **first)["ResourceRecordSets"]
    except AwsError as error:
        if error.says_gone():
            return None
        raise
    wanted = (absolute(name), kind, identifier)
    told = {(record["Name"], record["Type"], record.get("SetIdentifier")): record for record in records}
    return {**told[wanted], "Name": name} if wanted in told else None


def _delete_record(act: Act) -> None:
    """A record is deleted by telling it whole, as it stands."""
    if record := _record(act):
        changes = [{"Action": "DELETE", "ResourceRecordSet": record}]
        act.call("change_resource_record_sets", HostedZoneId=act["zoneId"], ChangeBatch={"Changes": changes})


def _sole(member: str, name: str) -> As:
    """Return the target of a block with one property, which stands in the record itself."""
    return As(member, lambda blocks: blocks[0][name], lambda value: [{name: value}])


def _members(prefix: str) -> dict[str, str | As | None]:
    """Return where the properties stand in the record set at *prefix*."""
    return {
        "aliases": f"{prefix}AliasTarget",
        "aliases.name": "DNSName",
        "aliases.zoneId": "HostedZoneId",
        "failoverRoutingPolicies": _sole(f"{prefix}Failover", "type"),
        "healthCheckId": f"{prefix}HealthCheckId",
        "latencyRoutingPolicies": _sole(f"{prefix}Region", "region"),
        "multivalueAnswerRoutingPolicy": f"{prefix}MultiValueAnswer",
        "records": As(
            f"{prefix}ResourceRecords",
            lambda values: [{"Value": value} for value in values],
            lambda records: [record["Value"] for record in records],
        ),
        "setIdentifier": f"{prefix}SetIdentifier",
        "ttl": f"{prefix}TTL",
        "type": f"{prefix}Type",
        "weightedRoutingPolicies": _sole(f"{prefix}Weight", "weight"),
    }


_UPSERT = Call(
    "change_resource_record_sets",
    {"ChangeBatch.Changes.Action": "UPSERT"},
    rename={**_members(f"{_SET}."), "name": f"{_SET}.Name", "zoneId": "HostedZoneId"},
)
"""Creates as well: the emulator refuses to create a record that stood there before."""

RECORD = Type(
    "aws:route53/record:Record",
    service="route53",
    region=HOME_REGION,
    id=_record_id,
    create=_UPSERT,
    read=Look(
        _record,
        Read(
            "list_resource_record_sets",
            {"HostedZoneId": "{zoneId}"},
            rename=_members(""),
            result="ResourceRecordSets",
        ),
    ),
    update=_UPSERT,
    delete=Run(_delete_record),
    outputs={"fqdn": Made(lambda name: name.rstrip("."), "{name}")},
    replaces={"name", "setIdentifier", "type", "zoneId"},
    local={"allowOverwrite"},
)


TYPES = (RECORD,)
