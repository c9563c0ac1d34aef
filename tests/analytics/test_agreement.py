"""Whatever happened, each question's SQL answers what polars computes from the events another way."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analytics import second_journeys, second_operations, second_revenue
from tests.analytics.asked import ASKED
from tests.analytics.lake import QUESTIONS, lake
from tests.analytics.random_worlds import world_of

SECOND: Final[tuple[ModuleType, ...]] = (second_journeys, second_operations, second_revenue)


@given(seed=st.integers(0, 2**32), size=st.integers(0, 300))
@settings(max_examples=8)
def test_each_answer_is_what_polars_computes(seed: int, size: int) -> None:
    world = world_of(seed, size)
    asked = lake(world)
    for name, parameters in ASKED.items():
        assert asked.ask(name, **parameters) == near(second(name)(world, **parameters)), name


def test_every_question_is_asked() -> None:
    assert sorted(ASKED) == sorted(QUESTIONS)


def second(name: str) -> Callable[..., list[dict[str, Any]]]:
    """Return polars' computation of a question."""
    return next(getattr(module, name) for module in SECOND if hasattr(module, name))


def near(rows: list[dict[str, Any]]) -> list[Any]:
    """Return *rows* to be compared as floating-point numbers can be."""
    return [
        {name: pytest.approx(value) if isinstance(value, float) else value for name, value in row.items()}
        for row in rows
    ]
