"""Which server a request goes to."""

import pytest

from sandbox.dataplane.routes import Server, servers

CONTROL, DATA = Server.CONTROL, Server.DATA


def signed(service: str) -> dict[str, str]:
    scope = f"Credential=test/20261128/eu-west-1/{service}/aws4_request"
    return {"authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0"}


@pytest.mark.parametrize(
    ("method", "target", "headers", "expected"),
    [
        ("POST", "/", signed("dynamodb"), (DATA,)),
        ("POST", "/", signed("ec2"), (CONTROL,)),
        ("POST", "/", signed("iam"), (CONTROL, DATA)),
        ("PUT", "/bucket", signed("s3"), (DATA, CONTROL)),
        ("DELETE", "/bucket/", signed("s3"), (DATA, CONTROL)),
        ("PUT", "/bucket?versioning", signed("s3"), (DATA,)),
        ("PUT", "/bucket/key", signed("s3"), (DATA,)),
        ("GET", "/bucket", signed("s3"), (DATA,)),
        ("GET", "/v20180820/configuration/publicAccessBlock", signed("s3"), (CONTROL,)),
        ("GET", "/bucket/key?X-Amz-Credential=k%2F20261128%2Feu-west-1%2Fs3%2Faws4_request", {}, (DATA,)),
        ("GET", "/bucket/key?AWSAccessKeyId=k&Signature=s&Expires=1", {}, (DATA,)),
        ("POST", "/", signed("logs") | {"x-amz-target": "Logs_20140328.CreateLogGroup"}, (DATA, CONTROL)),
        ("POST", "/", signed("logs") | {"x-amz-target": "Logs_20140328.PutLogEvents"}, (DATA,)),
        ("POST", "/v2/vpclinks", signed("apigateway"), (CONTROL,)),
        ("GET", "/v2/tags/arn:aws:apigateway:eu-west-1::/vpclinks/a", signed("apigateway"), (CONTROL,)),
        ("GET", "/v2/tags/arn:aws:apigateway:eu-west-1::/apis/a", signed("apigateway"), (DATA,)),
        ("GET", "/_aws/execute-api/a/live/x", {}, (DATA,)),
        ("GET", "/live/x", {"host": "a.execute-api.localhost:5577"}, (DATA,)),
        ("GET", "/us-east-1_a/.well-known/jwks.json", {}, (DATA,)),
        ("POST", "/", {"x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth"}, (DATA,)),
        ("GET", "/moto-api/", {}, (CONTROL,)),
        ("POST", "/_ministack/reset", {}, (CONTROL,)),
    ],
)
def test_a_request_goes_where_its_service_is(
    method: str, target: str, headers: dict[str, str], expected: tuple[Server, ...]
) -> None:
    assert servers(method, target, headers) == expected
