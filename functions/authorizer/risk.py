"""How much speaks against a request: points and their reasons, from what the caller's token says and how it comes.

A pure function of the request, the claims, the time and `api/authorization/risk.json`. Every signal only adds: what a
caller could forge, a header above all, must not make them look better than one who says nothing.
"""

import ipaddress
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from functions.authorizer.jose import moment
from functions.authorizer.policies import FOLDER
from functions.authorizer.request import Request

MOST: Final = 100
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Safe methods (RFC 9110, section 9.2.1)."""


@dataclass(frozen=True, kw_only=True)
class Risk:
    """What speaks against a request."""

    points: int
    """Of `MOST` at most; 0 where nothing does."""
    reasons: Sequence[str]
    """Names of the signals, sorted."""


class Table:
    """What counts how much."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._told = told
        self._networks = [ipaddress.ip_network(each) for each in told["networks_reserved"]]
        self.masked: Sequence[str] = told["masked"]
        """Members of documents that the condition `masked` hides."""
        self.step_up_acr: Sequence[str] = told["step_up"]["acr"]
        """Levels of authentication that a step-up takes (OpenID Connect Extended Authentication Profile ACR Values)."""
        self.step_up_seconds: int = told["step_up"]["age_seconds_most"]

    def risk(self, request: Request, claims: Mapping[str, Any], now_seconds: float) -> Risk:
        """Return what speaks against *request* of a caller whose verified token makes *claims*."""
        reasons = sorted(self._signals(request, claims, now_seconds))
        points = sum(self._told["points"][reason] for reason in reasons)
        return Risk(points=min(points, MOST), reasons=reasons)

    def stepped_up(self, claims: Mapping[str, Any], now_seconds: float) -> bool:
        """Return whether the caller was authenticated well enough, and lately enough (RFC 9470, section 6)."""
        at = moment(claims, "auth_time")
        return claims.get("acr") in self.step_up_acr and at is not None and now_seconds - at <= self.step_up_seconds

    def _signals(self, request: Request, claims: Mapping[str, Any], now_seconds: float) -> Iterator[str]:
        yield from self._device(claims.get("device"), now_seconds)
        yield from self._network(request.address)
        if now_seconds - (moment(claims, "iat") or 0) > self._told["token_age_seconds_most"]:
            yield "token-old"
        if request.method not in _READS:
            yield "method-removes" if request.method == "DELETE" else "method-writes"
        if (countries := claims.get("countries")) is not None:
            if request.country is None:
                yield "country-untold"
            elif request.country not in (countries if isinstance(countries, list) else []):
                yield "country-elsewhere"
        if (hours := claims.get("hours")) is not None and not _within(hours, now_seconds):
            yield "hours-outside"

    def _device(self, device: Any, now_seconds: float) -> Iterator[str]:
        """Yield what speaks against *device*: `attested`, `score` of 0 to 100, and `checked_at`."""
        if device is None:
            yield "device-unknown"
            return
        if not isinstance(device, dict) or not _number(device.get("score")) or not _number(device.get("checked_at")):
            yield "device-malformed"
            return
        if device.get("attested") is not True:
            yield "device-unattested"
        if device["score"] < self._told["device_score_least"]:
            yield "device-weak"
        if now_seconds - device["checked_at"] > self._told["device_age_seconds_most"]:
            yield "device-stale"

    def _network(self, address: str) -> Iterator[str]:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            yield "network-untold"
            return
        mapped = getattr(found, "ipv4_mapped", None)
        if any((mapped or found) in network for network in self._networks):
            yield "network-reserved"


def load() -> Table:
    """Return the table of `api/authorization`."""
    return Table(json.loads((FOLDER / "risk.json").read_text(encoding="utf-8")))


def _number(found: Any) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool)


def _within(hours: Any, now_seconds: float) -> bool:
    """Return whether it is one of *hours*, `[from, to]` of UTC, the second of them no more; over midnight too."""
    if not (isinstance(hours, list) and len(hours) == 2 and all(map(_number, hours))):
        return False
    begins, ends = hours
    now = datetime.fromtimestamp(now_seconds, UTC).hour
    return begins <= now < ends if begins <= ends else now >= begins or now < ends
