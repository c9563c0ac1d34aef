"""What can stand in the way of a rebalancing, each in one line."""


class RebalancerError(Exception):
    """Shards couldn't be rebalanced, founded or migrated."""


class BusyError(RebalancerError):
    """A rebalancing is under way, or another process is at it."""


class TooLateError(RebalancerError):
    """The slots have left their former shard: the move is finished, not cancelled."""


class UnlikeError(RebalancerError):
    """The copy isn't what it is a copy of."""


class MigrationError(RebalancerError):
    """A shard's schema couldn't be brought up to date; the others' states are told."""
