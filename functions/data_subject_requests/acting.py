"""Which stores of the catalogue the workflow acts on, by their names there, and how."""

from collections.abc import Mapping

from functions.data_subject_requests.acts import Store
from functions.data_subject_requests.consent_acts import ConsentActs
from functions.data_subject_requests.event_acts import EventActs, KeyActs
from functions.data_subject_requests.record_acts import RecordActs


def stores(keys: KeyActs, events: EventActs, records: RecordActs, consents: ConsentActs) -> Mapping[str, Store]:
    """Return them. What isn't here is done by people, or with one of these."""
    return {
        "subject-keys": Store(export=keys.export, erase=keys.erase, left=keys.left, restrict=keys.restrict),
        "events": Store(export=events.export),
        "consents": Store(export=consents.export, erase=consents.erase, left=consents.left),
        "records": Store(export=records.export, rectify=records.rectify, erase=records.erase, left=records.left),
    }
