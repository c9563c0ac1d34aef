"""Whether records of people may be read for what a request says that they are read for."""

from collections.abc import Collection
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from functions.consent.core import Consents
from functions.consent.purposes import Purpose
from functions.records.errors import RestrictedError, UnavailableError
from functions.records.marks import Marks


@dataclass(frozen=True, kw_only=True)
class Gate:
    """What is asked before a record is handed out."""

    marks: Marks
    consents: Consents
    purpose: Purpose
    signal: bool
    """Whether the request carries Global Privacy Control."""

    def check(self, people: Collection[str]) -> None:
        """Let pass what speaks of *people*.

        Raises:
            RestrictedError: one of them is restricted, and the purpose is none of those that this leaves open.
            RefusedError: one of them hasn't agreed to the purpose, or has refused it.
            UnavailableError: nobody knows.
        """
        if not self.purpose.despite_restriction and self.marks.any(people):
            raise RestrictedError("it is kept, and not to be read until the restriction is lifted")
        try:
            self.consents.permit(people, self.purpose, signal=self.signal)
        except (BotoCoreError, ClientError) as fault:
            raise UnavailableError("whether it may be read is not known now; send the same request again") from fault
