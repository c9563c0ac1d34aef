"""What a trail's selectors record, in the old form (`eventSelectors`) and in the new one (`advancedEventSelectors`)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from policies.answers import all_hold, any_holds
from policies.lists import lacking, some
from policies.model import Props
from policies.read import items, value

_ALL_BUCKETS = re.compile(r"arn:aws[a-z-]*:s3(:::)?")


def advanced(props: Props, wanted: Mapping[str, str], also: Callable[[Props], Any] = lambda _: True) -> bool:
    """Return whether any advanced selector has fields that equal what *wanted* says of them, and is *also*."""

    def chosen(found: Props) -> str | None:
        fits = all_hold(
            lambda: some(wanted.values(), lambda each: _equals(found, each)),
            lambda: value(found, "field") in wanted,
            lambda: _equals(found, wanted[value(found, "field")]),
        )
        return value(found, "field") if fits else None

    def selected(selector: Props) -> bool:
        return all_hold(lambda: not lacking(wanted, items(selector, "fieldSelectors"), chosen), lambda: also(selector))

    return some(items(props, "advancedEventSelectors"), selected)


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

    def leaves_none_out(selector: Props) -> bool:
        return not some(items(selector, "fieldSelectors"), leaves_out)

    objects = {"eventCategory": "Data", "resources.type": "AWS::S3::Object"}
    return any_holds(
        lambda: some(items(props, "eventSelectors"), selected), lambda: advanced(props, objects, leaves_none_out)
    )


def _has_all_objects(data: Props) -> bool:
    return all_hold(
        lambda: value(data, "type") == "AWS::S3::Object",
        lambda: some(items(data, "values"), lambda each: _ALL_BUCKETS.fullmatch(each) is not None),
    )


def _equals(found: Props, wanted: str) -> bool:
    return some(items(found, "equals"), lambda each: each == wanted)
