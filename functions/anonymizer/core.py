"""Decides what becomes of each value of each record, and tells how much is left to see."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from functions.anonymizer.coarsening import coarsened
from functions.anonymizer.detection import replaced
from functions.anonymizer.disclosure import disclosure
from functions.anonymizer.errors import UnfitError
from functions.anonymizer.schema import Schema
from functions.anonymizer.tokens import Pseudonyms

Names = Callable[[str, str], Sequence[tuple[int, int, str]]]
"""What finds in a text of a language who and where: from which character to before which, and its kind."""


class Anonymizer:
    """Treats records by one schema."""

    def __init__(self, schema: Schema, pseudonyms: Pseudonyms, names: Names) -> None:
        self._schema, self._pseudonyms, self._names = schema, pseudonyms, names
        self._found: Counter[str] = Counter()
        self._dropped: set[str] = set()

    def anonymized(self, records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Return *records* without what is personal, with what was found and what they still give away.

        Raises:
            UnfitError: a value isn't what its treatment is for.
            DisclosingError: nothing that the schema allows keeps to its limits.
        """
        schema = self._schema
        treated = [self._record(record, f"record {at}") for at, record in enumerate(records)]
        told: dict[str, Any] = {
            "names": "looked for" if "prose" in schema.treatments.values() else "not looked for",
        }
        if schema.limits:
            kept, rungs = coarsened(treated, schema.ladders, schema.sensitive, schema.limits)
            told |= {
                "rungs": rungs,
                "left_out": len(treated) - len(kept),
                "disclosure": asdict(disclosure(kept, list(schema.ladders), schema.sensitive)),
            }
            treated = list(kept)
        return {"records": treated, "found": dict(self._found), "dropped_fields": len(self._dropped), **told}

    def _record(self, record: Mapping[str, Any], where: str) -> dict[str, Any]:
        schema, result = self._schema, dict[str, Any]()
        self._dropped |= {name for name in record if schema.treatments.get(name, "drop") == "drop"} - {*schema.ladders}
        for name, how in schema.treatments.items():
            if how != "drop" and (name in record or name in schema.sensitive):
                result[name] = self._value(record.get(name), how, name, where)
        for name in schema.ladders:
            if not isinstance(record.get(name), str | int | float):
                raise UnfitError(f"{where}: {name} is coarsened, and is no text or number")
            result[name] = record[name]
        for name in schema.sensitive:
            if isinstance(result[name], list | dict):
                raise UnfitError(f"{where}: {name} is sensitive, and isn't one value")
        return result

    def _value(self, value: Any, how: str, field: str, where: str) -> Any:
        if value is None:
            return None
        if how == "token":
            return self._pseudonyms.token(field, value if isinstance(value, str) else json.dumps(value, sort_keys=True))
        if how == "format":
            if not isinstance(value, str):
                raise UnfitError(f"{where}: {field} is no text; only digits within a text keep their format")
            return self._pseudonyms.formatted(field, value)
        return self._cleaned(value, prose=how == "prose")

    def _cleaned(self, value: Any, *, prose: bool) -> Any:
        match value:
            case str():
                return replaced(self._without_names(value) if prose else value, self._token)
            case bool():
                return value
            case int() | float():
                text = replaced(str(value), self._token)
                return value if text == str(value) else text
            case list():
                return [self._cleaned(each, prose=prose) for each in value]
            case dict():
                return {replaced(key, self._token): self._cleaned(each, prose=prose) for key, each in value.items()}
        return value

    def _without_names(self, text: str) -> str:
        for start, end, kind in sorted(self._names(text, self._schema.language), reverse=True):
            text = text[:start] + self._token(kind, text[start:end]) + text[end:]
        return text

    def _token(self, kind: str, value: str) -> str:
        self._found[kind] += 1
        return self._pseudonyms.token(kind, value)
