"""Argo Rollouts' custom kinds, as far as the platform uses them.

Argo Rollouts, "Rollout Specification", "Analysis & Progressive Delivery", "CloudWatch Metrics", v1alpha1.
Of ways to hand a rollout its pods the reference to a workload is known, of strategies the canary by shares of pods, of
who measures CloudWatch.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.providers.kubernetes.json_schema import (
    BOOLEAN,
    COUNT,
    DURATION,
    PERCENT,
    STRING,
    Schema,
    choice,
    list_of,
    one_of,
    record,
)
from sandbox.providers.kubernetes.values.keywords import Fault

_NAME: Schema = {"type": "string", "minLength": 1}
_SHARE: Schema = {"anyOf": [COUNT, {"type": "string", "pattern": r"^\d+%$"}]}
_STEP = one_of(
    {
        "setWeight": PERCENT,
        "pause": record({"duration": {"anyOf": [DURATION, COUNT]}}),
        "analysis": record({"templates": list_of(record({"templateName": _NAME}, ["templateName"]), 1)}, ["templates"]),
    }
)


def _goes_on(canary: Mapping[str, Any]) -> Iterator[Fault]:
    if {str(canary.get(each, "")).removesuffix("%") for each in ("maxSurge", "maxUnavailable")} == {"0"}:
        yield (), "maxSurge and maxUnavailable both can not be 0"


_CANARY: Schema = {
    **record({"maxSurge": _SHARE, "maxUnavailable": _SHARE, "steps": list_of(_STEP, 1)}),
    "agreement": [_goes_on],
}
ROLLOUT = record(
    {
        "replicas": COUNT,
        "workloadRef": record(
            {
                "apiVersion": _NAME,
                "kind": _NAME,
                "name": _NAME,
                "scaleDown": choice("never", "onsuccess", "progressively"),
            }
        ),
        "minReadySeconds": COUNT,
        "progressDeadlineSeconds": COUNT,
        "progressDeadlineAbort": BOOLEAN,
        "revisionHistoryLimit": COUNT,
        "strategy": one_of({"canary": _CANARY}),
    },
    ["strategy", "workloadRef"],
)
_DIMENSION = record({"name": STRING, "value": STRING})
_STATISTIC = record(
    {
        "metric": record({"namespace": STRING, "metricName": STRING, "dimensions": list_of(_DIMENSION)}),
        "period": {"type": ["integer", "string"]},
        "stat": STRING,
        "unit": STRING,
    }
)
_QUERY = record(
    {
        "id": _NAME,
        "expression": STRING,
        "label": STRING,
        "metricStat": _STATISTIC,
        "period": {"type": ["integer", "string"]},
        "returnData": BOOLEAN,
    },
    ["id"],
)
_METRIC = record(
    {
        "name": _NAME,
        "initialDelay": DURATION,
        "interval": DURATION,
        "count": {"type": ["integer", "string"]},
        "failureLimit": {"type": ["integer", "string"]},
        "successCondition": STRING,
        "failureCondition": STRING,
        "provider": one_of(
            {
                "cloudWatch": record(
                    {"interval": DURATION, "metricDataQueries": list_of(_QUERY, 1)}, ["metricDataQueries"]
                )
            }
        ),
    },
    ["name", "provider"],
)
ANALYSIS_TEMPLATE = record({"metrics": list_of(_METRIC, 1)}, ["metrics"])

KINDS: Final[dict[str, Schema]] = {
    "argoproj.io/v1alpha1:AnalysisTemplate": ANALYSIS_TEMPLATE,
    "argoproj.io/v1alpha1:Rollout": ROLLOUT,
}
"""`<apiVersion>:<kind>`, as in a Pulumi type token, to the schema of `spec`."""
