"""What the tags of a store say of its data, besides the class itself: policies and operators read them."""

from collections.abc import Mapping

from settings import DataClass, Settings

ANY_REGION = "any-region"
"""Residency of data whose copies may rest in every active region. No jurisdiction is called so: theirs are letters."""


def class_tags(settings: Settings) -> Mapping[DataClass, Mapping[str, str]]:
    """Return, by class, the tag `residency` of data that may leave its jurisdiction, and how much may be lost."""
    rpo = {"rpo-minutes": str(settings.objectives.rpo_minutes)}
    return {
        data_class: rpo if data_class in settings.held_classes else {**rpo, "residency": ANY_REGION}
        for data_class in DataClass
    }
