"""What a trail's selectors record, in the old form (`eventSelectors`) and in the new one (`advancedEventSelectors`)."""

import re
from collections.abc import Callable, Mapping, Sequence

from policies.lists import some
from policies.model import Props
from policies.read import items, value

Fields = Mapping[str, Sequence[str]]
_ALL_BUCKETS = re.compile(r"arn:aws[a-z-]*:s3(:::)?")


def advanced(props: Props, category: str, wanted: Callable[[Fields], bool]) -> bool:
    """Return whether *wanted* is true of what each field of any advanced selector of *category* must equal."""

    def selected(selector: Props) -> bool:
        fields = {value(found, "field"): items(found, "equals") for found in items(selector, "fieldSelectors")}
        return category in fields.get("eventCategory", ()) and wanted(fields)

    return some(items(props, "advancedEventSelectors"), selected)


def records(kind: str, selector: Props) -> bool:
    """Return whether an old *selector* records calls of *kind*: `ReadOnly` or `WriteOnly`."""
    return value(selector, "readWriteType", "All") in {"All", kind}


def object_calls(props: Props, kind: str) -> bool:
    """Return whether calls of *kind* (`ReadOnly` or `WriteOnly`) on objects in S3 are recorded.

    An old selector must name all buckets; an advanced one may leave some out, as the buckets that logs are kept in.
    """

    def everywhere(data: Props) -> bool:
        named = some(items(data, "values"), lambda each: _ALL_BUCKETS.fullmatch(each) is not None)
        return value(data, "type") == "AWS::S3::Object" and named

    def selected(selector: Props) -> bool:
        return records(kind, selector) and some(items(selector, "dataResources"), everywhere)

    if some(items(props, "eventSelectors"), selected):
        return True
    read_only = "true" if kind == "ReadOnly" else "false"

    def of_objects(fields: Fields) -> bool:
        return "AWS::S3::Object" in fields.get("resources.type", ()) and read_only in fields.get(
            "readOnly", (read_only,)
        )

    return advanced(props, "Data", of_objects)
