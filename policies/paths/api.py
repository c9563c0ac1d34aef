"""A REST API of API Gateway: from a domain name over a stage to a function, or to a private link into a network.

A domain leads to an API by a mapping; what a stage serves is its deployment; a request goes to the resource with the
most specific path, by the integration of its method. A link sends it to the load balancer that the integration names,
which shows a certificate for the host of the integration's address (API Gateway Developer Guide, "Private integrations
for REST APIs", "Custom domain name for public REST APIs", "Mutual TLS authentication").
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.certificates import Certificates
from policies.paths.functions import Functions
from policies.paths.leg import Leg, contained
from policies.paths.lookups import Referring
from policies.paths.mesh_policies import Request
from policies.paths.network import Network
from policies.paths.places import BALANCER
from policies.paths.serving import Serving
from policies.paths.spans import Span
from policies.paths.trust import Truststores
from policies.read import value

DOMAIN = frozenset({"aws:apigateway/domainName:DomainName"})
_API = frozenset({"aws:apigateway/restApi:RestApi"})
_STAGE, _DEPLOYMENT = (
    frozenset({f"aws:apigateway/{kind[0].lower()}{kind[1:]}:{kind}"}) for kind in ("Stage", "Deployment")
)
_RESOURCE = frozenset({"aws:apigateway/resource:Resource"})
_AUTHORIZER = frozenset({"aws:apigateway/authorizer:Authorizer"})
_LINK = frozenset({"aws:apigatewayv2/vpcLink:VpcLink", "aws:apigateway/vpcLink:VpcLink"})
_MAPPING, _METHOD, _INTEGRATION, _PLAN = (
    f"aws:apigateway/{kind[0].lower()}{kind[1:]}:{kind}"
    for kind in ("BasePathMapping", "Method", "Integration", "UsagePlan")
)


class Apis:
    """The REST APIs of a stack."""

    def __init__(self, graph: Graph, network: Network, certificates: Certificates, serving: Serving) -> None:
        self._graph, self._network, self._certificates, self._serving = graph, network, certificates, serving
        self._truststores = Truststores(graph)
        self._functions = Functions(graph)
        self._mappings = Referring(graph, "domainName", by=(_MAPPING,), to=DOMAIN)
        self._stages = Referring(graph, "restApi", by=_STAGE, to=_API)
        self._resources = Referring(graph, "restApi", by=_RESOURCE, to=_API)
        self._methods = Referring(graph, "resourceId", by=(_METHOD,), to=_RESOURCE)
        self._integrations = Referring(graph, "resourceId", by=(_INTEGRATION,), to=_RESOURCE)
        self._plans = Referring(graph, "apiStages", by=(_PLAN,), to=_API)

    def enter(self, domain: Resource, request: Request, leg: Leg) -> Sequence[Resource]:
        """Follow *request* into the API behind *domain*; return the workloads that answer it."""
        hop = f"{request.host} -> {domain.name}"
        leg.rests_on(domain)
        if value(domain.props, "domainName") != request.host:
            leg.lacks(domain, hop, f"it is not the domain {request.host}: lead the record to the one that is")
        region = value(domain.props, "region")
        self._certificates.show(domain, "regionalCertificateArn", request.name, region, hop, leg)
        self._truststores.follow(domain, hop, leg)
        mappings = self._mappings.of(domain)
        if not mappings:
            leg.lacks(domain, hop, "the domain leads to no API: declare a BasePathMapping")
        answering: list[Resource] = []
        for mapping in mappings:
            leg.rests_on(mapping)
            for api in self._graph.targets(mapping, "restApi", _API):
                self._stage(mapping, api, hop, leg)
                answering += self._ask(api, request, leg)
        return answering

    @contained
    def _stage(self, mapping: Resource, api: Resource, hop: str, leg: Leg) -> None:
        leg.rests_on(api)
        stages = self._graph.targets(mapping, "stageName", _STAGE) or [
            each for each in self._stages.of(api) if known(each.props, "stageName") == known(mapping.props, "stageName")
        ]
        if not stages:
            leg.lacks(mapping, hop, f"{api.name} has no such stage: declare it, or correct stage_name")
        for stage in stages:
            leg.rests_on(stage)
            deployments = self._graph.targets(stage, "deployment", _DEPLOYMENT)
            leg.rests_on_all(deployments)
            if not deployments:
                leg.lacks(stage, hop, "it serves no deployment of the stack: declare a Deployment of the API's routes")

    def _ask(self, api: Resource, request: Request, leg: Leg) -> Sequence[Resource]:
        hop = f"{api.name} {request.path}"
        found = [(path, each) for each in self._resources.of(api) if _takes(path := self._path(each), request.path)]
        if not found:
            leg.lacks(api, hop, "no resource has that path: declare one, or a proxy for the rest")
            return ()
        _, resource = min(found, key=lambda each: ("+}" in each[0], each[0].count("{")))
        leg.rests_on(resource)
        methods = [each for each in self._methods.of(resource) if value(each.props, "httpMethod") in ("ANY", "GET")]
        if not methods:
            leg.lacks(resource, hop, "it has no method that takes the request: declare a Method")
        for method in methods:
            leg.rests_on(method)
            self._authorize(method, api, hop, leg)
            plans = self._plans.of(api)
            if value(method.props, "apiKeyRequired") is True:
                leg.rests_on_all(plans if len(plans) == 1 else ())
                if not plans:
                    leg.lacks(
                        api, hop, "it asks for a key, and no usage plan admits any: declare a UsagePlan of its stage"
                    )
        verbs = [value(each.props, "httpMethod") for each in methods]
        integrations = [
            each for each in self._integrations.of(resource) if value(each.props, "httpMethod") in (*verbs, "ANY")
        ]
        if not integrations:
            leg.lacks(resource, hop, "its method leads nowhere: declare an Integration")
        answering: list[Resource] = []
        for integration in integrations:
            if value(integration.props, "type") == "AWS_PROXY":
                leg.rests_on(integration)
                self._functions.enter(integration, "uri", api, f"*/GET{request.path}", hop, leg)
            else:
                answering += self._link(integration, request, hop, leg)
        return answering

    @contained
    def _authorize(self, method: Resource, api: Resource, hop: str, leg: Leg) -> None:
        """Follow to whoever decides about callers of *method*."""
        if value(method.props, "authorization") != "CUSTOM":
            return
        authorizers = self._graph.targets(method, "authorizerId", _AUTHORIZER)
        leg.rests_on_all(authorizers)
        if not authorizers:
            leg.lacks(method, hop, "it names no authorizer of the stack, which decides about callers: declare one")
        for authorizer in authorizers:
            asked = f"authorizers/{str(known(authorizer.props, 'arn')).rpartition('/')[2]}"
            self._functions.enter(authorizer, "authorizerUri", api, asked, f"{hop} {authorizer.name}", leg)

    def _link(self, integration: Resource, request: Request, hop: str, leg: Leg) -> Iterator[Resource]:
        leg.rests_on(integration)
        links = self._graph.targets(integration, "connectionId", _LINK)
        balancers = self._graph.targets(integration, "integrationTarget", frozenset({BALANCER}))
        if value(integration.props, "connectionType") != "VPC_LINK" or not links:
            leg.lacks(integration, hop, "it leads over no link into the network: give it a VpcLink of the stack")
        if not balancers:
            leg.lacks(integration, hop, "it names no load balancer of the stack: give it an integration_target")
        uri = urlsplit(str(value(integration.props, "uri", "")))
        host, port = uri.hostname or "", uri.port or (443 if uri.scheme == "https" else 80)
        for link in links:
            leg.rests_on(link)
            for balancer in balancers:
                for near in self._network.places.of(link):
                    for far in self._network.places.of(balancer):
                        leg.add(self._network.between(near, far, "tcp", Span(port, port)))
        onward = Request(host=host, name=host, path=re.sub(r"\{proxy\+?\}", request.path.lstrip("/"), uri.path))
        for balancer in balancers:
            yield from self._serving.enter(balancer, port, onward, leg)

    def _path(self, resource: Resource) -> str:
        parents = self._graph.targets(resource, "parentId", _RESOURCE)
        above = self._path(parents[0]) if parents else ""
        return f"{above}/{value(resource.props, 'pathPart', '')}"


def _takes(pattern: str, path: str) -> bool:
    """Return whether a resource of path *pattern* takes *path*: a name in braces is any part, with a plus any rest."""
    parts = re.split(r"(\{\w+\+\}|\{\w+\})", pattern)
    expression = "".join(
        ".+" if part.endswith("+}") else "[^/]+" if part.startswith("{") else re.escape(part) for part in parts
    )
    return re.fullmatch(expression, path) is not None
