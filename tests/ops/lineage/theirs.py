"""OpenLineage's own classes, which its project makes from its schemas: an event is one if it can be read into them.

They know no member beside those of the schemas, each class its schema's address, and check times and ids.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, get_args, get_origin, get_type_hints

import attrs
from openlineage.client.generated.base import JobEvent, RunEvent
from openlineage.client.generated.column_lineage_dataset import ColumnLineageDatasetFacet
from openlineage.client.generated.documentation_job import DocumentationJobFacet
from openlineage.client.generated.job_type_job import JobTypeJobFacet
from openlineage.client.generated.schema_dataset import SchemaDatasetFacet
from openlineage.client.generated.sql_job import SQLJobFacet
from openlineage.client.generated.tags_dataset import TagsDatasetFacet

FACETS: Final[Mapping[str, Any]] = {
    "columnLineage": ColumnLineageDatasetFacet,
    "documentation": DocumentationJobFacet,
    "jobType": JobTypeJobFacet,
    "schema": SchemaDatasetFacet,
    "sql": SQLJobFacet,
    "tags": TagsDatasetFacet,
}
ADDRESSES: Final = ("schemaURL", "_schemaURL")


def job_event(event: Mapping[str, Any]) -> JobEvent:
    """Return *event* as a `JobEvent`; fails where it isn't one."""
    return _read(JobEvent, event, "event")


def run_event(event: Mapping[str, Any]) -> RunEvent:
    """Return *event* as a `RunEvent`; fails where it isn't one."""
    return _read(RunEvent, event, "event")


def _read(kind: Any, value: Any, at: str) -> Any:
    if get_origin(kind) is list:
        return [_read(get_args(kind)[0], each, f"{at}[{index}]") for index, each in enumerate(value)]
    if get_origin(kind) is dict:
        named = FACETS if at.endswith(".facets") else {}
        return {key: _read(named.get(key, get_args(kind)[1]), each, f"{at}.{key}") for key, each in value.items()}
    if type(None) in get_args(kind):
        return None if value is None else _read(get_args(kind)[0], value, at)
    if attrs.has(kind):
        return _object(kind, value, at)
    if issubclass(kind, Enum):
        return kind[value]
    assert isinstance(value, kind), f"{at} is no {kind.__name__}"
    return value


def _object(kind: Any, value: Mapping[str, Any], at: str) -> Any:
    hints, members = get_type_hints(kind), {each.name: each for each in attrs.fields(kind)}
    assert not value.keys() - members.keys(), f"{at}: {kind.__name__} has no {sorted(value.keys() - members.keys())}"
    given = {
        each.alias: _read(hints[name], value[name], f"{at}.{name}")
        for name, each in members.items()
        if name in value and each.init
    }
    made = kind(**given)
    for address in ADDRESSES:
        assert address not in members or value[address] == getattr(made, address), f"{at}: of another version"
    return made
