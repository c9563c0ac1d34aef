"""cert-manager's custom kinds, as far as the platform uses them, and its plugin's for AWS Private CA.

cert-manager documentation, "API reference", v1; AWS Private CA Issuer, "AWSPCAClusterIssuer", v1beta1. Of an issuer's
ways to issue, the one by a key of one's own is known.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.providers.kubernetes.json_schema import BOOLEAN, DURATION, STRING, Schema, choice, list_of, one_of, record
from sandbox.providers.kubernetes.values.keywords import Fault

_NAME: Schema = {"type": "string", "minLength": 1}
_SIZES: Final[Mapping[str, tuple[int, ...]]] = {"RSA": (2048, 3072, 4096), "ECDSA": (256, 384, 521)}
_ALGORITHM_FIRST = "RSA"
"""What a key is where nothing says it."""
USAGES = choice(
    "cert sign",
    "client auth",
    "code signing",
    "crl sign",
    "data encipherment",
    "digital signature",
    "email protection",
    "key agreement",
    "key encipherment",
    "ocsp signing",
    "server auth",
    "signing",
)


def _size_fits_algorithm(key: Mapping[str, Any]) -> Iterator[Fault]:
    sizes = _SIZES.get(key.get("algorithm", _ALGORITHM_FIRST), ())
    if "size" in key and key["size"] not in sizes:
        yield ("size",), f"{key['size']} is none of {', '.join(map(str, sizes))}"


def _names_something(spec: Mapping[str, Any]) -> Iterator[Fault]:
    if not {"commonName", "dnsNames", "ipAddresses", "uris"} & spec.keys():
        yield (), "at least one of commonName, dnsNames, uris or ipAddresses must be set"


CERTIFICATE = {
    **record(
        {
            "secretName": _NAME,
            "issuerRef": record({"name": _NAME, "kind": STRING, "group": STRING}, ["name"]),
            "commonName": {"type": "string", "maxLength": 64},
            "dnsNames": list_of(STRING),
            "ipAddresses": list_of(STRING),
            "uris": list_of(STRING),
            "isCA": BOOLEAN,
            "duration": DURATION,
            "renewBefore": DURATION,
            "usages": list_of(USAGES),
            "privateKey": {
                **record(
                    {
                        "algorithm": choice("RSA", "ECDSA", "Ed25519"),
                        "size": {"type": "integer"},
                        "encoding": choice("PKCS1", "PKCS8"),
                        "rotationPolicy": choice("Never", "Always"),
                    }
                ),
                "agreement": [_size_fits_algorithm],
            },
        },
        ["issuerRef", "secretName"],
    ),
    "agreement": [_names_something],
}
CLUSTER_ISSUER = one_of({"ca": record({"secretName": _NAME}, ["secretName"])})
PRIVATE_AUTHORITY_ISSUER = record({"arn": _NAME, "region": STRING}, ["arn"])

KINDS: Final[dict[str, Schema]] = {
    "awspca.cert-manager.io/v1beta1:AWSPCAClusterIssuer": PRIVATE_AUTHORITY_ISSUER,
    "cert-manager.io/v1:Certificate": CERTIFICATE,
    "cert-manager.io/v1:ClusterIssuer": CLUSTER_ISSUER,
}
"""`<apiVersion>:<kind>`, as in a Pulumi type token, to the schema of `spec`."""
