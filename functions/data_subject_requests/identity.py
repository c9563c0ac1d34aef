"""Whether who asks is whom they ask for: tokens that the operator's identity service made of what it has seen.

A proof is a JSON Web Token that the platform's key of tokens signed, meant for requests alone (`aud`), so that a token
of the API proves nothing here, and for one request alone (`nonce`, its id), so that what showed who asks for access
erases nothing. Its `sub` is one name of the person and its `acr` the level that was reached (OpenID Connect Core,
section 2). An agent stands in `act.sub` (RFC 8693, section 4.1), and in `permission` by what: what the
person signed, beside which they prove who they are themselves (11 CCR 7063(a)), or a power of attorney, which needs no
more (7063(b)).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from functions.authorizer.errors import RefusedError
from functions.authorizer.token import Issuer, claims
from functions.data_subject_requests.errors import NotProvenError
from functions.data_subject_requests.kinds import Kind, Level

SIGNED, ATTORNEY = "signed-permission", "power-of-attorney"
MAX_PROOFS: Final = 20
"""Names of one person."""


@dataclass(frozen=True, kw_only=True)
class Identities:
    """What proofs are held to."""

    issuer: Issuer

    def by_agent(
        self, request: str, of: Kind, subjects: Sequence[str], proofs: Sequence[str], now_seconds: float
    ) -> bool:
        """Return whether an agent asks, once *proofs* show for each of *subjects* what *request* *of* that kind needs.

        Raises:
            NotProvenError: they don't; it says no more than which proof, by its place.
        """
        if of.level is Level.NONE and not proofs:
            return False
        found: dict[str, Mapping[str, Any]] = {}
        for place, proof in enumerate(proofs, 1):
            try:
                said = claims(proof, self.issuer, now_seconds)
            except RefusedError as fault:
                raise NotProvenError(f"proof {place}: {fault}") from None
            if said.get("nonce") != request:
                raise NotProvenError(f"proof {place}: its nonce is another request's")
            self._check(place, of, said)
            found[str(said.get("sub"))] = said
        if missing := [place for place, subject in enumerate(subjects, 1) if subject not in found]:
            raise NotProvenError(f"subject {missing[0]}: no proof speaks of it")
        return any("act" in found[subject] for subject in subjects)

    def _check(self, place: int, of: Kind, said: Mapping[str, Any]) -> None:
        acting = said.get("act")
        if acting is not None:
            if not isinstance(acting, dict) or not isinstance(acting.get("sub"), str) or not acting["sub"]:
                raise NotProvenError(f"proof {place}: act names no agent")
            if said.get("permission") == ATTORNEY:
                return
            if said.get("permission") != SIGNED:
                raise NotProvenError(f"proof {place}: an agent needs {SIGNED} or {ATTORNEY}")
        level = said.get("acr")
        if level not in [*Level] or not Level(str(level)).reaches(of.level):
            raise NotProvenError(f"proof {place}: {of.name} needs the level {of.level}")
