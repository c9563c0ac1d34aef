"""`groot functions`, `invoke`, `logs` and `call`, against a small stack whose functions really run."""

import contextlib
import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops import cli
from ops.functions import calling
from ops.functions.standing import Standing
from sandbox.emulator import Emulator
from tests.conftest import free_port
from tests.sandbox.state import SALT

PROGRAM = """
import json
import os

import pulumi
import pulumi_aws as aws

TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
REGION = "us-east-1"


def function(name, role, folder, **variables):
    found = aws.lambda_.Function(
        f"{name}-{REGION}-function",
        name=f"small-{name}",
        region=REGION,
        runtime="python3.14",
        architectures=["arm64"],
        handler=f"functions.{folder}.handler.handle",
        code=pulumi.AssetArchive({(file := f"functions/{folder}/handler.py"): pulumi.FileAsset(file)}),
        role=role.arn,
        publish=True,
        timeout=10,
        memory_size=256,
        environment={"variables": variables},
    )
    alias = aws.lambda_.Alias(
        f"{name}-live", name="live", region=REGION, function_name=found.name, function_version=found.version
    )
    return found, alias


role = aws.iam.Role("role", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [TRUST]}))
echo, alias = function("echo", role, "echo")
signing = aws.kms.Key("signing", region=REGION, key_usage="SIGN_VERIFY", customer_master_key_spec="ECC_NIST_P256")
authorizer, _ = function(
    "lets", role, "lets",
    TOKEN_ISSUER="https://small", TOKEN_AUDIENCE="small", TOKEN_SCOPES="read",
    TOKEN_KEY_SET=signing.id.apply(lambda id: json.dumps({"keys": [{"kid": id}]})),
)
api = aws.apigateway.RestApi("api", name="small", region=REGION)
resource = aws.apigateway.Resource(
    "echoes", region=REGION, rest_api=api.id, parent_id=api.root_resource_id, path_part="echo"
)
method = aws.apigateway.Method(
    "any", region=REGION, rest_api=api.id, resource_id=resource.id, http_method="ANY", authorization="NONE",
    api_key_required=True,
)
integration = aws.apigateway.Integration(
    "to-echo", region=REGION, rest_api=api.id, resource_id=resource.id, http_method=method.http_method,
    type="AWS_PROXY", integration_http_method="POST", uri=alias.invoke_arn,
)
aws.lambda_.Permission(
    "echo-by-gateway", statement_id="gateway", region=REGION, action="lambda:InvokeFunction", function=echo.name,
    qualifier=alias.name, principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
)
deployment = aws.apigateway.Deployment(
    "deployed", region=REGION, rest_api=api.id, opts=pulumi.ResourceOptions(depends_on=[integration])
)
stage = aws.apigateway.Stage("v1", region=REGION, rest_api=api.id, deployment=deployment.id, stage_name="v1")
aws.apigateway.UsagePlan(
    "plan", name="all", region=REGION, api_stages=[{"api_id": api.id, "stage": stage.stage_name}]
)
"""
ECHO = """
import json
import os


def handle(event, context):
    if event.get("fail"):
        raise KeyError("no such thing")
    print("said " + str(event.get("word")))
    if "httpMethod" not in event:
        return {"word": event.get("word")}
    told = {name.lower(): value for name, value in event["headers"].items()}
    answer = {"method": event["httpMethod"], "body": event["body"], "token": told.get("authorization", "")}
    return {"statusCode": 404 if "missing" in (event["body"] or "") else 200, "body": json.dumps(answer)}
"""
CONTRACT = """
paths:
  /health:
    get: {x-groot-answered-by: workload}
  /{word}:
    parameters: [{name: word, in: path, example: echo}]
    post:
      x-groot-answered-by: echo
      requestBody: {content: {application/json: {examples: {one: {value: {said: "it's $HOME"}}}}}}
"""
BUDGETS = "name\tsize_kib\timport_ms\necho\t10\t500\nlets\t10\t500\n"

Groot = Callable[..., tuple[int, str, str]]


@dataclass(frozen=True)
class Small:
    """The stack that is up, and the folder that it is in."""

    root: Path
    port: int


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    root = tmp_path_factory.mktemp("small")
    for folder in ("echo", "lets"):
        (root / "functions" / folder).mkdir(parents=True)
        (root / "functions" / folder / "handler.py").write_text(ECHO)
    (root / "functions" / "budgets.tsv").write_text(BUDGETS)
    (root / "Pulumi.yaml").write_text("name: small\nruntime: python\n")
    regions = '[{"name": "us-east-1"}]'
    (root / "Pulumi.staging.yaml").write_text(f"encryptionsalt: {SALT}\nconfig:\n  small:regions: '{regions}'\n")
    (root / "__main__.py").write_text(PROGRAM)
    (root / "api").mkdir()
    (root / "api" / "openapi.yaml").write_text(CONTRACT)
    emulator, port = Emulator(root), free_port()
    emulator.start(port)
    try:
        yield Small(root, port)
    finally:
        emulator.reset()


@pytest.fixture
def groot(small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Groot:
    monkeypatch.chdir(small.root)
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "sample")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    code, out, err = run("up", "--yes", "--policy-pack-config", str(_none(small.root)))
    assert code == 0, (out, err)
    return run


def _none(root: Path) -> Path:
    (root / "advisory.json").write_text('{"all": "disabled"}')
    return root / "advisory.json"


def test_functions_are_listed_with_what_calls_them_and_their_budgets(groot: Groot) -> None:
    code, out, _ = groot("functions", "--json")
    assert code == 0
    echo, lets = json.loads(out)
    assert (echo["name"], echo["regions"], echo["calledBy"]) == ("echo", ["us-east-1"], ["apigateway"])
    assert (echo["memoryMib"], echo["timeoutSeconds"], echo["importBudgetMs"]) == (256, 10, 500)
    assert echo["sizeKib"] <= echo["sizeBudgetKib"]
    assert lets["calledBy"] == []
    _, out, _ = groot("functions")
    assert re.search(r"^echo +us-east-1 +apigateway +256 MiB +10 s +1 KiB of 10 +at most 500 ms$", out, re.MULTILINE)


def test_a_function_answers_and_what_it_said_is_in_its_log(groot: Groot, tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    event.write_text('{"word": "héllo"}')
    code, out, err = groot("invoke", "echo", "--event", str(event))
    assert (code, json.loads(out)) == (0, {"word": "héllo"}), err
    ends = time.monotonic() + 20
    while "said héllo" not in (out := groot("logs", "echo")[1]) and time.monotonic() < ends:
        pass
    assert "said héllo" in out


def test_following_a_log_tells_each_line_once_and_goes_on(small: Small, groot: Groot) -> None:
    groot("invoke", "echo")
    function = Standing(
        name="small-echo",
        folder="echo",
        component="echo",
        region="us-east-1",
        memory_mib=256,
        timeout_seconds=10,
        triggers=(),
        log_group="/aws/lambda/small-echo",
        alias="live",
        environment={},
    )
    rounds = iter(["more", "", ""])

    def next_round(_: float) -> None:
        if word := next(rounds):
            calling.invoke(f"http://127.0.0.1:{small.port}", function, json.dumps({"word": word}).encode())

    told: list[str] = []
    with contextlib.suppress(StopIteration, RuntimeError):
        followed = calling.logs(f"http://127.0.0.1:{small.port}", function, 0, follows=True, sleep=next_round)
        told.extend(event["message"] for event in followed)
    assert len([line for line in told if "said more" in line]) == 1


def test_a_function_that_fails_is_told_in_one_line(groot: Groot, tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    event.write_text('{"fail": true}')
    code, _, err = groot("invoke", "echo", "-e", str(event))
    assert code == 1
    assert err.startswith("error: function small-echo failed: KeyError: 'no such thing'")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["invoke", "nothing"], "no function 'nothing' stands in staging; there are echo, lets"),
        (["invoke", "echo", "--region", "eu-west-1"], "'echo' stands in us-east-1, not in eu-west-1"),
        (["invoke", "echo", "--event", "Pulumi.yaml"], "it is no JSON"),
        (["call", "GET", "/echo", "--region", "eu-west-1"], "no REST API with a stage stands in eu-west-1"),
    ],
)
def test_what_is_not_there_is_named(groot: Groot, arguments: list[str], said: str) -> None:
    code, _, err = groot(*arguments)
    assert code == 2
    assert said in err


def test_a_request_goes_through_the_gateway_with_a_key_and_a_token(groot: Groot) -> None:
    groot("call", "post", "/echo", "--data", "{}")
    code, out, err = groot("call", "post", "/echo", "--data", '{"word": 1}')  # finds the key that the first made
    assert (code, err.strip()) == (0, "200"), (out, err)
    answer = json.loads(out)
    assert (answer["method"], answer["body"]) == ("POST", '{"word": 1}')
    scheme, _, token = answer["token"].partition(" ")
    assert (scheme, token.count(".")) == ("Bearer", 2)


def test_a_refusal_is_an_exit_code(groot: Groot) -> None:
    code, _, err = groot("call", "POST", "/echo", "-d", '"missing"')
    assert (code, err.strip()) == (1, "404")


def test_a_changed_function_answers_anew_after_one_up(groot: Groot, small: Small) -> None:
    file = small.root / "functions" / "echo" / "handler.py"
    file.write_text(ECHO.replace('{"word": event.get("word")}', '{"new": True}'))
    try:
        code, out, _ = groot("up", "--yes", "--policy-pack-config", "advisory.json", "--json")
        told = json.loads(out)
        done = {word: count for word, count in told["changes"].items() if count}
        assert (code, done, told["redeployed"]) == (0, {"update": 2}, ["echo"]), told
        assert json.loads(groot("invoke", "echo")[1]) == {"new": True}
        changes = json.loads(groot("up", "--policy-pack-config", "advisory.json", "--json")[1])["changes"]
        assert [word for word, count in changes.items() if count] == ["same"], "the program wants what it became"
    finally:
        file.write_text(ECHO)


def test_a_run_without_the_program_says_so_and_claims_no_verdict(groot: Groot, small: Small) -> None:
    file = small.root / "functions" / "echo" / "handler.py"
    file.write_text(f"{ECHO}\n# changed again\n")
    try:
        code, out, _ = groot("up", "--policy-pack-config", "advisory.json")
        assert code == 0
        assert "2 updated; the others weren't looked at" in out
        assert "the program wasn't run and no policy asked" in out
        assert "violations" not in out
    finally:
        file.write_text(ECHO)


def test_a_function_that_changes_together_with_the_program_is_left_to_a_whole_run(groot: Groot, small: Small) -> None:
    file, program = small.root / "functions" / "echo" / "handler.py", small.root / "__main__.py"
    file.write_text(f"{ECHO}\n# changed\n")
    program.write_text(PROGRAM.replace('name="all"', 'name="all", description="for all"'))
    try:
        told = json.loads(groot("up", "--policy-pack-config", "advisory.json", "--json")[1])
        assert told["changes"]["update"] == 3
        assert "redeployed" not in told
    finally:
        file.write_text(ECHO)
        program.write_text(PROGRAM)


def test_the_summary_ends_with_a_line_that_a_shell_can_run(groot: Groot) -> None:
    code, out, err = groot("up", "--policy-pack-config", "advisory.json")
    assert (code, err) == (0, "")
    line = out.splitlines()[-1]
    elsewhere = {**os.environ, "http_proxy": "http://127.0.0.1:1"}
    ran = subprocess.run(["bash", "-c", line], env=elsewhere, capture_output=True, text=True, check=True)
    answer, status = ran.stdout.splitlines()
    assert status == "200"
    assert json.loads(answer)["body"] == '{"said":"it\'s $HOME"}'
    assert ran.stderr == ""


def test_nothing_is_printed_to_try_where_the_contract_has_no_example(groot: Groot, small: Small) -> None:
    file = small.root / "api" / "openapi.yaml"
    file.write_text("paths: {}\n")
    try:
        assert "curl" not in groot("up", "--policy-pack-config", "advisory.json")[1]
    finally:
        file.write_text(CONTRACT)
    assert "curl" not in groot("up", "--policy-pack-config", "advisory.json", "--json")[1]
