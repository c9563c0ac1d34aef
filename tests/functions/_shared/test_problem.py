"""Errors that a caller may read: the members that RFC 9457 has, and a type that stays."""

import json
from http import HTTPStatus

import pytest

from functions._shared.problem import CONTENT_TYPE, Problem, response


class WrongVersionProblem(Problem):
    type = "https://example.com/problems/wrong-version"
    title = "The stream is at another version"
    status = HTTPStatus.CONFLICT


def test_a_kind_has_its_type_and_an_occurrence_its_detail_and_members() -> None:
    assert WrongVersionProblem("it is at 7", version=7).document("urn:request:1") == {
        "type": "https://example.com/problems/wrong-version",
        "title": "The stream is at another version",
        "status": 409,
        "detail": "it is at 7",
        "instance": "urn:request:1",
        "version": 7,
    }


def test_what_has_no_kind_says_no_more_than_its_status() -> None:
    assert Problem().document() == {"type": "about:blank", "title": "Internal Server Error", "status": 500}


@pytest.mark.parametrize("member", ["type", "title", "status", "instance"])
def test_an_extension_takes_the_place_of_no_member(member: str) -> None:
    with pytest.raises(ValueError, match=f"^{member} is a member of every problem"):
        Problem("", **{member: "other"})


def test_a_gateway_answers_it_as_a_problem_that_no_cache_keeps() -> None:
    answer = response(WrongVersionProblem("naïve"), headers={"Retry-After": "1", "Content-Type": "text/html"})
    assert answer["statusCode"] == 409
    assert answer["headers"] == {"Retry-After": "1", "Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"}
    assert json.loads(answer["body"])["detail"] == "naïve"
    assert json.dumps(answer)
