"""Delivery streams of ministack 1.5.33, mended: a record of several events is taken apart before it is partitioned.

What AWS does (Amazon Data Firehose Developer Guide, "Apply dynamic partitioning to aggregated data"): each event of a
record goes where its own keys say, and more than 500 a record aren't taken apart. What was delivered isn't kept in
memory. Destinations are described whole, and a search domain's in the form of descriptions, not of requests.
Objects come one a record and partition, at once and uncompressed, where AWS gathers and compresses them.
"""

import json
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, Final

from ministack.services import firehose  # pyright: ignore[reportMissingImports] - of another environment

MAX_EVENTS: Final = 500
_UNSAID: Final = ("CustomTimeZone", "FileExtension")
_SPACE: Final = re.compile(r"\s*")
_KEYS: Final = firehose._metadata_extraction_keys


def mend() -> None:
    """Mend what is loaded."""
    firehose._metadata_extraction_keys = _keys_of_first
    firehose._deliver_to_s3 = _apart(firehose._deliver_to_s3)
    firehose._deliver_records_to_s3 = _forgetting(firehose._deliver_records_to_s3)
    firehose._dest_description = _whole(firehose._dest_description)


def _processors(config: dict[str, Any]) -> dict[str, dict[str, str]]:
    processing = config.get("ProcessingConfiguration") or {}
    return {
        each["Type"]: {one["ParameterName"]: one["ParameterValue"] for one in each.get("Parameters") or ()}
        for each in (processing.get("Processors") or () if processing.get("Enabled") else ())
    }


def _is_taken_apart(config: dict[str, Any]) -> bool:
    return _processors(config).get("RecordDeAggregation", {}).get("SubRecordType") == "JSON"


def _keys_of_first(config: dict[str, Any], data: bytes) -> Any:
    return _KEYS(config, next(_events(data)) if _is_taken_apart(config) else data)


def _apart(deliver: Callable[..., None]) -> Callable[..., None]:
    def deliver_to_s3(stream: dict[str, Any], to: dict[str, Any], data: bytes, lambda_keys: Any = None) -> None:
        config = to["config"]
        try:
            events = list(_events(data)) if _is_taken_apart(config) else []
            groups = [list(each) for _, each in groupby(events, lambda event: _KEYS(config, event))]
        except (ValueError, firehose._DeliveryError):
            events, groups = [], []
        if not 0 < len(events) <= MAX_EVENTS:
            return deliver(stream, to, data, lambda_keys)
        end = _processors(config).get("AppendDelimiterToRecord", {}).get("Delimiter", "").replace("\\n", "\n").encode()
        for each in groups:
            deliver(stream, to, b"".join(event + end for event in each), lambda_keys)
        return None

    return deliver_to_s3


def _events(data: bytes) -> Iterator[bytes]:
    """Yield the JSON values that stand one after another in *data*."""
    text, decoder, end = data.decode(), json.JSONDecoder(), 0
    while (begin := _SPACE.match(text, end).end()) < len(text):  # pyright: ignore[reportOptionalMemberAccess]
        _, end = decoder.raw_decode(text, begin)
        yield text[begin:end].encode()


def _forgetting(deliver: Callable[..., None]) -> Callable[..., None]:
    def deliver_records_to_s3(stream: dict[str, Any], to: dict[str, Any], records: list[Any]) -> None:
        deliver(stream, to, records)
        to["records"].clear()

    return deliver_records_to_s3


def _whole(describe: Callable[..., Any]) -> Callable[..., Any]:
    def dest_description(to: dict[str, Any]) -> Any:
        described = describe(to)
        search = described.get("ElasticsearchDestinationDescription")
        if search:
            copies = {**search.get("S3Configuration", {}), **search.get("S3Update", {})}
            told = {**search, "S3DestinationDescription": copies}
            told["VpcConfigurationDescription"] = told.get("VpcConfiguration")
            unsaid = {"S3Configuration", "S3Update", "VpcConfiguration"}
            described["ElasticsearchDestinationDescription"] = {
                name: value for name, value in told.items() if name not in unsaid and value is not None
            }
        archive = described.get("ExtendedS3DestinationDescription")
        if archive:
            archive.update({name: to["config"][name] for name in _UNSAID if name in to["config"]})
        return described

    return dest_description
