"""What shows that a request was done, by `api/data_subject_requests/certificate.v1.schema.json`.

It names nobody: who knows the person's name finds its digest, SHA-256 of the request's id, a NUL and the name.
"""

from typing import Any, Final

from functions.data_subject_requests.request import Request

SCHEMA: Final = "urn:groot:schema:data-subject-requests:certificate:v1"


def certificate(request: Request) -> dict[str, Any]:
    """Return the certificate of a *request* that was done."""
    return {
        "schema": SCHEMA,
        "request": request.id,
        "kind": request.kind,
        "source": request.of.source,
        "subject_digests": [*request.digests],
        "by_agent": request.by_agent,
        "received_at": request.received_at,
        "due_at": request.due_at,
        "ended_at": request.ended_at,
        "stores": [
            {"store": each.store, "by": each.mode.value, "note": each.note, "outcome": each.outcome}
            for each in request.steps
        ],
        "still_named_in": {name: times for name, times in (request.found or {}).items() if times},
        "recipients": [*request.told],
    }
