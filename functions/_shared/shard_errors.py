"""What can go wrong on the way to a shard, each in one line."""


class ShardError(Exception):
    """A record couldn't be written or read."""


class RefusedError(ShardError):
    """The caller asks for what no shard takes; asking again won't help."""


class MapError(ShardError):
    """The map of shards is missing, malformed, from the past, or can't be read."""


class MapConflictError(MapError):
    """Another writer has published the map's next version."""


class UnavailableError(ShardError):
    """A shard doesn't answer."""

    def __init__(self, label: str, reason: str) -> None:
        super().__init__(f"{label}: {reason}")
        self.label, self.reason = label, reason


class NoServerError(UnavailableError):
    """There is no database server at all, in words that a caller may read: the sandbox alone says so."""


class UnknownOutcomeError(UnavailableError):
    """The connection was lost during a write, which may or may not have been kept: read before writing again."""


class NotOwnerError(ShardError):
    """The shard doesn't hold the key's slot, or holds it frozen while it moves: the map says where to ask next."""

    def __init__(self, label: str, slot: int, state: str, epoch: int) -> None:
        super().__init__(f"{label} doesn't take slot {slot}, which is {state} there since version {epoch} of the map")
        self.label, self.slot, self.state, self.epoch = label, slot, state, epoch
