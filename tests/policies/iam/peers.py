"""Two evaluators of others': moto's, and ministack's, which stands apart with the data plane."""

import importlib.util
import json
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult

from policies.iam.evaluate import Answer, Request

ROOT = Path(__file__).resolve().parents[3]
_MOTO = {
    PermissionResult.PERMITTED: Answer.ALLOWED,
    PermissionResult.NEUTRAL: Answer.SILENT,
    PermissionResult.DENIED: Answer.DENIED,
}
_MINISTACK = {"Allow": Answer.ALLOWED, "ImplicitDeny": Answer.SILENT, "Deny": Answer.DENIED}


def moto(said: Sequence[Mapping[str, Any]], request: Request) -> Answer:
    """Return what moto's evaluator says to *request* by an identity's policy."""
    policy = IAMPolicy(json.dumps({"Version": "2012-10-17", "Statement": list(said)}))
    return _MOTO[policy.is_action_permitted(request.action, request.resource)]


def ministack(said: Sequence[Mapping[str, Any]], request: Request) -> Answer:
    """Return what ministack's evaluator says to *request*: by a resource's policy, if that names principals."""
    peer = evaluator()
    context = peer.EvalContext(
        principal_arn=request.principal.name,
        principal_type="User",
        principal_account="111122223333",
        action=request.action,
        resource_arn=request.resource,
        region="us-east-1",
        service_context={
            key: list(values) if len(values) > 1 else values[0] for key, values in request.context.items()
        },
    )
    document = {"Version": "2012-10-17", "Statement": list(said)}
    if "Principal" in said[0]:
        return _MINISTACK[peer.evaluate_resource_policy(document, context).decision]
    return _MINISTACK[peer.evaluate(context, [peer.parse_policy_document(document)]).decision]


@cache
def evaluator() -> ModuleType:
    """Return ministack's evaluator, without the rest of it."""
    (path,) = (ROOT / ".venv/dataplane/lib").glob("python*/site-packages/ministack/core/iam_evaluator.py")
    spec = importlib.util.spec_from_file_location("ministack_iam_evaluator", path)
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
