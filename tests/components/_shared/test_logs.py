from typing import Any

from botocore.session import get_session
from hypothesis import given
from hypothesis import strategies as st

from components._shared.logs import RETENTION_CHOICES_DAYS, retention_choice_days

DAYS = st.integers(min_value=1, max_value=5000)


@given(DAYS)
def test_logs_are_never_kept_shorter_than_asked(days: int) -> None:
    chosen = retention_choice_days(days)
    assert chosen in RETENTION_CHOICES_DAYS
    assert chosen >= days or chosen == max(RETENTION_CHOICES_DAYS)


@given(DAYS)
def test_logs_are_kept_no_longer_than_they_must_be(days: int) -> None:
    shorter = [choice for choice in RETENTION_CHOICES_DAYS if choice < retention_choice_days(days)]
    assert all(choice < days for choice in shorter)


def test_the_choices_are_those_that_cloudwatch_documents() -> None:
    model: Any = get_session().get_service_model("logs")
    documented = model.operation_model("PutRetentionPolicy").input_shape.members["retentionInDays"].documentation
    listed = documented.split("Possible values are: ")[1].split(".")[0].replace("and ", "")
    assert tuple(int(days) for days in listed.split(", ")) == RETENTION_CHOICES_DAYS
