"""What a trail's selectors record, in the old form (`eventSelectors`) and in the new one (`advancedEventSelectors`)."""

import re
from collections.abc import Callable
from typing import Any

from policies.lists import all_hold, any_holds, some
from policies.model import Props
from policies.read import items, value

_ALL_BUCKETS = re.compile(r"arn:aws[a-z-]*:s3(:::)?")


def advanced(props: Props, category: str, wanted: Callable[[Props], Any]) -> bool:
    """Return whether *wanted* is true of any advanced selector of *category*."""

    def selected(selector: Props) -> bool:
        return all_hold(lambda: selects(selector, "eventCategory", category), lambda: wanted(selector))

    return some(items(props, "advancedEventSelectors"), selected)


def selects(selector: Props, field: str, wanted: str) -> bool:
    """Return whether an advanced *selector* selects by *field*, and *wanted* is one of what it must equal."""
    return some(
        items(selector, "fieldSelectors"),
        lambda found: all_hold(lambda: value(found, "field") == field, lambda: _equals(found, wanted)),
    )


def records(kind: str, selector: Props) -> bool:
    """Return whether an old *selector* records calls of *kind*: `ReadOnly` or `WriteOnly`."""
    return value(selector, "readWriteType", "All") in {"All", kind}


def object_calls(props: Props, kind: str) -> bool:
    """Return whether calls of *kind* (`ReadOnly` or `WriteOnly`) on objects in S3 are recorded.

    An old selector must name all buckets; an advanced one may leave some out, as the buckets that logs are kept in.
    """

    def selected(selector: Props) -> bool:
        return all_hold(
            lambda: some(items(selector, "dataResources"), _has_all_objects), lambda: records(kind, selector)
        )

    read_only = "true" if kind == "ReadOnly" else "false"

    def leaves_out(found: Props) -> bool:
        return all_hold(lambda: value(found, "field") == "readOnly", lambda: not _equals(found, read_only))

    def of_objects(selector: Props) -> bool:
        return all_hold(
            lambda: selects(selector, "resources.type", "AWS::S3::Object"),
            lambda: not some(items(selector, "fieldSelectors"), leaves_out),
        )

    return any_holds(
        lambda: some(items(props, "eventSelectors"), selected), lambda: advanced(props, "Data", of_objects)
    )


def _has_all_objects(data: Props) -> bool:
    return all_hold(
        lambda: value(data, "type") == "AWS::S3::Object",
        lambda: some(items(data, "values"), lambda each: _ALL_BUCKETS.fullmatch(each) is not None),
    )


def _equals(found: Props, wanted: str) -> bool:
    return some(items(found, "equals"), lambda each: each == wanted)
