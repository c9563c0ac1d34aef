"""A request's life, without anything of where it is kept: what may follow on what.

Received, it is open; refused or done, it has ended, and what it said of the person is replaced by digests. Each change
makes another request; what can't follow is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from functions.data_subject_requests import clocks
from functions.data_subject_requests.asked import Asked
from functions.data_subject_requests.errors import OutOfOrderError
from functions.data_subject_requests.kinds import Act, reason
from functions.data_subject_requests.plan import Hold, Mode, Step, held
from functions.data_subject_requests.request import Request, Status, named


def received(asked: Asked, now: datetime) -> Request:
    """Return the request that was made *now*: its time runs, whether or not who asks is known yet."""
    return Request(
        id=asked.request,
        kind=asked.kind.name,
        subjects=asked.subjects,
        digests=tuple(named(asked.request, each) for each in asked.subjects),
        content=asked.content,
        zone=asked.zone,
        corrections=asked.corrections,
        received_at=now.isoformat(timespec="milliseconds"),
        due_at=clocks.due(now, asked.kind.period, asked.zone, extended=False).isoformat(),
    )


def proven(request: Request, *, by_agent: bool) -> Request:
    """Return *request*, of which who asks is known now."""
    _open(request)
    return replace(request, proven=True, by_agent=by_agent)


def planned(request: Request, steps: Sequence[Step]) -> Request:
    """Return *request* with its *steps*; a plan that is made already stays."""
    _open(request)
    if not request.proven:
        raise OutOfOrderError("nobody has shown yet who asks")
    return request if request.planned else replace(request, steps=tuple(steps), planned=True)


def stepped(request: Request, store: str, outcome: str) -> Request:
    """Return *request* with the workflow's step in *store* done."""
    _open(request)
    if request.step(store) not in request.ready:
        raise OutOfOrderError("the step is done, is another's, or comes after one that is not done")
    return _done(request, store, outcome)


def confirmed(request: Request, store: str) -> Request:
    """Return *request* with the step in *store* done, which a person did."""
    _open(request)
    step = request.step(store)
    if step.mode is not Mode.PERSON or step.done:
        raise OutOfOrderError("only what a person has still to do is confirmed")
    return _done(request, store, "confirmed by a person")


def missed(request: Request, store: str, why: str) -> Request:
    """Return *request* with a step for a person in *store*, where a search found what nobody had said."""
    _open(request)
    others = tuple(each for each in request.steps if each.store != store)
    return replace(request, steps=(*others, Step(store=store, mode=Mode.PERSON, note=why)), found=None)


def searched(request: Request, found: Mapping[str, int]) -> Request:
    """Return *request*, in whose stores a search *found* nothing that was to be gone."""
    _open(request)
    return replace(request, found=found)


def kept(request: Request, holds: Sequence[Hold]) -> Request:
    """Return *request* without what *holds* that came after its plan forbid, as far as it isn't too late."""
    _open(request)
    late = {each.store for each in request.steps if each.done}
    why = held({each.store: each.after or None for each in request.steps}, holds)
    steps = tuple(
        replace(each, mode=Mode.TOLD, note=f"kept: {why[each.store]}", after="")
        if each.store in why and each.mode is not Mode.TOLD and not {each.store, each.after} & late
        else each
        for each in request.steps
    )
    return replace(request, steps=steps)


def extended(request: Request, code: object, now: datetime) -> Request:
    """Return *request* with more time, for the reason *code*; once, and before its time has run out (GDPR Art. 12(3),
    11 CCR 7021(b))."""
    _open(request)
    period = request.of.period
    if request.extended or not period.extension:
        raise OutOfOrderError("a request is extended once, and a choice never")
    if now >= datetime.fromisoformat(request.due_at):
        raise OutOfOrderError("its time has run out; it can not be extended any more")
    why = reason("extensions", code, request.of.law)
    due = clocks.due(datetime.fromisoformat(request.received_at), period, request.zone, extended=True)
    return replace(request, extended=why, due_at=due.isoformat())


def refused(request: Request, code: object, now: datetime) -> Request:
    """Return *request* refused for the reason *code*, as long as nothing was done about it."""
    _open(request)
    if any(each.done for each in request.steps):
        raise OutOfOrderError("something was done about it already, so it goes on to its end")
    return _ended(replace(request, refused=reason("refusals", code, request.of.law)), Status.REFUSED, now)


def undone(request: Request, store: str) -> Request:
    """Return *request* with the step in *store* to be done again, as a search found what was to be gone."""
    _open(request)
    return replace(
        request,
        steps=tuple(replace(each, done=False, outcome="") if each.store == store else each for each in request.steps),
        found=None,
    )


def handed(request: Request, now: datetime) -> Request:
    """Return *request*, whose export was handed out."""
    _open(request)
    if request.of.act is not Act.EXPORT or not request.planned or request.left:
        raise OutOfOrderError("there is nothing to hand out, or something is left to do before")
    return replace(request, handed_at=now.isoformat(timespec="milliseconds"))


def notified(request: Request, recipients: Sequence[str]) -> Request:
    """Return *request*, of which *recipients* were told."""
    _open(request)
    return replace(request, told=tuple(recipients))


def concluded(request: Request, now: datetime) -> Request:
    """Return *request* done: nothing is left, and a search agrees."""
    _open(request)
    if not request.planned or request.left or request.found is None:
        raise OutOfOrderError("something is left to do, or to search")
    if request.of.act is Act.EXPORT and not request.handed_at:
        raise OutOfOrderError("the export is still to be handed out")
    return _ended(request, Status.DONE, now)


def _open(request: Request) -> None:
    if request.status is not Status.OPEN:
        raise OutOfOrderError(f"the request is {request.status}")


def _done(request: Request, store: str, outcome: str) -> Request:
    steps = (replace(each, done=True, outcome=outcome) if each.store == store else each for each in request.steps)
    return replace(request, steps=tuple(steps), found=None)


def _ended(request: Request, status: Status, now: datetime) -> Request:
    return replace(request, status=status, subjects=(), corrections=(), ended_at=now.isoformat(timespec="milliseconds"))
