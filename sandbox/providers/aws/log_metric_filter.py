"""Metric filters of CloudWatch Logs."""

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Autoname, Call, Read, Run, Type
from sandbox.values import Properties

_FILTER = {"logGroupName": "{logGroupName}", "filterName": ID}
_RENAME = {
    "name": "filterName",
    "pattern": "filterPattern",
    "metricTransformation": "metricTransformations",
    "metricTransformation.name": "metricName",
    "metricTransformation.namespace": "metricNamespace",
    "metricTransformation.value": "metricValue",
}
_PUT = Call("put_metric_filter")


def _replace(act: Act) -> Properties:
    """Put the filter anew: the emulator would keep the old one beside it, where AWS replaces it."""
    act.send(_DELETE, {})
    return act.send(_PUT, act.inputs)


_DELETE = Call("delete_metric_filter", _FILTER)

METRIC_FILTER = Type(
    "aws:cloudwatch/logMetricFilter:LogMetricFilter",
    service="logs",
    id="{name}",
    create=_PUT,
    read=Read(
        "describe_metric_filters",
        {"logGroupName": "{logGroupName}", "filterNamePrefix": ID},
        result="metricFilters",
        where={"filterName": ID},
    ),
    update=Run(_replace, takes={"applyOnTransformedLogs", "metricTransformation", "pattern"}),
    delete=_DELETE,
    name=Autoname("name", 512),
    rename=_RENAME,
    replaces={"logGroupName", "name"},
    forgotten={"applyOnTransformedLogs": "the emulator doesn't transform logs, nor tell whether to filter them then"},
)

TYPES = (METRIC_FILTER,)
