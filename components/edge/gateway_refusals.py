"""How a region's API says that it refuses a request by itself: as problem details (RFC 9457), with types that stay.

API Gateway Developer Guide, "Gateway response types for API Gateway", has the types and their statuses.
"""

import json
from dataclasses import dataclass
from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from components._shared.site import Site


class Refusal(NamedTuple):
    """What callers are told."""

    status: int
    slug: str
    title: str


REFUSALS = {
    "ACCESS_DENIED": Refusal(403, "forbidden", "The token doesn't open this operation"),
    "API_CONFIGURATION_ERROR": Refusal(500, "fault", "The API failed"),
    "AUTHORIZER_CONFIGURATION_ERROR": Refusal(500, "fault", "The API failed"),
    "AUTHORIZER_FAILURE": Refusal(500, "fault", "The API failed"),
    "BAD_REQUEST_BODY": Refusal(400, "malformed", "The body isn't what the contract asks for"),
    "BAD_REQUEST_PARAMETERS": Refusal(400, "malformed", "A parameter isn't what the contract asks for"),
    "DEFAULT_4XX": Refusal(400, "refused", "The request was refused"),
    "DEFAULT_5XX": Refusal(500, "fault", "The API failed"),
    "EXPIRED_TOKEN": Refusal(403, "forbidden", "The token doesn't open this operation"),
    "INTEGRATION_FAILURE": Refusal(504, "unavailable", "What answers could not be reached"),
    "INTEGRATION_TIMEOUT": Refusal(504, "unavailable", "What answers took too long"),
    "INVALID_API_KEY": Refusal(403, "no-key", "The API key is missing, or none of ours"),
    "INVALID_SIGNATURE": Refusal(403, "forbidden", "The token doesn't open this operation"),
    "MISSING_AUTHENTICATION_TOKEN": Refusal(403, "no-such-operation", "There is no such operation"),
    "QUOTA_EXCEEDED": Refusal(429, "quota", "The day's quota is used up"),
    "REQUEST_TOO_LARGE": Refusal(413, "too-large", "The request is too large"),
    "RESOURCE_NOT_FOUND": Refusal(404, "no-such-operation", "There is no such operation"),
    "THROTTLED": Refusal(429, "throttled", "Requests come too fast"),
    "UNAUTHORIZED": Refusal(401, "unauthorized", "The token is missing or not valid"),
    "UNSUPPORTED_MEDIA_TYPE": Refusal(415, "media-type", "The body has another media type"),
    "WAF_FILTERED": Refusal(403, "filtered", "The firewall refused the request"),
}
TYPES = "urn:groot:problem:gateway:"
"""Prefix of the stable types."""


@dataclass(frozen=True, kw_only=True)
class GatewayRefusalsArgs:
    """Which API."""

    site: Site
    rest_api_id: pulumi.Input[str]


class GatewayRefusals(pulumi.ComponentResource):
    """A response for each kind of refusal."""

    def __init__(self, name: str, args: GatewayRefusalsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:GatewayRefusals", name, {}, opts)
        self.responses = [
            aws.apigateway.Response(
                f"{name}-{kind.lower().replace('_', '-')}",
                region=args.site.name,
                rest_api_id=args.rest_api_id,
                response_type=kind,
                status_code=str(refusal.status),
                response_parameters={
                    "gatewayresponse.header.Content-Type": "'application/problem+json'",
                    "gatewayresponse.header.Cache-Control": "'no-store'",
                },
                response_templates={"application/json": _template(refusal)},
                opts=pulumi.ResourceOptions(parent=self),
            )
            for kind, refusal in REFUSALS.items()
        ]
        self.register_outputs({})


def _template(refusal: Refusal) -> str:
    return json.dumps(
        {
            "type": f"{TYPES}{refusal.slug}",
            "title": refusal.title,
            "status": refusal.status,
            "instance": "urn:request:$context.requestId",
        }
    )
