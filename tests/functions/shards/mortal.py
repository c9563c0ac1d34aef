"""A process that forks rebalancers, each to die where it is told: `python -m ... ENDPOINT TABLE DATABASE PORT...`.

Every line asks for one: a step, at which it kills itself with SIGKILL once the step is done and before that is kept;
a number, after as many milliseconds; or nothing, to end in peace. What it answers is how the process ended.
"""

import os
import signal
import sys
import time
from pathlib import Path

from functions._shared.shard_table import ShardTable
from functions.rebalancer.core import Rebalancer
from functions.rebalancer.state import Rebalancing
from tests.functions.shards.clusters import Cluster
from tests.functions.shards.fleet import Fleet, dynamodb


class Mortal(Rebalancer):
    """Dies at `step`."""

    step = ""

    def _advance(self, state: Rebalancing) -> Rebalancing:
        after = super()._advance(state)
        if state.step == self.step and after != state:
            os.kill(os.getpid(), signal.SIGKILL)
        return after


def live(fleet: Fleet, moment: str) -> None:
    mortal = Mortal(fleet.table, fleet.connect, fleet.conninfo, clock=time.monotonic, sleep=time.sleep)
    if moment.isdecimal():
        signal.setitimer(signal.ITIMER_REAL, int(moment) / 1000)  # nothing handles it: it ends the process
    mortal.step = moment
    mortal.run(until=time.monotonic() + 30)


def main() -> None:
    endpoint, table, database, *ports = sys.argv[1:]
    clusters = {f"shard-{n:03}": Cluster(folder=Path(), port=int(port)) for n, port in enumerate(ports)}
    known = ShardTable(dynamodb(endpoint), table)
    for line in sys.stdin:
        if not (child := os.fork()):
            try:
                live(Fleet(known, clusters, database), line.strip())
            except BaseException as fault:  # noqa: BLE001 - of a forked process nothing may go on
                print(f"{type(fault).__name__}: {fault}", file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
