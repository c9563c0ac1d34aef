"""Files that a program hands to a resource: their content counts, wherever it lies and however it is packed."""

from collections.abc import Callable
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest

from tests.sandbox.engine.conftest import Stack


def program(code: Callable[[], pulumi.Archive]) -> Callable[[], None]:
    def run() -> None:
        aws.lambda_.Function("it", code=code(), role="arn:aws:iam::1:role/it", handler="a.b", runtime="python3.14")

    return run


def folder(root: Path) -> pulumi.Archive:
    return pulumi.FileArchive("code")


def packed(root: Path) -> pulumi.Archive:
    return pulumi.FileArchive("code/it.py")


def parts(root: Path) -> pulumi.Archive:
    return pulumi.AssetArchive({"inner": pulumi.AssetArchive({"it.py": pulumi.FileAsset("code/it.py")})})


@pytest.mark.parametrize("kind", [folder, packed, parts])
def test_a_changed_file_is_a_changed_resource(stack: Stack, kind: Callable[[Path], pulumi.Archive]) -> None:
    file = stack.root / "code" / "it.py"
    file.parent.mkdir()
    file.write_text("one")
    deployment = stack.deployment(program(lambda: kind(stack.root)))
    assert not deployment.up().failed
    assert deployment.preview().changes()["update"] == 0
    file.write_text("two")
    assert deployment.preview().changes()["update"] == 1


def test_a_changed_text_is_a_changed_resource(stack: Stack) -> None:
    texts = iter(["one", "one", "two"])
    deployment = stack.deployment(
        program(lambda: pulumi.AssetArchive({"it.py": pulumi.StringAsset(next(texts))})),
    )
    assert not deployment.up().failed
    assert deployment.preview().changes()["update"] == 0
    assert deployment.preview().changes()["update"] == 1


def test_a_missing_file_is_named(stack: Stack) -> None:
    result = stack.deployment(program(lambda: pulumi.FileArchive("nowhere.zip"))).up()
    assert result.failed
    assert f"cannot read {stack.root}/nowhere.zip: No such file" in str((result.failures, result.diagnostics))
