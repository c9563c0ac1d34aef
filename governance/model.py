"""What the catalogue says, typed: activities, stores, what each holds of people, and how each right is done there.

The rights are those of GDPR Art. 15 to 18 and 20; CCPA's know, correct, delete and limit come to the same five acts on
a store (Cal. Civ. Code 1798.105, .106, .110, .121).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from governance.keeping import DataClass, Kept, Part, Recovery, Text
from governance.means import ALLOWED, Means, Right

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class Category(StrEnum):
    """What a field may say of somebody."""

    NONE = "none"
    """Nothing of anybody."""
    IDENTIFIER = "identifier"
    """A name or number that stands for somebody, by itself or with a list elsewhere."""
    CONTENT = "content"
    """Whatever a client of the API wrote; its own contract says what that is."""
    ONLINE = "online"
    """An address, a device or a request of somebody (GDPR recital 30)."""
    STAFF = "staff"
    """Who of the operator's people did what."""


class Residency(StrEnum):
    """Where a store's content may come to rest."""

    REGION = "region"
    """In the region that it was written in."""
    JURISDICTION = "jurisdiction"
    """In regions of the same residency."""
    CLASS = "class"
    """Wherever `crossesBorders` of its class lets it."""


class Ground(StrEnum):
    """On what ground it is processed (GDPR Art. 6(1), by letter)."""

    CONSENT = "6(1)(a)"
    CONTRACT = "6(1)(b)"
    OBLIGATION = "6(1)(c)"
    INTERESTS = "6(1)(f)"


class Activity(Part):
    """A processing activity, as GDPR Art. 30(1) asks for one."""

    purpose: Text
    ground: Ground
    because: Text
    """Why that ground; for 6(1)(f) the interest that is pursued (Art. 13(1)(d))."""
    people: tuple[Text, ...] = Field(min_length=1)
    """Categories of data subjects."""
    recipients: tuple[Text, ...] = ()
    """Categories of those to whom it is disclosed."""
    sells: bool = False
    """Whether data is sold or shared by it (Civ. Code 1798.140(ad), (ah)), of which people may opt out."""
    despite_restriction: bool = False
    """Whether a restriction leaves it open (GDPR Art. 18(2))."""


class Way(Part):
    """How one right is done in a store."""

    by: Means
    how: Text
    store: Name | None = None
    """What `with` another store means: which."""
    ground: Text | None = None
    """Why it isn't done, where it is not possible: the law or the fact."""

    @model_validator(mode="after")
    def _whole(self) -> "Way":
        if (self.by is Means.WITH) != (self.store is not None):
            raise ValueError("store: name the other store where it is done `with` one, and only there")
        if (self.by is Means.NOT_POSSIBLE) != (self.ground is not None):
            raise ValueError("ground: say why where it is `not-possible`, and only there")
        return self


class Rights(Part):
    """How the rights are done in a store."""

    search: Way
    export: Way
    rectify: Way
    restrict: Way
    erase: Way

    def of(self, right: Right) -> Way:
        """Return how *right* is done."""
        return getattr(self, right.value)

    @model_validator(mode="after")
    def _fitting(self) -> "Rights":
        for right, means in ALLOWED.items():
            if self.of(right).by not in means:
                raise ValueError(
                    f"{right}: {self.of(right).by} is no way to {right}; one of {', '.join(sorted(means))}"
                )
        return self


class Resources(Part):
    """Resources of the stack: a type, and a pattern of logical names (`*` for any run of characters)."""

    type: str = Field(pattern=r"^aws:[a-z0-9]+/[A-Za-z0-9]+:[A-Za-z0-9]+$")
    name: str = Field(min_length=1)


class Item(Part):
    """Something that a store may hold of people."""

    what: Text
    category: Category
    sealed: bool = False
    """Whether it is unreadable once its subject's key is destroyed."""

    @model_validator(mode="after")
    def _personal(self) -> "Item":
        if self.category is Category.NONE:
            raise ValueError("category: what is of nobody isn't listed; leave `holds` empty and say why in `nothing`")
        return self


class Store(Part):
    """One store of the stack."""

    resources: tuple[Resources, ...] = Field(min_length=1)
    where: tuple[Name, ...] = ()
    """Which parts a stack must have for the store to be there: rooms that may be left out, `account`,
    `authority`, `no-authority`, `mutual-tls`, `chaos`, `elevation`."""
    data_class: DataClass
    kept: Kept
    recoverable_days: int = Field(default=0, ge=0)
    """For how long at most what was deleted can be brought back, besides by backups."""
    recoverable_of: DataClass | None = None
    """In place of these days, `retentionDays` of that class in the settings."""
    recovery: Recovery = Recovery()
    residency: Residency
    holds: tuple[Item, ...] = ()
    nothing: Text | None = None
    """Why it holds nothing of anybody, where it doesn't."""
    activities: tuple[Name, ...] = ()
    rights: Name | None = None
    """Which of the sets of rights; None where it holds nothing."""

    @model_validator(mode="after")
    def _whole(self) -> "Store":
        if bool(self.holds) == bool(self.nothing):
            raise ValueError("say in `holds` what it may hold of people, or in `nothing` why it holds nothing")
        if bool(self.holds) != bool(self.activities) or bool(self.holds) != bool(self.rights):
            raise ValueError("activities, rights: of a store that holds something, both; of another, neither")
        if self.recoverable_days and self.recoverable_of:
            raise ValueError("recoverable: say recoverable_days or recoverable_of")
        return self

    @property
    def recoverable(self) -> str:
        """For how long what was deleted can be brought back, in words; empty where it can't."""
        if self.recoverable_of:
            return f"retention of {self.recoverable_of}"
        return f"{self.recoverable_days} days" if self.recoverable_days else ""


Catalogued = Mapping[str, Store]
