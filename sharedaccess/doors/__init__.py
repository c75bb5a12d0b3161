"""The doors: who is this person in that organization, and who else has a key?"""

from orgs.actor import Actor
from sharedaccess.doors.actors import (
    actor_at_start,
    actors_of,
    agent,
    enter,
    find_actor,
    note_use,
    teams_of,
)
from sharedaccess.doors.decisions import decide_for, facts, organizations_to_file_in
from sharedaccess.doors.lapses import find_lapse, lapses_of
from sharedaccess.doors.organizations import (
    accounts_of,
    organizations_open_to,
    organizations_sharing_support,
    with_support,
)
from sharedaccess.doors.people import people_with_a_tie, with_ties

__all__ = [
    "Actor",
    "accounts_of",
    "actor_at_start",
    "actors_of",
    "agent",
    "decide_for",
    "enter",
    "facts",
    "find_actor",
    "find_lapse",
    "lapses_of",
    "note_use",
    "organizations_open_to",
    "organizations_sharing_support",
    "organizations_to_file_in",
    "people_with_a_tie",
    "teams_of",
    "with_support",
    "with_ties",
]
