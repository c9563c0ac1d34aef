"""What a trail's selectors record, in the old form (`eventSelectors`) and in the new one (`advancedEventSelectors`)."""

import re
from collections.abc import Iterable, Mapping, Sequence

from policies.model import Props
from policies.read import items, value

Fields = Mapping[str, Sequence[str]]
_ALL_BUCKETS = re.compile(r"arn:aws[a-z-]*:s3(:::)?")


def advanced(props: Props, category: str) -> Iterable[Fields]:
    """Yield, for each advanced selector of *category*, what each of its fields must equal."""
    for selector in items(props, "advancedEventSelectors"):
        fields = {value(found, "field"): items(found, "equals") for found in items(selector, "fieldSelectors")}
        if category in fields.get("eventCategory", ()):
            yield fields


def records(kind: str, selector: Props) -> bool:
    """Return whether an old *selector* records calls of *kind*: `ReadOnly` or `WriteOnly`."""
    return value(selector, "readWriteType", "All") in {"All", kind}


def object_calls(props: Props, kind: str) -> bool:
    """Return whether calls of *kind* (`ReadOnly` or `WriteOnly`) on objects in S3 are recorded.

    An old selector must name all buckets; an advanced one may leave some out, as the buckets that logs are kept in.
    """
    for selector in items(props, "eventSelectors"):
        for data in items(selector, "dataResources"):
            everywhere = any(isinstance(each, str) and _ALL_BUCKETS.fullmatch(each) for each in items(data, "values"))
            if value(data, "type") == "AWS::S3::Object" and everywhere and records(kind, selector):
                return True
    read_only = "true" if kind == "ReadOnly" else "false"
    return any(
        "AWS::S3::Object" in fields.get("resources.type", ()) and read_only in fields.get("readOnly", (read_only,))
        for fields in advanced(props, "Data")
    )
