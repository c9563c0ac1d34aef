"""What an exit code of `groot` says."""

from enum import IntEnum

from sandbox.engine.events import Result


class ExitCode(IntEnum):
    """The outcome of a command, for scripts and pipelines."""

    OK = 0
    """Nothing is wrong."""
    FAILED = 1
    """A step, the program, or what the run needs has failed; also when the run was stopped on request."""
    USAGE = 2
    """The command line cannot be understood, or nobody could be asked."""
    VIOLATION = 3
    """A mandatory policy is violated, and what violates it was not touched; or AWS would refuse something."""
    DRIFT = 4
    """What is there differs from the state."""


def of(result: Result) -> ExitCode:
    """Return the code of a run. A failure outweighs a violation: without it, the violation might not be the last."""
    if result.failed:
        return ExitCode.FAILED
    return ExitCode.VIOLATION if result.blocked else ExitCode.OK
