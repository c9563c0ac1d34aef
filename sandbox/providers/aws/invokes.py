"""Data sources: what a program asks of AWS instead of declaring it."""

import base64
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.providers.aws import policy_document
from sandbox.providers.aws.act import partition_of
from sandbox.providers.aws.clients import HOME_REGION, Clients
from sandbox.providers.base import ProviderError, UnknownDataSource
from sandbox.values import Properties

_CONFIG_RULE = "config:config-rule"
Answer = Callable[[Clients, str, Properties], Properties]


def answer(clients: Clients, token: str, args: Properties, provider: Mapping[str, Any]) -> Properties:
    """Return what the data source *token* answers. Raises `UnknownDataSource` for one that isn't listed."""
    if token not in INVOKES:
        raise UnknownDataSource(token)
    region = args.get("region") or provider.get("region") or HOME_REGION
    return INVOKES[token](clients, str(region), args)


def _caller_identity(clients: Clients, region: str, _args: Properties) -> Properties:
    found = clients.call("sts", region, "get_caller_identity", {})
    return {
        "accountId": found["Account"],
        "arn": found["Arn"],
        "id": found["Account"],
        "userId": found["UserId"],
    }


def _region(_clients: Clients, region: str, args: Properties) -> Properties:
    name = str(args.get("name") or region)
    endpoint = f"ec2.{name}.{partition_of(name)[1]}"
    return {"description": name, "endpoint": endpoint, "id": name, "name": name, "region": name}


def _partition(_clients: Clients, region: str, _args: Properties) -> Properties:
    partition, suffix = partition_of(region)
    reverse = ".".join(reversed(suffix.split(".")))
    return {"dnsSuffix": suffix, "id": partition, "partition": partition, "reverseDnsPrefix": reverse}


def _availability_zones(clients: Clients, region: str, args: Properties) -> Properties:
    filters = [{"Name": one["name"], "Values": one["values"]} for one in args.get("filters") or ()]
    params: Properties = {"Filters": filters} if filters else {}
    if args.get("allAvailabilityZones"):
        params["AllAvailabilityZones"] = True
    zones = clients.call("ec2", region, "describe_availability_zones", params)["AvailabilityZones"]
    wanted = sorted(
        (
            zone
            for zone in zones
            if zone["ZoneName"] not in (args.get("excludeNames") or ())
            and zone["ZoneId"] not in (args.get("excludeZoneIds") or ())
            and args.get("state") in (None, zone["State"])
        ),
        key=lambda zone: zone["ZoneName"],
    )
    return {
        **args,
        "groupNames": sorted({zone.get("GroupName", region) for zone in wanted}),
        "id": region,
        "names": [zone["ZoneName"] for zone in wanted],
        "region": region,
        "zoneIds": [zone["ZoneId"] for zone in wanted],
    }


def _tagged_resources(clients: Clients, region: str, args: Properties) -> Properties:
    """Answer for Config's rules, by Config itself: moto's tagging API doesn't know them."""
    if args.get("resourceTypeFilters") != [_CONFIG_RULE] or args.get("tagFilters"):
        raise ProviderError(f"getResources: the sandbox finds {_CONFIG_RULE} alone; add what you need to {__name__}")
    tagged = [
        {"resourceArn": rule["ConfigRuleArn"], "tags": _config_tags(clients, region, rule["ConfigRuleArn"])}
        for rule in clients.pages("config", region, "describe_config_rules", {})["ConfigRules"]
    ]
    return {**args, "id": region, "region": region, "resourceTagMappingLists": tagged}


def _config_tags(clients: Clients, region: str, arn: str) -> Mapping[str, str]:
    found = clients.pages("config", region, "list_tags_for_resource", {"ResourceArn": arn})["Tags"]
    return {tag["Key"]: tag["Value"] for tag in found}


def _addon_version(_clients: Clients, region: str, args: Properties) -> Properties:
    """Answer with a version that says whose it is: the emulator has no add-ons."""
    known = f"v{args['kubernetesVersion']}.0-sandbox.1"
    return {**args, "id": args["addonName"], "region": region, "version": known}


def _certificate(clients: Clients, region: str, args: Properties) -> Properties:
    """Answer whatever types of keys are asked for: the emulator issues RSA certificates only."""
    statuses = args.get("statuses") or ["ISSUED"]
    params = {"CertificateStatuses": statuses}
    listed = clients.call("acm", region, "list_certificates", params)["CertificateSummaryList"]
    found = [one for one in listed if one["DomainName"] == args["domain"]]
    if not found:
        raise ProviderError(f"getCertificate: no certificate of {args['domain']} is {' or '.join(statuses)}")
    newest = max(found, key=lambda one: one["CreatedAt"])
    return {
        **args,
        "arn": newest["CertificateArn"],
        "id": newest["CertificateArn"],
        "region": region,
        "status": newest["Status"],
    }


def _managed_prefix_list(clients: Clients, region: str, args: Properties) -> Properties:
    params = {"Filters": [{"Name": "prefix-list-name", "Values": [args["name"]]}]}
    found = clients.call("ec2", region, "describe_managed_prefix_lists", params)["PrefixLists"]
    if len(found) != 1:
        raise ProviderError(f"getManagedPrefixList: {len(found)} lists are called {args['name']}")
    [one] = found
    entries = clients.pages("ec2", region, "get_managed_prefix_list_entries", {"PrefixListId": one["PrefixListId"]})[
        "Entries"
    ]
    return {
        "addressFamily": one.get("AddressFamily", "IPv4"),
        "arn": one["PrefixListArn"],
        "entries": [{"cidr": entry["Cidr"], "description": entry.get("Description", "")} for entry in entries],
        "id": one["PrefixListId"],
        "name": one["PrefixListName"],
        "ownerId": one["OwnerId"],
        "region": region,
    }


def _peering_attachment(clients: Clients, region: str, args: Properties) -> Properties:
    params = {"TransitGatewayAttachmentIds": [args["id"]]}
    found = clients.call("ec2", region, "describe_transit_gateway_peering_attachments", params)
    if not found["TransitGatewayPeeringAttachments"]:
        raise ProviderError(f"getPeeringAttachment: {args['id']} isn't in {region}")
    [one] = found["TransitGatewayPeeringAttachments"]
    ends = one["RequesterTgwInfo"], one["AccepterTgwInfo"]
    here, there = ends if ends[0]["Region"] == region else ends[::-1]
    partition, account = partition_of(region)[0], clients.account()
    return {
        **args,
        "arn": f"arn:{partition}:ec2:{region}:{account}:transit-gateway-attachment/{args['id']}",
        "peerAccountId": there["OwnerId"],
        "peerRegion": there["Region"],
        "peerTransitGatewayId": there["TransitGatewayId"],
        "region": region,
        "state": one["State"],
        "transitGatewayId": here["TransitGatewayId"],
    }


def _public_key(clients: Clients, region: str, args: Properties) -> Properties:
    found = clients.call("kms", region, "get_public_key", {"KeyId": args["keyId"]})
    der = found["PublicKey"]
    spec = found.get("KeySpec") or found["CustomerMasterKeySpec"]
    return {
        **args,
        "arn": found["KeyId"],
        "customerMasterKeySpec": spec,
        "encryptionAlgorithms": found.get("EncryptionAlgorithms", []),
        "id": found["KeyId"],
        "keyUsage": found["KeyUsage"],
        "publicKey": base64.b64encode(der).decode(),
        "publicKeyPem": _pem("PUBLIC KEY", der),
        "region": region,
        "signingAlgorithms": found.get("SigningAlgorithms", []),
    }


def _pem(label: str, der: bytes) -> str:
    """Return *der* as text (RFC 7468, section 2)."""
    text = "\n".join(textwrap.wrap(base64.b64encode(der).decode(), 64))
    return f"-----BEGIN {label}-----\n{text}\n-----END {label}-----\n"


def _random_password(clients: Clients, region: str, args: Properties) -> Properties:
    params = {name[:1].upper() + name[1:]: value for name, value in args.items() if name != "region"}
    drawn = clients.call("secretsmanager", region, "get_random_password", params)["RandomPassword"]
    return {**args, "id": drawn, "randomPassword": drawn, "region": region}


INVOKES: Mapping[str, Answer] = {
    "aws:acm/getCertificate:getCertificate": _certificate,
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": _managed_prefix_list,
    "aws:ec2transitgateway/getPeeringAttachment:getPeeringAttachment": _peering_attachment,
    "aws:eks/getAddonVersion:getAddonVersion": _addon_version,
    "aws:iam/getPolicyDocument:getPolicyDocument": lambda _clients, _region, args: policy_document.document(args),
    "aws:index/getAvailabilityZones:getAvailabilityZones": _availability_zones,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
    "aws:kms/getPublicKey:getPublicKey": _public_key,
    "aws:resourcegroupstaggingapi/getResources:getResources": _tagged_resources,
    "aws:secretsmanager/getRandomPassword:getRandomPassword": _random_password,
}
