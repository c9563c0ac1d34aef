"""API Gateway: the names that APIs answer under."""

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.apigateway import ENDPOINT_TYPES, TAGS_STAY, patched, tags_of
from sandbox.providers.aws.spec import Call, Read, Type

_DOMAIN = {"domainName": "{domainName}"}
_READ_DOMAIN = Read("get_domain_name", _DOMAIN)
_UNCHANGEABLE = {
    "domainName",
    "endpointAccessMode",
    "endpointConfiguration",
    "mutualTlsAuthentication",
    "regionalCertificateArn",
    "securityPolicy",
}
"""What the emulator cannot change on a domain name (UpdateDomainName isn't implemented): a change replaces it here."""

DOMAIN_NAME = Type(
    "aws:apigateway/domainName:DomainName",
    service="apigateway",
    id="{domainName}",
    create=Call("create_domain_name", takes={*_UNCHANGEABLE, "tags"}),
    read=_READ_DOMAIN,
    delete=Call("delete_domain_name", _DOMAIN),
    rename=ENDPOINT_TYPES,
    tags=tags_of(_READ_DOMAIN),
    outputs={
        "arn": "arn:{partition}:apigateway:{region}::/domainnames/{id}",
        "cloudfrontDomainName": "distributionDomainName",
        "regionalDomainName": "regionalDomainName",
        "regionalZoneId": "regionalHostedZoneId",
    },
    replaces=_UNCHANGEABLE,
    forgotten={
        **TAGS_STAY,
        "endpointAccessMode": "the emulator has no access modes",
        "mutualTlsAuthentication": "the emulator has no mutual TLS",
    },
)


def _base_path(act: Act) -> str:
    return str(act.inputs.get("basePath") or "(none)")


_MAPPING = {"domainName": "{domainName}", "basePath": _base_path}

BASE_PATH_MAPPING = Type(
    "aws:apigateway/basePathMapping:BasePathMapping",
    service="apigateway",
    id=lambda act: f"{act['domainName']}/{act.inputs.get('basePath', '')}",
    create=Call("create_base_path_mapping", {"domainName": "{domainName}"}, takes={"basePath", "restApi", "stageName"}),
    read=Read("get_base_path_mapping", _MAPPING),
    update=patched("update_base_path_mapping", _MAPPING, {"restApi": "/restapiId", "stageName": "/stage"}),
    delete=Call("delete_base_path_mapping", _MAPPING, takes=()),
    rename={"restApi": "restApiId", "stageName": "stage"},
    replaces={"basePath", "domainName"},
)

TYPES = (DOMAIN_NAME, BASE_PATH_MAPPING)
