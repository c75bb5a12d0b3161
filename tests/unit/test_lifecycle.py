"""The life of a case as the specification writes it, row by row, against the table in code."""

from datetime import timedelta
from itertools import product

import pytest

from cases.lifecycle import (
    BY_SOURCE_AND_VERB,
    ENDED,
    OPEN,
    REOPEN_WINDOW,
    RULES,
    Side,
    Status,
    Verb,
)

NEW, AT_WORK = Status.AWAITING_ASSIGNMENT, Status.IN_PROGRESS
ASKED, SOLVED = Status.PENDING_RESPONSE, Status.RESOLUTION_PROVIDED
CLOSED, AUTO = Status.CLOSED, Status.AUTO_CLOSED

TABLE = {
    (NEW, Verb.ASSIGN): (Side.SUPPORT, AT_WORK),
    (NEW, Verb.REQUEST_INFORMATION): (Side.SUPPORT, ASKED),
    (AT_WORK, Verb.REQUEST_INFORMATION): (Side.SUPPORT, ASKED),
    (SOLVED, Verb.REQUEST_INFORMATION): (Side.SUPPORT, ASKED),
    (NEW, Verb.PROPOSE_SOLUTION): (Side.SUPPORT, SOLVED),
    (AT_WORK, Verb.PROPOSE_SOLUTION): (Side.SUPPORT, SOLVED),
    (ASKED, Verb.PROPOSE_SOLUTION): (Side.SUPPORT, SOLVED),
    (ASKED, Verb.REPLY): (Side.CUSTOMER, AT_WORK),
    (SOLVED, Verb.REPLY): (Side.CUSTOMER, AT_WORK),
    (ASKED, Verb.RESUME): (Side.SUPPORT, AT_WORK),
    (SOLVED, Verb.RESUME): (Side.SUPPORT, AT_WORK),
    (ASKED, Verb.AUTO_CLOSE): (Side.SYSTEM, AUTO),
    (SOLVED, Verb.AUTO_CLOSE): (Side.SYSTEM, AUTO),
    (NEW, Verb.CLOSE): (Side.CUSTOMER, CLOSED),
    (AT_WORK, Verb.CLOSE): (Side.CUSTOMER, CLOSED),
    (ASKED, Verb.CLOSE): (Side.CUSTOMER, CLOSED),
    (SOLVED, Verb.CLOSE): (Side.CUSTOMER, CLOSED),
    (NEW, Verb.CONCLUDE): (Side.SUPPORT, CLOSED),
    (AT_WORK, Verb.CONCLUDE): (Side.SUPPORT, CLOSED),
    (ASKED, Verb.CONCLUDE): (Side.SUPPORT, CLOSED),
    (SOLVED, Verb.CONCLUDE): (Side.SUPPORT, CLOSED),
    (CLOSED, Verb.REOPEN): (Side.CUSTOMER, AT_WORK),
    (AUTO, Verb.REOPEN): (Side.CUSTOMER, AT_WORK),
}


@pytest.mark.rule("CASE-5", "CASE-6")
@pytest.mark.parametrize(("status", "verb"), [*product(Status, Verb)])
def test_each_status_and_verb_leads_where_the_specification_says(status, verb):
    rule = BY_SOURCE_AND_VERB.get((status, verb))

    assert (rule and (rule.side, rule.to)) == TABLE.get((status, verb))


def test_no_row_hides_another():
    assert len(RULES) == len(BY_SOURCE_AND_VERB) == len(TABLE)


def test_a_case_is_either_open_or_ended():
    assert set(Status) == OPEN | ENDED
    assert not OPEN & ENDED


@pytest.mark.rule("CASE-6")
def test_only_reopening_has_a_window_and_it_is_counted_in_hours():
    windows = {rule.verb: rule.within for rule in RULES if rule.within}

    assert windows == {Verb.REOPEN: REOPEN_WINDOW}
    assert timedelta(hours=336) == REOPEN_WINDOW


@pytest.mark.rule("CASE-6")
def test_a_reopened_case_that_nobody_has_waits_for_assignment():
    rows = [rule for rule in RULES if rule.to_unassigned]

    assert {(rule.verb, rule.to_unassigned) for rule in rows} == {(Verb.REOPEN, NEW)}


@pytest.mark.rule("ENT-6")
def test_only_reopening_asks_for_the_entitlement_again():
    assert {rule.verb for rule in RULES if rule.entitled} == {Verb.REOPEN}
