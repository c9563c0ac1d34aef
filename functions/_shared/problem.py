"""Errors that a caller may read, as RFC 9457 has them: each kind is a class with a `type` that never changes."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

CONTENT_TYPE = "application/problem+json"
"""RFC 9457, section 3."""


class Problem(Exception):  # noqa: N818 - the name that the RFC gives it
    """What went wrong with one request. A subclass is a kind of problem, and says what callers may rely on: the last
    part of its type (*slug*), its title and its status; or, above kinds, the *family* that their types begin with.

    The message is the `detail`: for a person, about this request, and without what others may not read.
    """

    type: ClassVar[str] = "about:blank"
    """URI that names the kind; `about:blank` says no more than the status (RFC 9457, section 4.2.1)."""
    title: ClassVar[str] = ""
    """The kind in a few words, the same each time; empty for the status' own."""
    status: ClassVar[int] = HTTPStatus.INTERNAL_SERVER_ERROR
    _family: ClassVar[str] = ""

    def __init_subclass__(cls, *, family: str = "", slug: str = "", title: str = "", status: int = 500) -> None:
        if family:
            cls._family = family
        if slug:
            cls.type, cls.title, cls.status = f"urn:groot:problem:{cls._family}:{slug}", title, status

    def __init__(self, detail: str = "", **extensions: Any) -> None:
        """Make a problem with *detail*, and members of its kind's own (RFC 9457, section 3.2).

        Raises:
            ValueError: an extension has a name that the RFC gives a meaning.
        """
        super().__init__(detail)
        if taken := extensions.keys() & {"type", "title", "status", "detail", "instance"}:
            raise ValueError(f"{min(taken)} is a member of every problem, and no extension")
        self.detail = detail
        self.extensions = extensions

    def document(self, instance: str = "") -> dict[str, Any]:
        """Return the members of the problem; *instance* is the URI of this one occurrence, such as a request's id."""
        return {
            "type": self.type,
            "title": self.title or HTTPStatus(self.status).phrase,
            "status": int(self.status),
            **({"detail": self.detail} if self.detail else {}),
            **({"instance": instance} if instance else {}),
            **self.extensions,
        }


def response(problem: Problem, instance: str = "", headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return *problem* as a gateway's proxy integration takes it (API Gateway Developer Guide, "Output format of a
    Lambda function for proxy integration"); no cache keeps it."""
    return {
        "statusCode": int(problem.status),
        "headers": {**(headers or {}), "Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"},
        "body": json.dumps(problem.document(instance), ensure_ascii=False),
    }
