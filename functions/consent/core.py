"""What is asked of the register: to decide, to tell, to publish a text; and by whoever reads data, whether they may."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from functions._shared import chain
from functions.consent.errors import ChangedError, OptedOutError, RefusedError, UnknownError
from functions.consent.purposes import INTERESTS, Purpose, Purposes, named
from functions.consent.register import Register
from functions.consent.standing import following, standing

CHOICES: Final = {"ccpa-opt-out": "sells", "gdpr-objection": "interests"}
"""Kinds of people's requests that are decisions for purposes (functions/data_subject_requests/kinds.toml)."""


@dataclass(frozen=True, kw_only=True)
class How:
    """How a decision was made: what proves it (GDPR Art. 7(1))."""

    surface: str
    """Where: a site, an application, a form."""
    method: str
    """By what act, such as a box that was ticked."""
    by: str
    """The tenant whose client told it."""
    text: str = ""
    """What the person was shown; of a consent always."""
    version: int = 0


@dataclass(frozen=True)
class Consents:
    """The register, for *purposes*."""

    register: Register
    purposes: Purposes

    def decide(self, subject: str, purpose: str, how: How, *, given: bool, signal: bool) -> dict[str, Any]:
        """Give *subject*'s consent to *purpose*, or withdraw it; with *signal* (Global Privacy Control) they opt out of
        every sale besides. Return what holds then.

        Raises:
            UnknownError: there is no such purpose or text.
            OptedOutError: consent is given to a sale and refused by the signal, at once.
            UnavailableError: it isn't kept.
        """
        asked = named(self.purposes, purpose)
        if signal:
            if given and asked.sells:
                raise OptedOutError("ask for consent without the signal, or take it as refused")
            self._opt_out(subject, how)
        made, digest = self._enter(subject, asked, how, given=given)
        state = standing([*self.register.decisions(subject, purpose).get(purpose, ())], self.register.now())
        return {"purpose": purpose, "state": state.value, "at": made.at, "until": made.until or None, "proof": digest}

    def choose(self, subject: str, kind: str) -> None:
        """Take a person's request of *kind* for what it decides: an opt-out of sales, or an objection."""
        how = How(surface="requests", method=kind, by="")
        if CHOICES.get(kind) == "sells":
            self._opt_out(subject, how)
        elif CHOICES.get(kind) == "interests":
            for each in self.purposes.values():
                if each.ground == INTERESTS:
                    self._enter(subject, each, how, given=False)

    def told(self, subject: str) -> dict[str, Any]:
        """Return what holds of *subject* for each purpose that they decided about, and what proves it."""
        now = self.register.now()
        held = {name: standing(each, now).value for name, each in self.register.decisions(subject).items()}
        history = [
            {"region": region, "number": entry.number, "at": entry.at, "purpose": entry.request, "act": entry.act,
             **entry.detail, "digest": digest}
            for region, entry, digest in self.register.history(subject)
        ]  # fmt: skip
        return {"purposes": held, "history": history}

    def faults(self, subject: str) -> list[str]:
        """Return what is wrong with the chains of *subject*."""
        regions: dict[str, list[tuple[chain.Entry, str]]] = {}
        for region, entry, digest in self.register.history(subject):
            regions.setdefault(region, []).append((entry, digest))
        return [f"{region}: {fault}" for region, entries in regions.items() for fault in chain.faults(entries)]

    def publish(self, text: str, version: int, body: Mapping[str, Any]) -> dict[str, Any]:
        """Publish *version* of a text, which doesn't change any more; return its digest.

        Raises:
            ChangedError: it was published, and as another.
            UnknownError: there is no such purpose.
        """
        named(self.purposes, body["purpose"])
        if self.register.publish(text, version, body) != body:
            raise ChangedError("another text is published as that version; publish a new version")
        return self.text(text, version)

    def text(self, text: str, version: int) -> dict[str, Any]:
        """Return *version* of a text, with its digest; raises UnknownError."""
        body = self.register.text(text, version)
        if not body:
            raise UnknownError("no text is published as that version")
        return {**body, "digest": hashlib.sha256(body["words"].encode()).hexdigest()}

    def permit(self, people: Collection[str], purpose: Purpose, *, signal: bool) -> None:
        """Raise RefusedError unless data of *people* may be read for *purpose*; with *signal* no sale is."""
        if signal and purpose.sells:
            raise RefusedError(f"{purpose.name}: the request carries Global Privacy Control")
        for each in people if purpose.asks else ():
            decisions = self.register.decisions(each, purpose.name).get(purpose.name, ())
            if why := purpose.why_not(standing(decisions, self.register.now())):
                raise RefusedError(f"{purpose.name}, on the ground {purpose.ground}: {why}")

    def _opt_out(self, subject: str, how: How) -> None:
        for each in self.purposes.values():
            if each.sells:
                self._enter(subject, each, how, given=False)

    def _enter(self, subject: str, purpose: Purpose, how: How, *, given: bool) -> Any:
        detail: dict[str, Any] = {"surface": how.surface, "method": how.method, "by": how.by}
        until = ""
        if given:
            shown = self.text(how.text, how.version)
            if shown["purpose"] != purpose.name:
                raise UnknownError("the text is of another purpose")
            detail |= {"text": how.text, "version": how.version, "words": shown["digest"]}
            if days := shown.get("valid_days"):
                until = (self.register.now() + timedelta(days=days)).isoformat(timespec="milliseconds")
        at = self.register.now().isoformat(timespec="milliseconds")
        return self.register.enter(
            subject,
            purpose.name,
            "given" if given else "withdrawn",
            detail,
            lambda known: following(known, self.register.region, given=given, at=at, until=until),
        )
