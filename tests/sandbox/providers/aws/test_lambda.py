"""Functions and what stands around them."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sandbox.engine.assets import ARCHIVE, ASSET
from sandbox.engine.wire import SIGNATURE
from sandbox.providers.aws.lambda_ import archive_of
from sandbox.providers.base import ProviderError
from tests.sandbox.providers.aws.bench import ACCOUNT, Bench
from tests.sandbox.providers.aws.conftest import Deploy

FUNCTION = "aws:lambda/function:Function"
ALIAS = "aws:lambda/alias:Alias"
PERMISSION = "aws:lambda/permission:Permission"
CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
SOURCE = "aws:lambda/eventSourceMapping:EventSourceMapping"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)
QUEUE_ARN = f"arn:aws:sqs:us-east-1:{ACCOUNT}:fed"


def text(content: str) -> dict[str, Any]:
    return {SIGNATURE: ASSET, "text": content, "hash": content}


def modules(**contents: str) -> dict[str, Any]:
    return {
        SIGNATURE: ARCHIVE,
        "assets": {f"{name}.py": text(content) for name, content in contents.items()},
        "hash": str(contents),
    }


@pytest.fixture
def inputs(deploy: Deploy) -> dict[str, Any]:
    role = deploy("aws:iam/role:Role", name="runs", assumeRolePolicy=TRUST)
    return {
        "name": "it",
        "role": role.outputs["arn"],
        "handler": "a.handle",
        "runtime": "python3.14",
        "architectures": ["arm64"],
        "code": modules(a="one"),
    }


def test_function_lives(bench: Bench, inputs: dict[str, Any]) -> None:
    given = {
        **inputs,
        "timeout": 10,
        "memorySize": 256,
        "environment": {"variables": {"A": "1"}},
        "tracingConfig": {"mode": "Active"},
        "reservedConcurrentExecutions": 5,
        "tags": {"stack": "one"},
    }
    changes = {
        "code": modules(a="two"),
        "timeout": 20,
        "environment": {"variables": {"A": "2"}},
        "reservedConcurrentExecutions": 6,
        "tags": {"stack": "other"},
    }
    bench.lives(FUNCTION, given, changes)


def test_function_holds_the_code_it_was_given(bench: Bench, deploy: Deploy, inputs: dict[str, Any]) -> None:
    made = deploy(FUNCTION, **inputs)
    client = bench.boto("lambda")
    first = client.get_function(FunctionName="it")["Configuration"]["CodeSha256"]
    made.update(code=modules(a="two"))
    second = client.get_function(FunctionName="it")["Configuration"]["CodeSha256"]
    made.update(code=modules(a="one"))
    assert first != second
    assert client.get_function(FunctionName="it")["Configuration"]["CodeSha256"] == first


def test_each_change_of_a_published_function_is_a_version_of_its_own(deploy: Deploy, inputs: dict[str, Any]) -> None:
    made = deploy(FUNCTION, **inputs, publish=True)
    assert made.outputs["version"] == "1"
    made.update(code=modules(a="two"))
    assert made.outputs["version"] == "2"
    made.update(timeout=7)
    assert (made.outputs["version"], made.outputs["qualifiedArn"][-5:]) == ("3", ":it:3")


def test_alias_lives_and_moves(bench: Bench, deploy: Deploy, inputs: dict[str, Any]) -> None:
    made = deploy(FUNCTION, **inputs, publish=True)
    made.update(code=modules(a="two"))
    given = {"functionName": "it", "name": "live", "functionVersion": "1"}
    bench.lives(ALIAS, given, {"functionVersion": "2", "description": "moved"})
    alias = deploy(ALIAS, **given)
    assert alias.outputs["arn"] == f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:it:live"


def test_permission_lives(bench: Bench, deploy: Deploy, inputs: dict[str, Any]) -> None:
    deploy(FUNCTION, **inputs)
    given = {
        "function": "it",
        "statementId": "topic",
        "action": "lambda:InvokeFunction",
        "principal": "sns.amazonaws.com",
        "sourceArn": f"arn:aws:sns:us-east-1:{ACCOUNT}:told",
        "sourceAccount": ACCOUNT,
    }
    bench.lives(PERMISSION, given, {})


def test_permission_that_was_narrowed_out_of_band_is_drift(
    bench: Bench, deploy: Deploy, inputs: dict[str, Any]
) -> None:
    deploy(FUNCTION, **inputs)
    given = {"function": "it", "statementId": "topic", "action": "lambda:InvokeFunction"}
    made = deploy(PERMISSION, **given, principal="sns.amazonaws.com")
    client = bench.boto("lambda")
    client.remove_permission(FunctionName="it", StatementId="topic")
    client.add_permission(
        FunctionName="it", StatementId="topic", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com"
    )
    assert made.drift() == ["principal"]


def test_invoke_config_lives(bench: Bench, deploy: Deploy, inputs: dict[str, Any]) -> None:
    deploy(FUNCTION, **inputs)
    given = {
        "functionName": "it",
        "maximumRetryAttempts": 1,
        "destinationConfig": {"onFailure": {"destination": QUEUE_ARN}},
    }
    bench.lives(CONFIG, given, {"maximumRetryAttempts": 2})


def test_event_source_lives(bench: Bench, deploy: Deploy, inputs: dict[str, Any]) -> None:
    deploy("aws:sqs/queue:Queue", name="fed")
    deploy(FUNCTION, **inputs)
    given = {
        "functionName": "it",
        "eventSourceArn": QUEUE_ARN,
        "batchSize": 5,
        "functionResponseTypes": ["ReportBatchItemFailures"],
        "filterCriteria": {"filters": [{"pattern": '{"body": {"kind": ["a"]}}'}]},
    }
    bench.lives(SOURCE, given, {"batchSize": 6, "enabled": False})


def test_event_source_of_a_stream_lives(bench: Bench, deploy: Deploy, inputs: dict[str, Any]) -> None:
    table = deploy(
        "aws:dynamodb/table:Table",
        name="fed",
        hashKey="id",
        billingMode="PAY_PER_REQUEST",
        attributes=[{"name": "id", "type": "S"}],
        streamEnabled=True,
        streamViewType="NEW_IMAGE",
    )
    deploy(FUNCTION, **inputs, publish=True)
    alias = deploy(ALIAS, functionName="it", name="live", functionVersion="1")
    given = {
        "functionName": alias.outputs["arn"],
        "eventSourceArn": table.outputs["streamArn"],
        "startingPosition": "TRIM_HORIZON",
        "bisectBatchOnFunctionError": True,
        "maximumRetryAttempts": 3,
        "parallelizationFactor": 2,
        "maximumBatchingWindowInSeconds": 1,
        "destinationConfig": {"onFailure": {"destinationArn": QUEUE_ARN}},
    }
    bench.lives(SOURCE, given, {"maximumRetryAttempts": 4, "parallelizationFactor": 3})


def unpacked(archive: bytes | None) -> dict[str, bytes]:
    assert archive
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_archive_for_this_machine_is_sent_where_one_for_aws_is_given(tmp_path: Path) -> None:
    for machine in ("arm64", "local", "other"):
        (tmp_path / f"it-{machine}.zip").write_bytes(machine.encode())
    assert archive_of({"path": "it-arm64.zip"}, tmp_path) == b"local"
    assert archive_of({"path": "it-other.zip"}, tmp_path) == b"other"
    (tmp_path / "it-local.zip").unlink()
    assert archive_of({"path": "it-arm64.zip"}, tmp_path) == b"arm64"


def test_an_archive_of_parts_holds_files_folders_and_texts(tmp_path: Path) -> None:
    (tmp_path / "lib" / "in").mkdir(parents=True)
    (tmp_path / "lib" / "in" / "b.py").write_text("b")
    parts = {
        "a.py": text("a"),
        "lib": {"path": "lib"},
        "deep": {"assets": {"b.py": {"path": "lib/in/b.py"}}},
    }
    expected = {"a.py": b"a", "deep/b.py": b"b", "lib/in/b.py": b"b"}
    assert unpacked(archive_of({"assets": parts}, tmp_path)) == expected


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match=r"cannot read .*/nowhere.py: No such file"):
        archive_of({"assets": {"a.py": {"path": "nowhere.py"}}}, tmp_path)
