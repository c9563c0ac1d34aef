"""Faults of ministack 1.5.33 that are mended, in its own process; it takes other things as AWS does.

Destinations of logs have tags (CloudWatch Logs API Reference, `ListTagsForResource`). A stage's tags are those that it
was created with (API Gateway API Reference, `CreateStage`). Lists are patched member by member, numbers stay numbers,
and base path mappings are patched at all (API Gateway API Reference, `PatchOperation`). A secret is taken out of
regions again (AWS Secrets Manager API Reference, `RemoveRegionsFromReplication`). Keys that are made within one second
can be told apart by their age (AWS KMS API Reference, `KeyMetadata`). Whether an expression of DynamoDB's is well
formed is found out once, and not for each item that a query looks at, which took 40 of 44 ms at 400 items. What is to
be saved of logs isn't copied first, nor are archives of functions hashed again, which stopped everything for a second.
"""

import json
import re
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ministack.core.arn import parse_arn  # pyright: ignore[reportMissingImports] - of another environment
from ministack.core.responses import json_response  # pyright: ignore[reportMissingImports]
from ministack.services import (  # pyright: ignore[reportMissingImports]
    apigateway_v1,
    cloudwatch_logs,
    dynamodb,
    kms,
    lambda_svc,
    secretsmanager,
)

_DESTINATION = "destination:"
_MAPPING = re.compile(r"/domainnames/([^/]+)/basepathmappings/([^/]+)")
_EXPRESSIONS = 1024
"""Remembered at most; each has 4 KB at most (Amazon DynamoDB Developer Guide, "Quotas", Expressions)."""
_ARCHIVES = 64
"""Whose hashes are remembered at most; they are kept in memory for it."""
_NUMBERS = {"limit": int, "offset": int, "burstLimit": int, "rateLimit": float}


def mend() -> None:
    """Mend what is loaded."""
    for module, name, wrap in (
        (cloudwatch_logs, "_tag_resource_identity", _destinations_too),
        (cloudwatch_logs, "_put_destination", _with_tags),
        (apigateway_v1, "_create_stage", _tagged),
        (apigateway_v1, "_apply_patch", _by_member),
        (apigateway_v1, "handle_request", _with_mappings),
        (secretsmanager, "handle_request", _with_removal),
        (kms, "_key_metadata", _with_moment),
        (dynamodb, "_condition_syntax_error", lru_cache(_EXPRESSIONS)),
        (cloudwatch_logs, "get_state", _uncopied),
        (lambda_svc, "_write_code_blob", _hashed_once),
        (lambda_svc, "base64", _held_once),
    ):
        setattr(module, name, wrap(getattr(module, name)))


def _destinations_too(identify: Callable[..., Any]) -> Callable[..., Any]:
    def identity(arn: str, account: str, region: str) -> Any:
        resource = arn.split(":", 5)[-1]
        if not resource.startswith(_DESTINATION):
            return identify(arn, account, region)
        parse_arn(arn)
        return cloudwatch_logs._destinations, "destination", resource.removeprefix(_DESTINATION)

    return identity


def _with_tags(put: Callable[..., Any]) -> Callable[..., Any]:
    def put_destination(data: dict[str, Any]) -> Any:
        name = data.get("destinationName")
        known = cloudwatch_logs._destinations.get(name) or {}
        answer = put(data)
        if name in cloudwatch_logs._destinations:
            cloudwatch_logs._destinations[name]["tags"] = {**known.get("tags", {}), **data.get("tags", {})}
        return answer

    return put_destination


def _tagged(create: Callable[..., Any]) -> Callable[..., Any]:
    def create_stage(api: str, data: dict[str, Any]) -> Any:
        answer = create(api, data)
        if data.get("tags") and data.get("stageName") in apigateway_v1._stages_v1.get(api, {}):
            arn = f"{apigateway_v1._rest_api_arn(api)}/stages/{data['stageName']}"
            apigateway_v1._v1_tags[arn] = dict(data["tags"])
        return answer

    return create_stage


def _by_member(apply: Callable[..., Any]) -> Callable[..., Any]:
    def apply_patch(target: dict[str, Any], operations: list[dict[str, Any]]) -> Any:
        others = []
        for operation in operations:
            _, first, *rest = operation.get("path", "").split("/")
            if first == "binaryMediaTypes" and rest:
                _patch_list(target, first, operation, apigateway_v1._decode_json_pointer_token(rest[0]))
            elif first == "apiStages" and operation["op"] in ("add", "remove"):
                api, _, stage = operation["value"].partition(":")
                _patch_list(target, first, operation, {"apiId": api, "stage": stage})
            elif rest and first in ("quota", "throttle") and rest[0] in _NUMBERS:
                others.append({**operation, "value": _NUMBERS[rest[0]](operation["value"])})
            else:
                others.append(operation)
        return apply(target, others)

    return apply_patch


def _patch_list(target: dict[str, Any], name: str, operation: dict[str, Any], member: Any) -> None:
    others = [known for known in target.get(name) or () if known != member]
    target[name] = others if operation["op"] == "remove" else [*others, member]


def _with_mappings(handle: Callable[..., Any]) -> Callable[..., Any]:
    async def handle_request(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        found = _MAPPING.fullmatch(path) if method == "PATCH" else None
        mapping = apigateway_v1._base_path_mappings.get(found[1], {}).get(found[2]) if found else None
        if mapping is None:
            return await handle(method, path, headers, body, query)
        for operation in json.loads(body)["patchOperations"]:
            mapping[{"/restapiId": "restApiId"}.get(operation["path"], operation["path"][1:])] = operation["value"]
        return apigateway_v1._v1_response(apigateway_v1._public_mapping(mapping))

    return handle_request


def _with_moment(describe: Callable[..., Any]) -> Callable[..., Any]:
    def key_metadata(record: dict[str, Any]) -> Any:
        if isinstance(record["CreationDate"], int):
            record["CreationDate"] = max(time.time(), record["CreationDate"])
        return describe(record)

    return key_metadata


def _with_removal(handle: Callable[..., Any]) -> Callable[..., Any]:
    async def handle_request(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        if not headers.get("x-amz-target", "").endswith(".RemoveRegionsFromReplication"):
            return await handle(method, path, headers, body, query)
        data = json.loads(body)
        _, secret = secretsmanager._resolve(data["SecretId"])
        if not secret:  # let it say so in its own words
            headers = {**headers, "x-amz-target": "secretsmanager.DescribeSecret"}
            return await handle(method, path, headers, body, query)
        left: list[Any] = []
        gone: list[Any] = []
        for status in secret["ReplicationStatus"]:
            (gone if status["Region"] in data["RemoveReplicaRegions"] else left).append(status)
        secretsmanager._delete_replicas({**secret, "ReplicationStatus": gone})
        secret["ReplicationStatus"] = left
        return json_response({"ARN": secret["ARN"], "ReplicationStatus": left})

    return handle_request


def _uncopied(get: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    names = tuple(get())
    return lambda: {name: getattr(cloudwatch_logs, f"_{name}") for name in names}


def _hashed_once(write: Callable[[bytes], str]) -> Callable[[bytes], str]:
    known: dict[int, tuple[bytes, str]] = {}  # by identity: whether two are equal takes as long to tell as a hash

    def write_code_blob(archive: bytes) -> str:
        held, sha = known.get(id(archive), (None, ""))
        if held is not archive or not Path(lambda_svc.CODE_BLOB_DIR, f"{sha}.zip").exists():
            if len(known) == _ARCHIVES:
                known.clear()
            sha = write(archive)
            known[id(archive)] = archive, sha
        return sha

    return write_code_blob


def _held_once(encoding: Any) -> Any:
    """Return *encoding*, `base64` as functions' code comes in, which decodes what is there already to what is there."""

    def b64decode(text: str) -> bytes:
        decoded = encoding.b64decode(text)
        functions = list(lambda_svc._functions._data.values())
        records = (record for each in functions for record in (each, *each.get("versions", {}).values()))
        return next((code for record in records if (code := record.get("code_zip")) == decoded), decoded)

    return SimpleNamespace(**vars(encoding) | {"b64decode": b64decode})
