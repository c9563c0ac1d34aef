"""What Lambda calls: records and how they are treated come in, and go out without what is personal.

`{"purpose": "churn", "fields": {"email": "token", "note": "keep", "age": {"rungs": [5, 10, "*"]}}, "limits": {"k": 5},
"records": [...]}`; schema.py says what else there is.
"""

from collections.abc import Mapping
from typing import Any, Final

from functions._shared.telemetry import entry, logger
from functions.anonymizer import wiring
from functions.anonymizer.core import Anonymizer
from functions.anonymizer.schema import parsed

LOG: Final = logger("anonymizer")


@entry(LOG)
def handle(event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
    """Return the records of *event* anonymized; whatever is raised is one line that repeats nothing of them."""
    schema, records = parsed(event)
    result = Anonymizer(schema, wiring.pseudonyms(schema.purpose), wiring.names).anonymized(records)
    LOG.info("anonymized", records=len(records), found=result["found"], left_out=result.get("left_out", 0))
    return result
