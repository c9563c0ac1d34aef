"""What the catalogue says, typed: activities, stores, what each holds of people, and how each right is done there.

The rights are those of GDPR Art. 15 to 18 and 20; CCPA's know, correct, delete and limit come to the same five acts on
a store (Cal. Civ. Code 1798.105, .106, .110, .121).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from governance.means import ALLOWED, Means, Right

Text = Annotated[str, Field(min_length=3)]
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


class DataClass(StrEnum):
    """The classes of the settings, lowest first."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


RANK: Final[Mapping[DataClass, int]] = {each: rank for rank, each in enumerate(DataClass)}


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


class Part(BaseModel):
    """Frozen, and without what isn't known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


class Kept(Part):
    """For how long: exactly one of these."""

    days: int | None = Field(default=None, ge=1)
    retention_of: DataClass | None = None
    """`retentionDays` of that class in the settings."""
    until: Text | None = None
    """What ends it."""

    @model_validator(mode="after")
    def _one(self) -> "Kept":
        if sum(each is not None for each in (self.days, self.retention_of, self.until)) != 1:
            raise ValueError("say one of days, retention_of, until")
        return self

    def __str__(self) -> str:
        if self.days is not None:
            return f"{self.days} days"
        return f"retention of {self.retention_of}" if self.retention_of else f"until {self.until}"


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
    `authority`, `no-authority`, `mutual-tls`, `chaos`."""
    data_class: DataClass
    kept: Kept
    recoverable_days: int = Field(default=0, ge=0)
    """For how long what was deleted can be brought back, besides by backups."""
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
        return self


Catalogued = Mapping[str, Store]
