"""What Lambda calls: `{"digest": "sha256:…"}` names the release of this function's repository that is to be fed."""

import os
import time
from collections.abc import Mapping
from typing import Any, Final

from functions._shared.telemetry import entry, logger
from functions.feeder.artifact import Release, fetch
from functions.feeder.core import Clock, feed
from functions.feeder.wiring import cluster, handed, source

LOG: Final = logger("feeder")
MARGIN_SECONDS: Final = 15
"""Left to Lambda to tell of the end."""


@entry(LOG)
def handle(event: Mapping[str, str], context: Any) -> dict[str, Any]:
    """Feed the cluster and return what was done; whatever is raised is the run's failure."""
    digest = event["digest"]
    fetched = fetch(source(), digest, os.environ["CLUSTER_NAME"])
    release = Release(waves=[*handed(), *fetched.waves], left=fetched.left)
    clock = Clock(
        remaining_seconds=lambda: context.get_remaining_time_in_millis() / 1000 - MARGIN_SECONDS, sleep=time.sleep
    )
    done = vars(feed(cluster(), release, digest, clock))
    LOG.info("fed", release=digest, **done)
    return done
