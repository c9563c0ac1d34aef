from typing import Any

import pytest

from tests.sandbox.providers.aws.bench import ACCOUNT, REGION, Bench, Deployed

API = "aws:apigateway/restApi:RestApi"
RESOURCE = "aws:apigateway/resource:Resource"
METHOD = "aws:apigateway/method:Method"
INTEGRATION = "aws:apigateway/integration:Integration"
DEPLOYMENT = "aws:apigateway/deployment:Deployment"
STAGE = "aws:apigateway/stage:Stage"
SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
DOMAIN = "aws:apigateway/domainName:DomainName"
MAPPING = "aws:apigateway/basePathMapping:BasePathMapping"
PLAN = "aws:apigateway/usagePlan:UsagePlan"
TAGS = {"stack": "api"}
HEADER = "method.request.header.Authorization"


def api(name: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "description": "one",
        "disableExecuteApiEndpoint": True,
        "endpointConfiguration": {"types": "REGIONAL"},
        "securityPolicy": "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
        "endpointAccessMode": "STRICT",
        "tags": TAGS,
        **more,
    }


def route(bench: Bench, made: Deployed) -> dict[str, Any]:
    """Deploy a route of *made* and return where it stands."""
    inputs = {"restApi": made.id, "parentId": made.outputs["rootResourceId"], "pathPart": "{proxy+}"}
    place = {"restApi": made.id, "resourceId": bench.deploy(RESOURCE, **inputs).id, "httpMethod": "ANY"}
    bench.deploy(METHOD, **place, **method())
    bench.deploy(INTEGRATION, **place, **integration())
    return place


def method() -> dict[str, Any]:
    return {
        "authorization": "NONE",
        "apiKeyRequired": True,
        "requestParameters": {"method.request.path.proxy": True},
    }


def integration() -> dict[str, Any]:
    return {
        "type": "HTTP_PROXY",
        "integrationHttpMethod": "ANY",
        "uri": "https://api.example.com/{proxy}",
        "connectionType": "VPC_LINK",
        "connectionId": "link",
        "integrationTarget": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/one/two",
        "requestParameters": {"integration.request.path.proxy": "method.request.path.proxy"},
    }


def staged(bench: Bench, name: str) -> tuple[Deployed, dict[str, Any]]:
    """Deploy an API and return it with the inputs of a stage."""
    made = bench.deploy(API, **api(name))
    route(bench, made)
    deployment = bench.deploy(DEPLOYMENT, restApi=made.id, triggers={"routes": "1"}, description=name)
    return made, {"restApi": made.id, "deployment": deployment.id, "stageName": "live"}


def test_api_lives(bench: Bench) -> None:
    media = {"binaryMediaTypes": ["*/*"]}
    bench.lives(API, api("lives"), {"description": "two", "tags": {"stack": "other"}, **media})
    bench.lives(API, api("whole", **media), {"binaryMediaTypes": ["image/png", "application/zip"]})


def test_api_is_regional_and_has_no_default_endpoint(bench: Bench) -> None:
    made = bench.deploy(API, **api("declared"))
    found = bench.boto("apigateway").get_rest_api(restApiId=made.id)
    assert found["endpointConfiguration"]["types"] == ["REGIONAL"]
    assert found["disableExecuteApiEndpoint"]
    assert found["tags"] == TAGS
    assert made.outputs["rootResourceId"] == found["rootResourceId"]
    assert made.outputs["executionArn"] == f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{made.id}"


def test_routes_live(bench: Bench) -> None:
    made = bench.deploy(API, **api("routed"))
    inputs = {"restApi": made.id, "parentId": made.outputs["rootResourceId"], "pathPart": "health"}
    bench.lives(RESOURCE, inputs, {})
    place = {"restApi": made.id, "resourceId": bench.deploy(RESOURCE, **inputs).id, "httpMethod": "GET"}
    bench.lives(METHOD, {**place, **method()}, {"apiKeyRequired": False})
    bench.deploy(METHOD, **place, **method())
    bench.lives(INTEGRATION, {**place, **integration()}, {"uri": "https://other.example.com/{proxy}"})


def test_changing_a_method_keeps_its_integration(bench: Bench) -> None:
    made = bench.deploy(API, **api("kept"))
    place = route(bench, made)
    where = {"restApiId": made.id, "resourceId": place["resourceId"], "httpMethod": "ANY"}
    gateway = bench.boto("apigateway")
    before = gateway.get_integration(**where)
    changed = bench.deploy(METHOD, **place, **method())
    gateway.put_integration(**where, type="HTTP_PROXY", integrationHttpMethod="ANY", uri=before["uri"])
    changed.update(apiKeyRequired=False)
    assert gateway.get_method(**where)["apiKeyRequired"] is False
    assert gateway.get_integration(**where)["uri"] == before["uri"]


def test_key_no_longer_required_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(API, **api("opened"))
    inputs = {"restApi": made.id, "parentId": made.outputs["rootResourceId"], "pathPart": "open"}
    place = {"restApi": made.id, "resourceId": bench.deploy(RESOURCE, **inputs).id, "httpMethod": "GET"}
    kept = bench.deploy(METHOD, **place, **method())
    where = {"restApiId": made.id, "resourceId": place["resourceId"], "httpMethod": "GET"}
    bench.boto("apigateway").put_method(
        **where,
        authorizationType="NONE",
        apiKeyRequired=False,
        requestParameters={"method.request.path.proxy": True},
    )
    assert kept.drift() == ["apiKeyRequired"]


def test_changed_routes_are_deployed_anew(bench: Bench) -> None:
    made = bench.deploy(API, **api("anew"))
    route(bench, made)
    inputs = {"restApi": made.id, "triggers": {"routes": "1"}, "description": "anew"}
    bench.lives(DEPLOYMENT, inputs, {})
    deployed = bench.deploy(DEPLOYMENT, **inputs)
    assert deployed.diff(triggers={"routes": "2"}).replaces == ["triggers"]
    assert not deployed.collides(triggers={"routes": "2"})


def test_deployment_without_a_description_is_not_taken_for_another(bench: Bench) -> None:
    made = bench.deploy(API, **api("nameless"))
    route(bench, made)
    assert bench.deploy(DEPLOYMENT, restApi=made.id, triggers={"routes": "1"}).found() is None


def test_stage_lives(bench: Bench) -> None:
    made, inputs = staged(bench, "staged")
    group = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/apigateway/staged"
    newer = bench.deploy(DEPLOYMENT, restApi=made.id, triggers={"routes": "2"}, description="newer")
    inputs |= {
        "accessLogSettings": {"destinationArn": group, "format": '{"id": "$context.requestId"}'},
        "clientCertificateId": "certificate",
        "xrayTracingEnabled": True,
        "tags": TAGS,
    }
    bench.lives(STAGE, inputs, {"deployment": newer.id, "xrayTracingEnabled": False, "tags": {"stack": "other"}})


def test_stage_logs_as_declared(bench: Bench) -> None:
    made, inputs = staged(bench, "logged")
    group = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/apigateway/logged"
    stage = bench.deploy(STAGE, **inputs, accessLogSettings={"destinationArn": group, "format": "$context.requestId"})
    gateway = bench.boto("apigateway")
    where = {"restApiId": made.id, "stageName": "live"}
    assert gateway.get_stage(**where)["accessLogSettings"]["destinationArn"] == group
    assert stage.outputs["arn"] == f"arn:aws:apigateway:{REGION}::/restapis/{made.id}/stages/live"
    stage.update(accessLogSettings=None)
    assert not gateway.get_stage(**where).get("accessLogSettings")


def test_methods_are_throttled_as_declared(bench: Bench) -> None:
    made, inputs = staged(bench, "throttled")
    bench.deploy(STAGE, **inputs)
    settings = {
        "metricsEnabled": True,
        "loggingLevel": "ERROR",
        "dataTraceEnabled": False,
        "throttlingRateLimit": 50,
        "throttlingBurstLimit": 100,
    }
    place = {"restApi": made.id, "stageName": "live", "methodPath": "*/*"}
    kept = bench.deploy(SETTINGS, **place, settings=settings)
    gateway = bench.boto("apigateway")
    where = {"restApiId": made.id, "stageName": "live"}
    found = gateway.get_stage(**where)["methodSettings"]["*/*"]
    assert (found["throttlingRateLimit"], found["throttlingBurstLimit"]) == (50, 100)
    assert (found["loggingLevel"], found["metricsEnabled"]) == ("ERROR", True)
    kept.update(settings={**settings, "throttlingRateLimit": 10})
    assert kept.drift() == []
    operations = [{"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "10000"}]
    gateway.update_stage(**where, patchOperations=operations)
    assert kept.drift() == ["settings"]
    kept.delete()


def test_domain_name_lives(bench: Bench) -> None:
    inputs = {
        "domainName": "api.lives.example.com",
        "endpointConfiguration": {"types": "REGIONAL"},
        "regionalCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/one",
        "securityPolicy": "TLS_1_2",
        "mutualTlsAuthentication": {"truststoreUri": "s3://trust/store.pem", "truststoreVersion": "1"},
        "tags": TAGS,
    }
    bench.lives(DOMAIN, inputs, {"tags": {"stack": "other"}})
    made = bench.deploy(DOMAIN, **inputs)
    found = bench.boto("apigateway").get_domain_name(domainName="api.lives.example.com")
    assert made.outputs["regionalDomainName"] == found["regionalDomainName"]
    assert made.outputs["regionalZoneId"] == found["regionalHostedZoneId"]
    assert made.diff(securityPolicy="TLS_1_0").replaces == ["securityPolicy"]


@pytest.mark.parametrize("base_path", ["", "v1"])
def test_name_leads_to_a_stage(bench: Bench, base_path: str) -> None:
    made, inputs = staged(bench, f"named{base_path}")
    bench.deploy(STAGE, **inputs)
    bench.deploy(STAGE, **{**inputs, "stageName": "next"})
    host = f"api{base_path}.named.example.com"
    bench.deploy(DOMAIN, domainName=host, endpointConfiguration={"types": "REGIONAL"})
    mapping = {"domainName": host, "restApi": made.id, "stageName": "live"}
    bench.lives(MAPPING, {**mapping, **({"basePath": base_path} if base_path else {})}, {"stageName": "next"})


def test_plan_lives(bench: Bench) -> None:
    made, inputs = staged(bench, "planned")
    bench.deploy(STAGE, **inputs)
    bench.deploy(STAGE, **{**inputs, "stageName": "next"})
    plan = {
        "name": "standard",
        "apiStages": [{"apiId": made.id, "stage": "live"}],
        "throttleSettings": {"rateLimit": 50, "burstLimit": 100},
        "quotaSettings": {"limit": 1000, "period": "DAY"},
        "tags": TAGS,
    }
    changes = {
        "description": "two",
        "apiStages": [{"apiId": made.id, "stage": "next"}],
        "throttleSettings": {"rateLimit": 10, "burstLimit": 20},
        "quotaSettings": {"limit": 10, "period": "MONTH"},
    }
    bench.lives(PLAN, plan, changes)


def test_gateway_writes_logs_through_a_role(bench: Bench) -> None:
    role = f"arn:aws:iam::{ACCOUNT}:role/logs"
    bench.lives("aws:apigateway/account:Account", {"cloudwatchRoleArn": role}, {"cloudwatchRoleArn": f"{role}-other"})


def test_link_lives(bench: Bench) -> None:
    link = {"name": "link", "securityGroupIds": ["sg-1"], "subnetIds": ["subnet-1", "subnet-2"], "tags": TAGS}
    bench.lives("aws:apigatewayv2/vpcLink:VpcLink", link, {"tags": {"stack": "other"}})
    made = bench.deploy("aws:apigatewayv2/vpcLink:VpcLink", **link)
    found = bench.boto("apigatewayv2").get_vpc_link(VpcLinkId=made.id)
    assert (found["SecurityGroupIds"], found["SubnetIds"]) == (["sg-1"], ["subnet-1", "subnet-2"])
    assert made.diff(subnetIds=["subnet-3"]).replaces == ["subnetIds"]


def test_client_certificate_stands_in_the_state_alone(bench: Bench) -> None:
    token = "aws:apigateway/clientCertificate:ClientCertificate"
    resource = bench.resource(token)
    physical_id, outputs = bench.provider.create(resource, bench.provider.check(resource, {}, {"description": "d"}))
    assert outputs["arn"].endswith(f"/clientcertificates/{physical_id}")
    assert bench.provider.fidelity(token) == "recorded"


def test_what_decides_about_requests_lives(bench: Bench) -> None:
    made = bench.deploy(API, **api("decides"))
    function = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:authorizer"
    invoke = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function}/invocations"
    bench.lives(
        "aws:apigateway/authorizer:Authorizer",
        {"restApi": made.id, "name": "tokens", "type": "TOKEN", "authorizerUri": invoke, "identitySource": HEADER},
        {"authorizerResultTtlInSeconds": 60, "identityValidationExpression": "Bearer .*"},
    )
    bench.lives(
        "aws:apigateway/requestValidator:RequestValidator",
        {"restApi": made.id, "name": "whole", "validateRequestBody": True, "validateRequestParameters": True},
        {"validateRequestParameters": False},
    )
    bench.lives(
        "aws:apigateway/model:Model",
        {"restApi": made.id, "name": "Append", "contentType": "application/json", "schema": '{"type": "object"}'},
        {},
    )


def test_refusals_live(bench: Bench) -> None:
    made = bench.deploy(API, **api("refuses"))
    bench.lives(
        "aws:apigateway/response:Response",
        {
            "restApiId": made.id,
            "responseType": "UNAUTHORIZED",
            "statusCode": "401",
            "responseTemplates": {"application/json": '{"status": 401}'},
            "responseParameters": {"gatewayresponse.header.Content-Type": "'application/problem+json'"},
        },
        {"responseTemplates": {"application/json": '{"status": 401, "title": "Unauthorized"}'}},
    )
