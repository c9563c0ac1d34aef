"""The times in which one region or another was home of a partition."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Epoch:
    """A time in which one region wrote."""

    number: int
    region: str
    since: int
    """The position with which it begins; its first place holds no commit but tells of the move (epoch 1 has none)."""


@dataclass(frozen=True)
class Home:
    """All epochs of a partition, the present one last."""

    epochs: tuple[Epoch, ...]
    is_open: bool
    """False from a planned move until the new home has all that the old one wrote."""

    @property
    def present(self) -> Epoch:
        """The epoch in which writes are taken."""
        return self.epochs[-1]

    def end(self, epoch: int) -> int | None:
        """Return the position before which *epoch* ended; None if it hasn't."""
        return min((later.since for later in self.epochs if later.number > epoch), default=None)

    def holds(self, epoch: int, position: int) -> bool:
        """Return whether what *epoch* wrote at *position* is part of the order."""
        end = self.end(epoch)
        return end is None or position < end

    def at(self, position: int) -> int:
        """Return the number of the epoch that has *position* of the order, or will have it."""
        return max(epoch.number for epoch in self.epochs if epoch.since <= position)
