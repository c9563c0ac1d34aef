"""Istio's kinds for traffic: the fields of their specs (Istio reference, "Traffic Management", v1).

Only what a mesh without virtual machines needs; a field that is missing here is refused with its path, and one more
line makes it known.
"""

from typing import Final

from sandbox.providers.kubernetes.json_schema import (
    BOOLEAN,
    COUNT,
    DURATION,
    DURATION_OR_ZERO,
    INTEGER,
    NUMBER,
    PERCENT,
    PORT,
    STRING,
    Schema,
    choice,
    list_of,
    map_of,
    one_of,
    record,
)

_STRINGS = list_of(STRING)
_LABELS = map_of(STRING)
_TLS_VERSION = choice("TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3")
_STRING_MATCH = one_of({"exact": STRING, "prefix": STRING, "regex": STRING})
_HEADER_CHANGES = record({"set": _LABELS, "add": _LABELS, "remove": _STRINGS})
_HEADERS = record({"request": _HEADER_CHANGES, "response": _HEADER_CHANGES})
_DESTINATION = record({"host": STRING, "subset": STRING, "port": record({"number": PORT})}, ["host"])
_PERCENTAGE = record({"value": NUMBER})
_FAULT = record(
    {
        "abort": record({"httpStatus": INTEGER, "grpcStatus": STRING, "percentage": _PERCENTAGE}),
        "delay": record({"fixedDelay": DURATION, "percentage": _PERCENTAGE}),
    }
)
_HTTP_MATCH = record(
    {
        "name": STRING,
        "uri": _STRING_MATCH,
        "scheme": _STRING_MATCH,
        "method": _STRING_MATCH,
        "authority": _STRING_MATCH,
        "headers": map_of(_STRING_MATCH),
        "withoutHeaders": map_of(_STRING_MATCH),
        "queryParams": map_of(_STRING_MATCH),
        "ignoreUriCase": BOOLEAN,
        "port": PORT,
        "sourceLabels": _LABELS,
        "sourceNamespace": STRING,
        "gateways": _STRINGS,
    }
)
_HTTP_ROUTE = record(
    {
        "name": STRING,
        "match": list_of(_HTTP_MATCH),
        "route": list_of(
            record({"destination": _DESTINATION, "weight": PERCENT, "headers": _HEADERS}, ["destination"]), at_least=1
        ),
        "redirect": record({"uri": STRING, "authority": STRING, "scheme": STRING, "redirectCode": COUNT}),
        "directResponse": record({"status": COUNT, "body": one_of({"string": STRING, "bytes": STRING})}, ["status"]),
        "rewrite": record({"uri": STRING, "authority": STRING}),
        "timeout": DURATION,
        "retries": record(
            {"attempts": INTEGER, "perTryTimeout": DURATION, "retryOn": STRING, "retryRemoteLocalities": BOOLEAN}
        ),
        "fault": _FAULT,
        "mirrors": list_of(record({"destination": _DESTINATION, "percentage": _PERCENTAGE}, ["destination"])),
        "headers": _HEADERS,
        "corsPolicy": record(
            {
                "allowOrigins": list_of(_STRING_MATCH),
                "allowMethods": _STRINGS,
                "allowHeaders": _STRINGS,
                "exposeHeaders": _STRINGS,
                "maxAge": DURATION,
                "allowCredentials": BOOLEAN,
            }
        ),
    }
)

GATEWAY = record(
    {
        "selector": _LABELS,
        "servers": list_of(
            record(
                {
                    "name": STRING,
                    "port": record(
                        {
                            "number": PORT,
                            "name": STRING,
                            "protocol": choice("HTTP", "HTTPS", "GRPC", "HTTP2", "MONGO", "TCP", "TLS"),
                        },
                        ["number", "protocol", "name"],
                    ),
                    "hosts": list_of(STRING, at_least=1),
                    "tls": record(
                        {
                            "httpsRedirect": BOOLEAN,
                            "mode": choice(
                                "PASSTHROUGH", "SIMPLE", "MUTUAL", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL", "OPTIONAL_MUTUAL"
                            ),
                            "credentialName": STRING,
                            "subjectAltNames": _STRINGS,
                            "minProtocolVersion": _TLS_VERSION,
                            "maxProtocolVersion": _TLS_VERSION,
                            "cipherSuites": _STRINGS,
                        }
                    ),
                },
                ["port", "hosts"],
            )
        ),
    }
)

VIRTUAL_SERVICE = record(
    {"hosts": _STRINGS, "gateways": _STRINGS, "exportTo": _STRINGS, "http": list_of(_HTTP_ROUTE, at_least=1)}
)

_TRAFFIC_POLICY = record(
    {
        "loadBalancer": record(
            {
                "simple": choice("RANDOM", "PASSTHROUGH", "ROUND_ROBIN", "LEAST_REQUEST"),
                "localityLbSetting": record(
                    {
                        "enabled": BOOLEAN,
                        "failoverPriority": _STRINGS,
                        "failover": list_of(record({"from": STRING, "to": STRING})),
                    }
                ),
                "warmup": record({"duration": DURATION, "minimumPercent": {**PERCENT, **NUMBER}}, ["duration"]),
            }
        ),
        "connectionPool": record(
            {
                "tcp": record(
                    {
                        "maxConnections": INTEGER,
                        "connectTimeout": DURATION,
                        "idleTimeout": DURATION_OR_ZERO,
                        "maxConnectionDuration": DURATION,
                    }
                ),
                "http": record(
                    {
                        "http1MaxPendingRequests": INTEGER,
                        "http2MaxRequests": INTEGER,
                        "maxRequestsPerConnection": INTEGER,
                        "maxRetries": INTEGER,
                        "maxConcurrentStreams": INTEGER,
                        "idleTimeout": DURATION,
                        "h2UpgradePolicy": choice("DEFAULT", "DO_NOT_UPGRADE", "UPGRADE"),
                    }
                ),
            }
        ),
        "outlierDetection": record(
            {
                "consecutive5xxErrors": COUNT,
                "consecutiveGatewayErrors": COUNT,
                "interval": DURATION,
                "baseEjectionTime": DURATION,
                "maxEjectionPercent": PERCENT,
                "minHealthPercent": PERCENT,
                "splitExternalLocalOriginErrors": BOOLEAN,
            }
        ),
        "tls": record(
            {
                "mode": choice("DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"),
                "sni": STRING,
                "subjectAltNames": _STRINGS,
                "credentialName": STRING,
            }
        ),
    }
)
DESTINATION_RULE = record(
    {
        "host": STRING,
        "exportTo": _STRINGS,
        "trafficPolicy": _TRAFFIC_POLICY,
        "subsets": list_of(record({"name": STRING, "labels": _LABELS, "trafficPolicy": _TRAFFIC_POLICY}, ["name"])),
    },
    ["host"],
)

KINDS: Final[dict[str, Schema]] = {
    "networking.istio.io/v1:DestinationRule": DESTINATION_RULE,
    "networking.istio.io/v1:Gateway": GATEWAY,
    "networking.istio.io/v1:VirtualService": VIRTUAL_SERVICE,
}
"""`<apiVersion>:<kind>`, as in a Pulumi type token, to the schema of `spec`."""
