"""What refers to a resource: yes, no or, where a preview doesn't know the value of a reference, may be.

A reference that isn't known bears on what it may name, and on nothing else: whoever hangs on it is told so when they
ask, and each takes back one fault at most.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import inf
from typing import Any, TypeVar

from pulumi_policy.proxy import UnknownValueError

from policies.lists import some
from policies.model import Finding, NotApplicable, Resource
from policies.unknown import UNKNOWN

Named = tuple[Resource, UnknownValueError | None]
"""What refers to something, and the error of its reference where that is not known."""


class OpenElsewhereError(UnknownValueError):
    """What is judged hangs on a value of another resource, *other*, that is not known yet."""

    def __init__(self, other: Resource, error: UnknownValueError) -> None:
        super().__init__(UNKNOWN, [other.name])
        self.message = f"{other.name}: {error.message}"


class OpenReferenceError(OpenElsewhereError):
    """Whether one of `referrers` refers to what is judged is not known yet."""

    def __init__(self, referrers: "Referrers", by: Resource, error: UnknownValueError) -> None:
        super().__init__(by, error)
        self.referrers = referrers


class Referrers:
    """The resources that refer to others by one property, which names one.

    What is *shared* does for several, so that nothing can be counted by it.
    """

    def __init__(self, *, shared: bool = False) -> None:
        self.shared = shared
        self._to: dict[str, list[Named]] = defaultdict(list)
        self._open: list[Named] = []
        self._all: list[Named] = []
        self._denied = False

    @property
    def open(self) -> float:
        """How many faults those whose reference is not known may take back."""
        return inf if self.shared else len({by.urn for by, error in self._all if error})

    def add(self, by: Resource, targets: Iterable[Resource], doubt: UnknownValueError | None = None) -> None:
        """Note that *by* refers to each of *targets*; *doubt* says why it only may."""
        named = (by, doubt)
        self._all.append(named)
        for target in targets:
            self._to[target.urn].append(named)

    def add_if(self, by: Resource, target: Resource, refers: Callable[[], bool]) -> None:
        """Note that *by* refers to *target* if *refers* says so, or that it may where that is not known."""
        answer, doubt = tried(refers)
        if answer or doubt:
            self.add(by, [target], doubt)

    def leave_open(self, by: Resource, error: UnknownValueError) -> None:
        """Note that what *by* refers to is not known, as *error* says."""
        self._all.append((by, error))
        self._open.append((by, error))

    def of(self, resource: Resource) -> Sequence[Resource]:
        """Return those that are known to refer to *resource*."""
        return [by for by, error in self._to.get(resource.urn, ()) if not error]

    def possible(self, resource: Resource) -> Sequence[Named]:
        """Return those that refer to *resource*, and those that may, each of these with the error of its reference."""
        found = (*self._to.get(resource.urn, ()), *self._open)
        return [named for named in found if not named[1]] if self._denied else found

    def include(self, resource: Resource, holds: Callable[[Resource], Any] = lambda _by: True) -> bool:
        """Return whether one refers to *resource* that *holds* is true of.

        Raises:
            OpenReferenceError: it hangs on a reference that is not known yet.
            UnknownValueError: it hangs on another such value.
        """

        def refers(named: Named) -> bool:
            by, error = named
            if not of_another(by, lambda: holds(by)):
                return False
            if error:
                raise OpenReferenceError(self, by, error)
            return True

        return some(self.possible(resource), refers)

    @contextmanager
    def denied(self) -> Iterator[None]:
        """Let no reference that is not known be to what is asked about."""
        self._denied = True
        try:
            yield
        finally:
            self._denied = False


T = TypeVar("T")
R = TypeVar("R")


def of_another(other: Resource, ask: Callable[[], R]) -> R:
    """Return what *ask* says of *other*, on which the judgement of something else hangs.

    Raises:
        UnknownValueError: it hangs on a value of *other* that is not known yet, which the error names.
    """
    try:
        return ask()
    except OpenElsewhereError:
        raise
    except UnknownValueError as error:
        raise OpenElsewhereError(other, error) from error


def tried(ask: Callable[[], R]) -> tuple[R | None, UnknownValueError | None]:
    """Return what *ask* says, or the error where that is not known yet."""
    try:
        return ask(), None
    except UnknownValueError as error:
        return None, error


def each(resources: Iterable[Resource], check: Callable[[Resource], str | None]) -> Iterable[Finding | None]:
    """Judge *resources* one by one: a fault is a finding, an unknown value an obligation of that resource alone.

    What the check raises `NotApplicable` for is not judged. Where fewer references are not known than resources need
    one, one of these is at fault whatever they refer to, which is said of them together, as `A or B`.
    """
    return judged(resources, check, lambda resource: (resource.name, resource.urn))


def judged(
    subjects: Iterable[T], check: Callable[[T], str | None], named: Callable[[T], tuple[str, str]], between: str = ": "
) -> Iterable[Finding | None]:
    """Judge *subjects* as `each` does, of which *named* returns the name and the URN; *between* follows the name."""
    lacking: dict[tuple[Referrers, str], list[tuple[str, str]]] = defaultdict(list)
    for subject in subjects:
        name, urn = named(subject)
        try:
            fault = check(subject)
        except UnknownValueError as error:
            yield Finding(message=f"{name}: {error.message}", urn=urn, obligation=True)
            if isinstance(error, OpenReferenceError) and (fault := _without(error.referrers, check, subject)):
                lacking[error.referrers, fault].append((name, urn))
        except NotApplicable:
            continue
        else:
            yield Finding(message=f"{name}{between}{fault}", urn=urn) if fault else None
    for (referrers, fault), found in lacking.items():
        if len(found) > referrers.open:
            names = " or ".join(name for name, _ in found)
            first, *others = (urn for _, urn in found)
            yield Finding(message=f"{names}{between}{fault}", urn=first, others=others)


def _without(referrers: Referrers, check: Callable[[T], str | None], subject: T) -> str | None:
    """Return the fault that *subject* has if none of *referrers* that is not known is to it, where it has one."""
    with referrers.denied():
        try:
            return check(subject)
        except (UnknownValueError, NotApplicable):
            return None
