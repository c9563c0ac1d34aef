"""A resource's outputs are what the SDK would have made of them, and cost less."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from pulumi.output import UNKNOWN
from pulumi.runtime import rpc

from sandbox.engine.sdk_outputs import light_outputs


class Thing:
    """What has outputs."""


DEPENDENCY, FAULT = Thing(), ValueError("refused")


def told(*answer: Any) -> tuple[Any, ...]:
    """Return what an output comes to say of itself once its resource has that *answer*."""

    async def run() -> tuple[Any, ...]:
        thing = Thing()
        resolvers = rpc.transfer_properties(thing, {"urn": None, "id": None, "name": None}, custom=True)  # pyright: ignore[reportArgumentType]
        assert set(resolvers) == set(thing.__dict__) == {"name"}
        resolvers["name"](*answer)
        output = thing.__dict__["name"]
        try:
            return (
                await output.future(with_unknowns=True),
                await output.is_known(),
                await output.is_secret(),
                {"itself" if each is thing else each for each in await output.resources()},
            )
        except ValueError as fault:
            return (fault,)

    return asyncio.run(run())


@pytest.mark.parametrize(
    "answer",
    [
        ("value", True, False, None, None),
        ("value", True, True, {DEPENDENCY}, None),
        (None, False, False, None, None),
        ({"inside": [UNKNOWN]}, True, False, set(), None),
        (None, True, False, {DEPENDENCY}, FAULT),
    ],
)
def test_outputs_say_what_the_sdks_say(answer: tuple[Any, ...]) -> None:
    plain = told(*answer)
    with light_outputs():
        assert told(*answer) == plain


def test_no_task_waits_for_an_output_that_nobody_asks_for() -> None:
    def tasks(within: Callable[[], contextlib.AbstractContextManager[None]]) -> int:
        async def run() -> int:
            with within():
                rpc.transfer_properties(Thing(), dict.fromkeys(map(str, range(30))), custom=True)  # pyright: ignore[reportArgumentType]
            return len(asyncio.all_tasks()) - 1

        return asyncio.run(run())

    assert (tasks(contextlib.nullcontext), tasks(light_outputs)) == (30, 0)
