"""The workflow of people's requests in the Amazon States Language, as data.

Each hour it looks at every open request and takes each as far as it goes: plan, stores in their order, search, end. A
request that stops stops alone, is entered as such, and is taken up again an hour later, where it stands. What states
hand each other are ids of requests and names of stores, and nothing of anybody.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

AT_ONCE: Final = 5
"""Requests that are seen to at a time: the chain of entries takes one after another."""
RUN_SECONDS: Final = 6 * 3600
"""Then a run is given up; the next one goes on."""
RETRIED: Final[Sequence[Mapping[str, Any]]] = (
    {
        "ErrorEquals": [
            *("Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException"),
            "Lambda.TooManyRequestsException",
        ],
        "IntervalSeconds": 2,
        "MaxAttempts": 6,
        "BackoffRate": 2,
        "JitterStrategy": "FULL",
    },
    {
        "ErrorEquals": [
            *("BusyError", "ConnectTimeoutError", "EndpointConnectionError", "InternalServerError"),
            *("ProvisionedThroughputExceededException", "ReadTimeoutError", "RequestLimitExceeded"),
            "ThrottlingException",
        ],
        "IntervalSeconds": 1,
        "MaxAttempts": 3,
        "BackoffRate": 2,
    },
)
"""AWS Step Functions Developer Guide, "Best practices", "Handle transient Lambda service exceptions"; and what a store
that is busy, or doesn't answer, raises in the function (Amazon DynamoDB Developer Guide, "Error handling")."""
CAUGHT: Final = ({"ErrorEquals": ["States.ALL"], "ResultPath": "$.fault", "Next": "Stop"},)


def definition(stores: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the workflow over *stores*, as `governance.for_requests` describes them; `${states}` stands for the
    function's ARN."""
    return {
        "Comment": "Sees to people's requests about their data",
        "StartAt": "Catalogue",
        "TimeoutSeconds": RUN_SECONDS,
        "States": {
            "Catalogue": {
                "Type": "Pass",
                "Result": {"stores": [*stores]},
                "ResultPath": "$.catalogue",
                "Next": "Watch",
            },
            "Watch": _task("watch", {}, selected="requests", path="$.open", next_="Requests", caught=False),
            "Requests": {
                "Type": "Map",
                "ItemsPath": "$.open.requests",
                "MaxConcurrency": AT_ONCE,
                "ItemSelector": {"request.$": "$$.Map.Item.Value", "stores.$": "$.catalogue.stores"},
                "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **_request()},
                "ResultPath": None,
                "End": True,
            },
        },
    }


def _request() -> dict[str, Any]:
    own = {"request.$": "$.request"}
    known = own | {"stores.$": "$.stores"}
    act = _task("act", own | {"store.$": "$.store"}, path=None, next_=None, caught=False)
    return {
        "StartAt": "Plan",
        "States": {
            "Plan": _task("plan", known, selected="stores", path="$.plan", next_="Stores"),
            "Stores": {
                "Type": "Map",
                "ItemsPath": "$.plan.stores",
                "MaxConcurrency": 1,
                "ItemSelector": {"request.$": "$.request", "store.$": "$$.Map.Item.Value"},
                "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "Act", "States": {"Act": act}},
                "ResultPath": None,
                "Catch": [*CAUGHT],
                "Next": "Search",
            },
            "Search": _task("search", known, path=None, next_="Conclude"),
            "Conclude": _task("conclude", known, path=None, next_=None),
            "Stop": _task("stop", own | {"fault.$": "$.fault.Error"}, path=None, next_=None, caught=False),
        },
    }


def _task(
    do: str,
    payload: Mapping[str, str],
    *,
    selected: str = "",
    path: str | None,
    next_: str | None,
    caught: bool = True,
) -> dict[str, Any]:
    """Return the state that asks the function to *do* something and puts what is *selected* of its answer at *path*."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": "${states}", "Payload": {"do": do, **payload}},
        **({"ResultSelector": {f"{selected}.$": f"$.Payload.{selected}"}} if selected else {}),
        "ResultPath": path,
        "Retry": [*RETRIED],
        **({"Catch": [*CAUGHT]} if caught else {}),
        **({"Next": next_} if next_ else {"End": True}),
    }
