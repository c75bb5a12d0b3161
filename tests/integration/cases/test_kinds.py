"""The table of what is told: each kind of event that mails tell can be said in both languages."""

import pytest
from django.utils import translation

from cases.models import CaseEvent, EventKind
from cases.notifications.kinds import KINDS, sentence

STATUSES = {"from": "closed", "to": "in_progress"}
SAID = {
    EventKind.PRIORITY_CHANGED: {"from": 3, "to": 1},
    EventKind.FOLLOWED_UP: {"case": 7},
    EventKind.REMINDED: {"days_left": 3},
    EventKind.ESCALATED: {"reason": "time"},
}
"""What such an event says, where it is not a status."""

ON_THE_TIMELINE_ONLY = {EventKind.ASSIGNED, EventKind.WATCHER_REMOVED}


@pytest.mark.rule("NOTE-1", "NOTE-2")
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_sentence_that_leaves_nothing_out(cast, kind, language):
    data = SAID.get(kind, STATUSES)
    event = CaseEvent(case=cast.case, kind=kind, actor=cast.ada, data=data)

    with translation.override(language):
        said = sentence(event)

    assert said
    assert "%" not in said


def test_what_is_silent_is_silent_on_purpose():
    assert not ON_THE_TIMELINE_ONLY & set(KINDS)
