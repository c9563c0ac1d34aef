"""What is done about a person in the register of consents; what proves that they agreed stays, under a pseudonym."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.consent.core import Consents
from functions.data_subject_requests.acts import Piece


@dataclass(frozen=True)
class ConsentActs:
    """The register."""

    consents: Consents

    def export(self, subjects: Sequence[str]) -> Iterator[Piece]:
        """Yield what *subjects* decided, and what proves it."""
        for subject in subjects:
            told = self.consents.told(subject)
            if told["purposes"] or told["history"]:
                yield {"place": subject, "at": "", "data": told}

    def erase(self, subjects: Sequence[str]) -> str:
        """Erase what holds of *subjects*, by which nothing is open any more that needs their consent."""
        gone = sum(map(self.consents.register.forget, subjects))
        return f"{gone} decisions erased; proofs stay under pseudonyms (GDPR Art. 7(1), 17(3)(e))"

    def left(self, subjects: Sequence[str]) -> int:
        """Return how many decisions stand under the names of *subjects*."""
        return sum(len(each) for subject in subjects for each in self.consents.register.decisions(subject).values())

    def choose(self, kind: str, subjects: Sequence[str]) -> None:
        """Take a request of *kind* for the decisions that it is."""
        for subject in subjects:
            self.consents.choose(subject, kind)
