"""Recorded previews become exactly the comments that were read and approved."""

from pathlib import Path

import pytest

from tests.ops.pull_request.golden import PAIRS, made


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_recorded_pair_makes_its_comment(pair: Path) -> None:
    assert made(pair) == (pair / "comment.md").read_text(encoding="utf-8")
