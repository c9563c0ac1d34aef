"""Prints what some of the SDKs' modules hold, as JSON: `python -m tests.sandbox.engine.describe_sdk [deferring]`."""

import contextlib
import importlib
import inspect
import json
import sys
from types import ModuleType
from typing import Any

import pulumi
from pulumi._types import input_type_types, is_input_type, is_output_type, output_type_types, resource_types

from sandbox.engine import sdk_modules

MODULES = (
    "pulumi_aws",
    "pulumi_aws.cloudfront",
    "pulumi_aws.cloudfront.outputs",
    "pulumi_aws.config",
    "pulumi_aws.kms",
    "pulumi_aws.s3",
    "pulumi_aws.s3.outputs",
    "pulumi_kubernetes.core.v1",
    "pulumi_kubernetes.core.v1.outputs",
    "pulumi_kubernetes.meta.v1",
    "pulumi_tls",
    "pulumi_tls.outputs",
)


def describe(module: ModuleType) -> dict[str, Any]:
    """Return each public name with what a program and the SDK see of it."""
    return {name: _of(getattr(module, name)) for name in dir(module) if not name.startswith("_")}


def _of(value: Any) -> Any:
    if inspect.isclass(value):
        members = sorted(vars(value))
        if issubclass(value, pulumi.Resource):
            return [members, _types(resource_types(value))]
        if is_input_type(value):
            return [members, _types(input_type_types(value))]
        if is_output_type(value):
            return [members, _types(output_type_types(value))]
        return [members, value.__module__]
    if inspect.isfunction(value):
        return str(inspect.signature(value, eval_str=True))
    return value.__name__ if inspect.ismodule(value) else type(value).__name__


def _types(found: dict[str, type]) -> dict[str, str]:
    return {name: repr(kind) for name, kind in found.items()}


if __name__ == "__main__":
    with sdk_modules.deferring() if sys.argv[1:] == ["deferring"] else contextlib.nullcontext():
        print(json.dumps({name: describe(importlib.import_module(name)) for name in MODULES}))
