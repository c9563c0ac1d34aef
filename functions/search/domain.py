"""A search domain as its functions reach it: JSON over HTTPS, every request signed by the function's role."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from functions.search.errors import RefusedError, SearchError

TIMEOUT_SECONDS = 60
Signature = Callable[[str, str, bytes], Mapping[str, str]]
"""From method, address and body of a request to the headers that sign it."""


@dataclass(frozen=True)
class Domain:
    """An OpenSearch domain at an address such as `https://vpc-….es.amazonaws.com`."""

    address: str
    sign: Signature

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """Return the answer; *body* is JSON, or bytes that are sent as they are, newline-delimited JSON.

        Raises:
            RefusedError: the domain answered with a fault.
            SearchError: it didn't answer.
        """
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        kind = "application/x-ndjson" if isinstance(body, bytes) else "application/json"
        url = f"{self.address}{path}"
        headers = {**self.sign(method, url, sent), "content-type": kind}
        request = urllib.request.Request(url, data=sent or None, headers=headers, method=method)  # noqa: S310 - ours
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - ours
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as fault:
            # words might repeat what was to be indexed, and what is raised is logged
            said = "" if isinstance(body, bytes) else fault.read(2048).decode(errors="replace")
            raise RefusedError(fault.code, method, path, said) from None
        except OSError as fault:
            raise SearchError(f"{method} {path}: {fault}") from None
