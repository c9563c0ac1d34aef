"""The recorded pairs, and the comments that are made of them. Run as a module, it writes the comments anew."""

from pathlib import Path

from ops.cost import prices
from ops.pull_request import recorded
from ops.pull_request.comment import comment

HERE = Path(__file__).parent
PAIRS = sorted(path for path in (HERE / "recordings").iterdir() if path.is_dir())
PRICES = prices.load(HERE / "prices.yaml")


def made(pair: Path) -> str:
    return comment(recorded.read(pair / "base.json"), recorded.read(pair / "head.json"), PRICES)


if __name__ == "__main__":
    for each in PAIRS:
        (each / "comment.md").write_text(made(each), encoding="utf-8")
