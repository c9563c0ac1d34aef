"""Brings events of old schemas to the present one as they are read; what is kept is never changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.event_store.errors import UnknownSchemaError

Event = Mapping[str, Any]
"""With `type`, `schema` and `data`; sealed fields are carried as they are."""
Upcaster = Callable[[Event], Event]


@dataclass(frozen=True)
class Upcasters:
    """By type and schema, what makes an event of it into the next: of a later schema, or of another type."""

    steps: Mapping[tuple[str, int], Upcaster]
    current: Mapping[str, int]
    """The schema of each type that this code reads; types that aren't here are read as they are."""

    def __post_init__(self) -> None:
        for kind, schema in self.current.items():
            for old in range(1, schema):
                if (kind, old) not in self.steps:
                    raise UnknownSchemaError(f"no upcaster leads from schema {old} of {kind} to {schema}; add it")

    def __call__(self, event: Event) -> Event:
        """Return *event* as this code reads it.

        Raises:
            UnknownSchemaError: it is newer than this code.
        """
        while step := self.steps.get((event["type"], event["schema"])):
            before, event = event, step(event)
            if event["type"] == before["type"] and event["schema"] <= before["schema"]:
                raise UnknownSchemaError(f"the upcaster of {before['type']} {before['schema']} leads back")
        newest = self.current.get(event["type"])
        if newest is not None and event["schema"] != newest:
            raise UnknownSchemaError(f"{event['type']} has schema {event['schema']}; this code reads {newest}")
        return event


AS_WRITTEN: Final = Upcasters({}, {})
