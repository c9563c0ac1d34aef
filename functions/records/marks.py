"""Who may not be read about: marks beside the keys of people, which requests set (GDPR Art. 18; ADR 62, ADR 68)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from functions.records.errors import UnavailableError

FRESH_SECONDS: Final = 5.0
"""For how long a mark may still be unknown where another region's copy of the table has it already, and for how long
one that was taken back still holds."""
MOST_REMEMBERED: Final = 10_000


@dataclass
class Marks:
    """The marks in the table of subjects' keys, whose key is `subject`."""

    client: Any
    """Of DynamoDB."""
    table: str
    now: Callable[[], float]
    """Seconds, of any clock that doesn't go back."""
    _known: dict[str, tuple[float, bool]] = field(default_factory=dict, init=False)

    def any(self, people: Collection[str]) -> bool:
        """Return whether one of *people* is restricted.

        Raises:
            UnavailableError: the table doesn't say.
        """
        return any(self._of(each) for each in people)

    def _of(self, subject: str) -> bool:
        known = self._known.get(subject)
        if known and self.now() - known[0] < FRESH_SECONDS:
            return known[1]
        try:
            found = self.client.get_item(
                TableName=self.table,
                Key={"subject": {"S": subject}},
                ProjectionExpression="subject, restricted",
                ConsistentRead=True,
            )
        except (BotoCoreError, ClientError) as fault:
            raise UnavailableError("whether it may be read is not known now; send the same request again") from fault
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[subject] = self.now(), "restricted" in found.get("Item", {})
        return self._known[subject][1]
