"""The router passes on what SDKs and people send, as it is."""

import http.client
import json
import os
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.sandbox.dataplane.cloud import ACCOUNT, REGION, Cloud, cloud


def open_url(url: str, **headers: str) -> Any:
    """Answer an unsigned request, without a proxy."""
    request = urllib.request.Request(url, headers=headers)
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request)


@pytest.mark.parametrize("length", [0, 1, 100_000, 9_000_000])
def test_an_object_of_any_length_comes_back_whole(own: Cloud, length: int) -> None:
    """`boto3` asks to continue, and sends chunks with a checksum behind them."""
    s3 = own.client("s3")
    name, body = f"whole-{length}", os.urandom(length)
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="a b/ü", Body=body, ChecksumAlgorithm="SHA256")
    assert s3.head_object(Bucket=name, Key="a b/ü")["ContentLength"] == length
    assert s3.get_object(Bucket=name, Key="a b/ü")["Body"].read() == body
    url = s3.generate_presigned_url("get_object", Params={"Bucket": name, "Key": "a b/ü"})
    assert open_url(url).read() == body


def test_a_body_in_chunks_goes_through(own: Cloud) -> None:
    own.client("s3").create_bucket(Bucket="chunked")
    s3 = own.client("s3")
    url = urlsplit(s3.generate_presigned_url("put_object", Params={"Bucket": "chunked", "Key": "a"}))
    line = http.client.HTTPConnection(url.hostname or "", url.port or 0)
    pieces: Iterator[bytes] = iter([b"one ", b"", b"two ", b"x" * 70_000])
    line.request("PUT", f"{url.path}?{url.query}", body=pieces, encode_chunked=True)
    assert line.getresponse().status == 200
    line.close()
    assert s3.get_object(Bucket="chunked", Key="a")["Body"].read() == b"one two " + b"x" * 70_000


def test_one_connection_takes_calls_to_both_servers(own: Cloud) -> None:
    at = urlsplit(own.endpoint)
    line = http.client.HTTPConnection(at.hostname or "", at.port or 0)
    used = []
    for path in ("/moto-api/", "/_aws/execute-api/none/live/", "/moto-api/", "/_aws/execute-api/none/live/"):
        line.request("GET", path)
        assert line.getresponse().read()
        used.append(line.sock)
    assert used[0]
    assert {id(each) for each in used} == {id(used[0])}
    line.close()


def test_what_moto_looks_for_is_there(own: Cloud) -> None:
    own.client("s3").create_bucket(Bucket="trail-bucket")
    own.client("cloudtrail").create_trail(Name="trail", S3BucketName="trail-bucket")
    with pytest.raises(ClientError, match="does not exist"):
        own.client("cloudtrail").create_trail(Name="other", S3BucketName="no-bucket")


def test_an_api_answers_at_its_host_and_at_its_path(own: Cloud) -> None:
    own.function(
        "answers",
        "import json\ndef handle(event, context): return {'statusCode': 201, 'body': json.dumps(event['path'])}",
    )
    gateway = own.client("apigateway")
    api = gateway.create_rest_api(name="api")["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    method = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    gateway.put_method(**method, authorizationType="NONE")
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:answers"
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations"
    gateway.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    gateway.create_deployment(restApiId=api, stageName="live")
    port = urlsplit(own.endpoint).port
    by_host = open_url(f"{own.endpoint}/live/", Host=f"{api}.execute-api.localhost:{port}")
    by_path = open_url(f"{own.endpoint}/_aws/execute-api/{api}/live/")
    assert [(answer.status, json.load(answer)) for answer in (by_host, by_path)] == [(201, "/")] * 2


def test_people_sign_in_without_a_signature(own: Cloud) -> None:
    cognito = own.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people")["UserPool"]["Id"]
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    app = cognito.create_user_pool_client(UserPoolId=pool, ClientName="app", ExplicitAuthFlows=flows)
    cognito.admin_create_user(UserPoolId=pool, Username="ann", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username="ann", Password="Passw0rd!y", Permanent=True)
    tokens = cognito.initiate_auth(
        ClientId=app["UserPoolClient"]["ClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ann", "PASSWORD": "Passw0rd!y"},
    )["AuthenticationResult"]
    assert tokens["IdToken"]
    assert json.load(open_url(f"{own.endpoint}/{pool}/.well-known/jwks.json"))["keys"]


def test_a_dead_server_is_a_503_that_says_so_and_the_other_answers(tmp_path_factory: pytest.TempPathFactory) -> None:
    with cloud(tmp_path_factory.mktemp("half")) as half:
        status = half.emulator.status()
        assert status
        os.kill(status.pids["ministack"], 9)
        once = Config(retries={"total_max_attempts": 1})
        dynamodb = half.client("dynamodb", config=once)
        for _ in range(2):
            with pytest.raises(ClientError) as refused:
                dynamodb.list_tables()
            assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503
            assert "ministack does not answer; bring it up again: groot emulator start" in str(refused.value)
        assert half.client("sts").get_caller_identity()["Account"] == ACCOUNT
        half.emulator.start()
        assert dynamodb.list_tables()["TableNames"] == []
