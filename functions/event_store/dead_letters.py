"""Takes up again, in order, what a projection left behind."""

from dataclasses import dataclass

from functions.event_store.checkpoints import StaleError
from functions.event_store.commits import Commits
from functions.event_store.projections import Projection, Projector, writes


@dataclass(frozen=True)
class DeadLetters:
    """The streams that projections have parked."""

    projector: Projector
    commits: Commits

    def parked(self, projection: Projection, generation: int, partition: int) -> list[str]:
        """Return the streams of *partition* that *projection* left behind."""
        return sorted(self.projector.checkpoints.read(projection.name, generation, partition).parked)

    def replay(self, projection: Projection, generation: int, partition: int, stream: str) -> int:
        """Project *stream* from where it was parked, up to the checkpoint, and unpark it; return the commits done.

        Raises:
            PoisonError: a commit still can't be projected; the stream stays parked there, what came before is done.
        """
        checkpoints = self.projector.checkpoints
        done = 0
        while True:
            checkpoint = checkpoints.read(projection.name, generation, partition)
            version = checkpoint.parked.get(stream)
            if version is None:
                return done
            try:
                for commit in self.commits.read(stream, version):
                    if commit.position > checkpoint.position:
                        break
                    actions = writes(projection, generation, [commit])
                    checkpoint = checkpoints.take_up(checkpoint, stream, commit.last + 1, actions)
                    done += 1
                checkpoints.take_up(checkpoint, stream, None, ())
            except StaleError:
                continue
            return done
