"""Where in the program a resource is declared, without the stack trace that the SDK takes of each for it.

The SDK has Python read the text of every file on the way, and makes a position of each frame, 28 on average in staging;
the engine keeps the first. Here that one alone is looked for.
"""

import contextlib
import functools
import sys
from collections.abc import Iterator
from traceback import FrameSummary
from typing import Final

from pulumi.runtime import resource as sdk_resource
from pulumi.runtime.proto import source_pb2

CONSTRUCTORS: Final = 3
"""Of `Resource`, of `CustomResource` or `ComponentResource`, and of the resource's own class, as the SDK counts."""


@contextlib.contextmanager
def first_frames() -> Iterator[None]:
    """Take of each stack trace the frame that declared the resource, meanwhile."""
    before = sdk_resource._get_stack_trace
    sdk_resource._get_stack_trace = _get_stack_trace
    try:
        yield
    finally:
        sdk_resource._get_stack_trace = before


def _get_stack_trace() -> source_pb2.StackTrace:
    frame, constructors = sys._getframe(1), 0
    while frame:
        if constructors == CONSTRUCTORS:
            return source_pb2.StackTrace(frames=[_position(frame.f_code.co_filename, frame.f_lineno)])
        constructors += frame.f_code.co_name == "__init__"
        frame = frame.f_back
    return source_pb2.StackTrace()


@functools.cache
def _position(filename: str, lineno: int) -> source_pb2.StackFrame:
    declared = FrameSummary(filename, lineno, "", lookup_line=False)
    return source_pb2.StackFrame(pc=sdk_resource._get_source_position_for_frame(declared))
