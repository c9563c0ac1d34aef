"""What a run is spared ends with it, and changes nothing that the SDK says."""

import gc
from collections.abc import Iterator

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


class Root:
    """Built as the SDK builds its resources, of which the third constructor is the resource's own."""

    def __init__(self) -> None:
        self.trace = sdk_resource._get_stack_trace()


class Custom(Root):
    def __init__(self) -> None:
        super().__init__()


class Bucket(Custom):
    def __init__(self) -> None:
        self._internal_init()

    def _internal_init(self) -> None:
        super().__init__()


class Site(Custom):
    """A component, that declares another resource."""

    def __init__(self) -> None:
        super().__init__()
        self.bucket = Bucket()


def _declared() -> list[Root]:
    site = Site()
    return [Bucket(), Bucket(), site, site.bucket, Custom()]


def test_resources_are_where_the_sdk_says_that_they_are() -> None:
    plain = _declared()
    with economical():
        found = _declared()
    assert len({each.trace.frames[0].pc.line for each in plain[1:4]}) == 3
    for ours, theirs in zip(found[:4], plain[:4], strict=True):
        assert list(ours.trace.frames) == list(theirs.trace.frames[:1])
    assert len(Root().trace.frames) == len(plain[4].trace.frames) == 0


def test_the_sdk_takes_its_traces_again_afterwards() -> None:
    before = sdk_resource._get_stack_trace
    with economical():
        assert sdk_resource._get_stack_trace is not before
    assert sdk_resource._get_stack_trace is before
