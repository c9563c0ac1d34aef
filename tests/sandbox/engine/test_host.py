"""What a run is spared ends with it, and changes nothing that the SDK says."""

import gc
from collections.abc import Iterator
from traceback import FrameSummary

import pytest
from pulumi.runtime import resource as sdk_resource

from sandbox.engine.host import economical


@pytest.fixture(params=[True, False])
def collects(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether garbage was collected before."""
    before = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if before else gc.disable)()


def test_garbage_is_collected_again_if_it_was_also_after_a_fault(collects: bool) -> None:
    def run() -> None:
        with economical():
            assert not gc.isenabled()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run()
    assert gc.isenabled() == collects


def test_each_line_has_its_own_position() -> None:
    frames = [FrameSummary(file, line, "declare") for file in ("/a/one.py", "/a/two.py", "") for line in (1, 2, None)]
    position_of = sdk_resource._get_source_position_for_frame
    plain = [position_of(frame) for frame in frames]
    with economical():
        for _ in range(2):
            assert [sdk_resource._get_source_position_for_frame(frame) for frame in frames] == plain
    assert sdk_resource._get_source_position_for_frame is position_of
