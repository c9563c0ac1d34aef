"""Judging a whole stack in one process: `python -m bench.judging RESOURCES` prints medians, in seconds, as JSON.

Every rule judges every resource, the stack rules the graph, and every framework is assessed. It is the time of the
processor, which one thread uses: what else the machine does would blur how it grows.
"""

import datetime
import gc
import json
import statistics
import sys
import time
from collections import defaultdict

from bench import stack
from ops.cli import COLLECT_AFTER
from policies import frameworks
from policies.assessment import assess
from policies.core import Judge
from policies.registry import discover

ROUNDS = 5


def measure(count: int) -> dict[str, float]:
    """Return `rules_seconds`, `stack_seconds`, `assess_seconds` and the number of `verdicts` of *count* resources."""
    gc.set_threshold(COLLECT_AFTER)
    resources = stack.resources(count)
    catalogue = frameworks.load(discover())
    now = datetime.datetime.now(tz=datetime.UTC)
    seconds: dict[str, list[float]] = defaultdict(list)
    verdicts = 0
    for _ in range(ROUNDS):
        judge = Judge(discover())
        begun = time.process_time()
        for resource in resources:
            judge.evaluate(resource)
        judged = time.process_time()
        judge.evaluate_stack(resources)
        whole = time.process_time()
        said = list(judge.verdicts())
        for framework in catalogue.frameworks.values():
            assess(framework, catalogue, said, now)
        seconds["rules_seconds"].append(judged - begun)
        seconds["stack_seconds"].append(whole - judged)
        seconds["assess_seconds"].append(time.process_time() - whole)
        verdicts = len(said)
    return {name: statistics.median(found) for name, found in seconds.items()} | {"verdicts": verdicts}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
