"""What is found of planted personal data, what is taken for it that is none, and how fast: the anonymizer and Presidio.

`python -m bench.anonymizer` prints both in one run. The corpus is that of the tests, of Faker's values in six locales;
a value counts as found where one finding covers all of it. Names and addresses aren't in it: neither side looks for
them without a model. Presidio takes days, web pages and UUIDs for findings, which the platform leaves on purpose.
"""

import json
import random
import subprocess
import time
import uuid
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from bench.running import ROOT, show
from functions.anonymizer.detection import find
from tests.functions.anonymizer.corpus import nobodys, planted

PEER = (str(ROOT / ".venv/peers/bin/python"), str(ROOT / "bench/peers/presidio_side.py"))
LINES = 40_000
"""Of a log, every fourth with an address of somebody and one of a network."""
OF_NOBODY = 2_000
"""Texts; Presidio takes a millisecond each."""
Found = Sequence[Sequence[Sequence[int]]]


def anonymizer() -> dict[str, float]:
    """Print both sides, and return the platform's figures."""
    corpus, clean = planted(), list(islice(nobodys(), OF_NOBODY))
    texts = [(each.locale[:2], each.text) for each in corpus] + [("en", text) for text in clean]
    ours, our_seconds = _ours([text for _, text in texts])
    theirs, their_seconds = _theirs(texts)
    size = sum(len(text.encode()) for _, text in texts)
    print(f"{len(corpus):,} planted values: found whole by the anonymizer and by Presidio on blank models")
    recalls: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for each, us, them in zip(corpus, ours, theirs, strict=False):
        start = each.text.index(each.value)
        end = start + len(each.value)
        recalls[each.kind].append(
            (any(a <= start and end <= b for a, b in us), any(a <= start and end <= b for a, b in them))
        )
    for kind, found in sorted(recalls.items()):
        us, them = (sum(side) / len(found) for side in zip(*found, strict=True))
        print(f"  {kind:<18} {us:7.2%}   {them:7.2%}")
    wrong, their_wrong = (sum(map(bool, side[len(corpus) :])) / len(clean) for side in (ours, theirs))
    every = [pair for found in recalls.values() for pair in found]
    recall, their_recall = (sum(side) / len(every) for side in zip(*every, strict=True))
    speed = _log_megabytes_per_second()
    show("planted values found", f"{recall:.2%}", f"≥ 99 %   (Presidio {their_recall:.2%})")
    show("texts of nobody with a finding", f"{wrong:.2%}", f"            (Presidio {their_wrong:.2%})")
    show(
        "the corpus",
        f"{size / our_seconds / 1e6:.1f} MB/s",
        f"             (Presidio {size / their_seconds / 1e6:.3f} MB/s)",
    )
    show("lines of a log", f"{speed:.1f} MB/s", "≥ 20 MB/s")
    return {
        "anonymizer_recall": recall,
        "anonymizer_wrong_share": wrong,
        "anonymizer_log_mb_per_second": speed,
        "anonymizer_to_presidio": their_seconds / our_seconds,
    }


def _ours(texts: Sequence[str]) -> tuple[Found, float]:
    begun = time.process_time()
    found = [[(each.start, each.end) for each in find(text.encode())] for text in texts]
    seconds = time.process_time() - begun
    return [
        [[len(text.encode()[:at].decode()) for at in pair] for pair in pairs]
        for text, pairs in zip(texts, found, strict=True)
    ], seconds


def _theirs(texts: Sequence[tuple[str, str]]) -> tuple[Found, float]:
    ran = subprocess.run(PEER, input=json.dumps(texts), capture_output=True, text=True, check=True)  # noqa: S603
    told = json.loads(ran.stdout)
    return told["found"], told["seconds"]


def _log_megabytes_per_second() -> float:
    dice = random.Random(1)  # noqa: S311
    lines: list[str] = []
    for at in range(LINES):
        line = {
            "level": "INFO",
            "timestamp": f"2026-11-28T07:51:{at % 60:02}.{dice.randrange(1000):03}Z",
            "request_id": str(uuid.UUID(int=dice.getrandbits(128))),
            "message": " ".join(dice.choices(("the", "order", "was", "taken", "to", "shard", "again", "and"), k=12)),
            "duration_ms": dice.random() * 100,
            "path": f"/v1/streams/{at}/events",
        }
        if at % 4 == 0:
            line |= {"user": f"person{at}@example.org", "source_ip": f"10.{at % 200}.{dice.randrange(200)}.7"}
        lines.append(json.dumps(line))
    raw = "\n".join(lines).encode()

    def seconds() -> float:
        begun = time.process_time()
        find(raw)
        return time.process_time() - begun

    return len(raw) / min(seconds() for _ in range(3)) / 1e6


if __name__ == "__main__":
    anonymizer()
