"""Lambda: functions and their code, and calls that a deployment makes.

A function's archive is built twice, for AWS and for this machine (`functions/contents.py` names them); what the program
hands over is the first, and what is sent here is the second where it lies beside. The state keeps what was handed over.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sandbox.project import contents
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Look, Read, Recorded, Run, Type
from sandbox.providers.aws.tags import tagged_by
from sandbox.providers.aws.templates import OMIT
from sandbox.providers.base import ProviderError

FUNCTION_ARN: Final = "arn:{partition}:lambda:{region}:{account}:function:{name}"
INVOKED: Final = "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/"
"""How gateways spell what they call (API Gateway Developer Guide, "x-amazon-apigateway-integration")."""
ON_AWS, HERE = "-arm64.zip", "-local.zip"
_NAMED = {"FunctionName": ID}
_CODE = ("code", "imageUri", "s3Bucket", "s3Key", "s3ObjectVersion", "sourceKmsKeyArn")
_CONFIGURATION = (
    *("deadLetterConfig", "description", "environment", "ephemeralStorage", "handler", "kmsKeyArn", "layers"),
    *("loggingConfig", "memorySize", "role", "runtime", "timeout", "tracingConfig", "vpcConfig"),
)
_UNUSED = (
    *("capacityProviderConfig", "codeSigningConfigArn", "durableConfig", "fileSystemConfig", "imageConfig"),
    *("publishTo", "replaceSecurityGroupsOnDestroy", "replacementSecurityGroupIds", "snapStart", "sourceCodeHash"),
    *("tenancyConfig", "codeSha256", "useResourceTimeoutForPropagation"),
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def archive_of(code: Mapping[str, Any] | None, root: Path = Path()) -> bytes | None:
    """Return the archive to upload for an asset as a program gives it, or None for none.

    Raises:
        ProviderError: a file of it can't be read.
    """
    if not code:
        return None
    try:
        if path := code.get("path"):
            given = root / str(path)
            here = given.with_name(given.name.removesuffix(ON_AWS) + HERE)
            if given.name.endswith(ON_AWS) and here.exists():
                given = here
            return given.read_bytes() if given.is_file() else _packed(_folder(given))
        return _packed(dict(_parts(code, root)))
    except OSError as error:
        raise ProviderError(f"cannot read {error.filename}: {error.strerror}") from None


def _parts(code: Mapping[str, Any], root: Path, under: str = "") -> Any:
    for name, part in code.get("assets", {}).items():
        if "assets" in part:
            yield from _parts(part, root, f"{under}{name}/")
        elif "text" in part:
            yield f"{under}{name}", str(part["text"]).encode()
        elif (path := root / str(part["path"])).is_dir():
            yield from ((f"{under}{name}/{inner}", content) for inner, content in _folder(path).items())
        else:
            yield f"{under}{name}", path.read_bytes()


def _folder(path: Path) -> dict[str, bytes]:
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in contents(path)}


def _packed(files: Mapping[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return into.getvalue()


def _zip(act: Act) -> Any:
    return archive_of(act.inputs.get("code")) or OMIT


def _update(act: Act) -> Mapping[str, Any]:
    """Change what differs of code and configuration, and publish a version of both where the program wants versions."""
    olds, news = act.olds, act.inputs
    if any(olds.get(name) != news.get(name) for name in (*_CODE, "architectures")):
        act.send(_PUT_CODE, news)
    if any(olds.get(name) != news.get(name) for name in _CONFIGURATION):
        act.send(_PUT_CONFIGURATION, act.lapsed | news)
    if news.get("publish"):
        act.call("publish_version", FunctionName=act.id)
    return {}


def _read(act: Act) -> Mapping[str, Any] | None:
    """Return the function, whose version is the newest that is published where the program wants versions."""
    found = act.look(_GET)
    if found is None or not act.inputs.get("publish"):
        return found
    versions = act.pages("list_versions_by_function", FunctionName=act.id)["Versions"]
    published = [int(one["Version"]) for one in versions if one["Version"].isdigit()]
    return {**found, "Version": str(max(published, default=found["Version"]))}


_GET = Read("get_function", _NAMED, result="Configuration")
_PUT_CODE = Call("update_function_code", {**_NAMED, "ZipFile": _zip}, takes={*_CODE, "architectures"} - {"code"})
_PUT_CONFIGURATION = Call("update_function_configuration", _NAMED, takes=_CONFIGURATION)

FUNCTION = Type(
    "aws:lambda/function:Function",
    service="lambda",
    id="{name}",
    create=Call("create_function", {"Code.ZipFile": _zip}),
    read=Look(_read, _GET),
    update=Run(_update, takes={*_CODE, *_CONFIGURATION, "architectures", "publish"}),
    delete=Call("delete_function", _NAMED),
    aspects=(
        Aspect(
            {"reservedConcurrentExecutions"},
            put=Call("put_function_concurrency", _NAMED),
            clear=Call("delete_function_concurrency", _NAMED),
            read=Read("get_function_concurrency", _NAMED),
            when=lambda inputs: inputs.get("reservedConcurrentExecutions", -1) >= 0,
        ),
    ),
    tags=tagged_by({"Resource": "{arn}"}, read="list_tags"),
    name=Autoname("name", 64),
    rename={
        "name": "FunctionName",
        "code": None,
        "imageUri": "Code.ImageUri",
        "s3Bucket": "Code.S3Bucket",
        "s3Key": "Code.S3Key",
        "s3ObjectVersion": "Code.S3ObjectVersion",
        "sourceKmsKeyArn": "Code.SourceKMSKeyArn",
        "fileSystemConfig": "FileSystemConfigs",
    },
    outputs={
        "arn": FUNCTION_ARN,
        "invokeArn": f"{INVOKED}{FUNCTION_ARN}/invocations",
        "version": "Version",
        "qualifiedArn": FUNCTION_ARN + ":{version}",
    },
    replaces={"name", "packageType"},
    not_emulated=dict.fromkeys(_UNUSED, "it is not emulated yet"),
    differs={
        "architectures": "it runs on this machine's",
        "code": "the archive for this machine is sent where the program hands over the one for AWS",
        "runtime": "it runs under this machine's Python",
        "vpcConfig": "it reaches what this machine reaches",
    },
    write_only={*_CODE, "publish"},
    local={"skipDestroy"},
)

TYPES = (
    FUNCTION,
    Recorded(
        "aws:lambda/invocation:Invocation",
        reason="what a deployment calls rules a search domain, and no emulator has one",
        outputs={"result": "null"},
        replaces={"functionName", "input", "qualifier", "triggers"},
        tags=False,
    ),
)
