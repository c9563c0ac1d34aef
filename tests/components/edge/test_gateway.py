import json
from typing import Any

import pytest
import yaml

from components._shared.contract import CONTRACT
from settings import DataClass, Region
from tests.components.edge.room import ABROAD, HEALTH_PATH, HOME, OBJECTIVES, Room
from tests.components.site import LOG_DAYS, key, topic

STAGE = "live"


def api_id(room: Room, region: Region, stack: str = "open") -> str:
    return room.output(f"{stack}-{region.name}Api")


def stage(room: Room, region: Region) -> dict[str, Any]:
    return room.boto("apigateway", region).get_stage(restApiId=api_id(room, region), stageName=STAGE)


def methods(room: Room, region: Region) -> dict[str, dict[str, Any]]:
    """Return the API's methods by verb and path."""
    gateway, api = room.boto("apigateway", region), api_id(room, region)
    return {
        f"{verb} {one['path']}": gateway.get_method(restApiId=api, resourceId=one["id"], httpMethod=verb)
        for one in gateway.get_resources(restApiId=api)["items"]
        for verb in one.get("resourceMethods") or ()
    }


@pytest.mark.parametrize("region", [HOME, ABROAD], ids=lambda region: region.name)
def test_callers_need_a_key_and_probes_do_not(room: Room, region: Region) -> None:
    keyed = {name: method["apiKeyRequired"] for name, method in methods(room, region).items()}
    assert keyed.pop("GET /health") is False
    assert keyed.pop("GET /ready") is False
    assert "ANY /{proxy+}" in keyed
    assert set(keyed.values()) == {True}


def test_requests_go_through_the_private_link_encrypted(room: Room) -> None:
    for name, role in (("GET /ready", "ready-get"), ("ANY /{proxy+}", "proxy")):
        integration = methods(room, HOME)[name]["methodIntegration"]
        assert (integration["type"], integration["connectionType"]) == ("HTTP_PROXY", "VPC_LINK")
        assert integration["uri"].startswith("https://api.open.example.com/")
        declared = room.inputs(f"open-us-east-1-gateway-routes-{role}-integration")
        assert declared["integrationTarget"] == room.output("open-us-east-1Balancer")


def test_readiness_asks_the_mesh_and_not_the_gateway_itself(room: Room) -> None:
    ready = methods(room, HOME)["GET /ready"]
    assert ready["methodIntegration"]["uri"] == f"https://api.open.example.com{HEALTH_PATH}"


def test_the_contract_s_operations_take_a_token_and_what_the_contract_says(room: Room) -> None:
    contract = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    gateway, found = room.boto("apigateway", HOME), methods(room, HOME)
    [authorizer] = gateway.get_authorizers(restApiId=api_id(room, HOME))["items"]
    for path, item in contract["paths"].items():
        for verb in item.keys() & {"get", "post"}:
            method = found[f"{verb.upper()} {path}"]
            open_to_all = item[verb].get("security") == []
            assert method["authorizationType"] == ("NONE" if open_to_all else "CUSTOM")
            assert method.get("authorizerId") == (None if open_to_all else authorizer["id"])
    rest = found["ANY /{proxy+}"]
    assert (rest["authorizationType"], rest["authorizerId"]) == ("CUSTOM", authorizer["id"])
    append = found["POST /v1/streams/{id}/events"]
    model = gateway.get_model(restApiId=api_id(room, HOME), modelName=append["requestModels"]["application/json"])
    wanted = json.loads((CONTRACT.parent / contract["components"]["schemas"]["Append"]["$ref"]).read_text())
    assert json.loads(model["schema"])["required"] == wanted["required"]
    validator = gateway.get_request_validator(
        restApiId=api_id(room, HOME), requestValidatorId=append["requestValidatorId"]
    )
    assert validator["validateRequestBody"]
    assert validator["validateRequestParameters"]


def test_a_function_is_called_for_the_operations_that_it_answers_and_no_other(room: Room) -> None:
    append = methods(room, HOME)["POST /v1/streams/{id}/events"]["methodIntegration"]
    assert append["type"] == "AWS_PROXY"
    name = "groot-open-open-us-east-1-events"
    assert f":function:{name}:live/" in append["uri"]
    policy = json.loads(room.boto("lambda", HOME).get_policy(FunctionName=name, Qualifier="live")["Policy"])
    callers = {one["Condition"]["ArnLike"]["AWS:SourceArn"].split(":", 5)[5] for one in policy["Statement"]}
    api = api_id(room, HOME)
    assert callers == {
        f"{api}/*/POST/v1/streams/*/events",
        f"{api}/*/GET/v1/streams/*/events",
        f"{api}/*/GET/v1/streams/*",
    }


def test_what_the_gateway_refuses_itself_is_a_problem_with_a_type(room: Room) -> None:
    answers = room.boto("apigateway", HOME).get_gateway_responses(restApiId=api_id(room, HOME), limit=500)["items"]
    told = {one["responseType"]: one for one in answers}
    for kind, status in (("UNAUTHORIZED", 401), ("THROTTLED", 429), ("BAD_REQUEST_BODY", 400)):
        body = json.loads(told[kind]["responseTemplates"]["application/json"])
        assert body["type"].startswith("urn:groot:problem:gateway:")
        assert (body["status"], told[kind]["statusCode"]) == (status, str(status))


def test_bodies_that_are_no_text_pass_unspoiled(room: Room) -> None:
    api = room.boto("apigateway", HOME).get_rest_api(restApiId=api_id(room, HOME))
    assert api["binaryMediaTypes"] == ["*/*"]


def test_api_answers_under_its_own_names_only(room: Room) -> None:
    gateway = room.boto("apigateway", HOME)
    assert gateway.get_rest_api(restApiId=api_id(room, HOME))["disableExecuteApiEndpoint"]
    names = {one["domainName"] for one in gateway.get_domain_names()["items"]}
    assert names == {"api.open.example.com", "api-us-east-1.open.example.com"}
    for name in names:
        mapping = gateway.get_base_path_mapping(domainName=name, basePath="(none)")
        assert (mapping["restApiId"], mapping["stage"]) == (api_id(room, HOME), STAGE)


def test_api_and_its_names_accept_the_same_modern_tls(room: Room) -> None:
    policy = "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09"
    for name in ("open-us-east-1-gateway-api", "open-us-east-1-domain-shared", "open-us-east-1-domain-regional"):
        declared = room.inputs(name)
        assert (declared["securityPolicy"], declared["endpointAccessMode"]) == (policy, "STRICT")


def test_client_certificates_are_asked_for_at_the_only_door(room: Room) -> None:
    declared = room.inputs("closed-eu-west-1-domain-shared")
    assert declared["securityPolicy"] == "TLS_1_2"
    assert "endpointAccessMode" not in declared
    truststore = declared["mutualTlsAuthentication"]["truststoreUri"].removeprefix("s3://")
    bucket, key_name = truststore.split("/")
    encryption = room.boto("s3", ABROAD).get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]
    assert encryption["Rules"][0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert key_name == "truststore.pem"
    names = [one["domainName"] for one in room.boto("apigateway", ABROAD).get_domain_names()["items"]]
    assert [name for name in names if name.endswith("closed.example.com")] == ["api.closed.example.com"]


@pytest.mark.parametrize("region", [HOME, ABROAD], ids=lambda region: region.name)
def test_every_request_is_logged_without_its_contents(room: Room, region: Region) -> None:
    found = stage(room, region)
    logged = json.loads(found["accessLogSettings"]["format"])
    assert {"requestId", "address", "status", "latencyMs"} <= logged.keys()
    assert not any("header" in value or "body" in value for value in logged.values())
    assert found["methodSettings"]["*/*"]["dataTraceEnabled"] is False
    logs = room.boto("logs", region)
    names = (
        found["accessLogSettings"]["destinationArn"].split(":log-group:")[1],
        f"API-Gateway-Execution-Logs_{api_id(room, region)}/{STAGE}",
    )
    for name in names:
        group = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]
        assert (group["kmsKeyId"], group["retentionInDays"]) == (key(region, DataClass.INTERNAL), LOG_DAYS)


def test_floods_are_throttled_for_the_region_and_for_each_caller(room: Room) -> None:
    settings = stage(room, HOME)["methodSettings"]["*/*"]
    assert (settings["throttlingRateLimit"], settings["throttlingBurstLimit"]) == (2_000, 1_000)
    plans = room.boto("apigateway", HOME).get_usage_plans()["items"]
    plan = next(one for one in plans if one["apiStages"][0]["apiId"] == api_id(room, HOME))
    assert plan["throttle"] == {"rateLimit": 50, "burstLimit": 100}
    assert (plan["quota"]["limit"], plan["quota"]["period"]) == (100_000, "DAY")


@pytest.mark.parametrize("region", [HOME, ABROAD], ids=lambda region: region.name)
def test_stage_stands_behind_the_firewall(room: Room, region: Region) -> None:
    arn = f"arn:aws:apigateway:{region.name}::/restapis/{api_id(room, region)}/stages/{STAGE}"
    found = room.boto("wafv2", region).get_web_acl_for_resource(ResourceArn=arn)
    assert found["WebACL"]["ARN"] == room.output(f"open-{region.name}Guard")


def test_promises_are_watched(room: Room) -> None:
    alarms = room.boto("cloudwatch", HOME).describe_alarms()["MetricAlarms"]
    api = [alarm for alarm in alarms if alarm["Namespace"] == "AWS/ApiGateway"]
    latencies = {one["ExtendedStatistic"]: one["Threshold"] for one in api if one["MetricName"] == "Latency"}
    assert latencies == {"p95": OBJECTIVES.latency_p95_ms, "p99": OBJECTIVES.latency_p99_ms}
    errors = next(one for one in api if one["MetricName"] == "5XXError")
    assert errors["Threshold"] == pytest.approx(OBJECTIVES.error_rate_percent / 100)
    assert all(one["AlarmActions"] == [topic(HOME)] for one in api)
