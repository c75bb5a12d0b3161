"""Tells what happened to the demo's cases, as if the actions had run at the time.

The actions know no past, so the rows are made here; each step is still a row of `cases.lifecycle`.
"""

import tomllib
import uuid
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db.models import Model

from cases.demo.clock import moment
from cases.demo.hearing import propose_calls
from cases.demo.story import Story
from cases.demo.world import World
from cases.models import (
    Attachment,
    Case,
    CaseEvent,
    Comment,
    Escalation,
    InternalNote,
    IssueReason,
    IssueType,
    Watcher,
)
from cases.sla import clock_for

TEXTS = Path(__file__).parent / "text"
CHILDREN: tuple[type[Model], ...] = (
    Comment,
    InternalNote,
    Watcher,
    CaseEvent,
    Attachment,
    Escalation,
)


def tell_all(world: World) -> None:
    """Write down the cases, numbered in the order in which they were opened."""
    stories = all_stories(world)
    for is_linked, group in groupby(stories, key=lambda story: story.origin is not None):
        linked = list(group)
        for story in linked if is_linked else ():
            story.links()
        Case.objects.bulk_create(story.case for story in linked)
    for story in stories:
        story.tells_its_origin()
    propose_calls([story.case for story in stories])
    for model in CHILDREN:
        rows = [row for story in stories for row in story.rows[model]]
        rows.sort(key=lambda row: row.created_at)
        model._default_manager.bulk_create(rows)


def all_stories(world: World) -> list[Story]:
    """Those of the folder `text`, the first opened first; nothing is written yet."""
    world.issue_types = IssueType.objects.in_bulk(field_name="key")
    world.issue_reasons = IssueReason.objects.in_bulk(field_name="key")
    stories = [_tell(world, slug, **told) for slug, told in _read()]
    stories.sort(key=lambda story: story.case.opened_at)
    by_place = {(one.case.organization.slug, one.case.title): one for one in stories}
    for story in stories:
        story.finds_its_origin(by_place)
    return stories


def _read() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(TEXTS.glob("*.toml")):
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        for told in book["case"]:
            yield book["organization"], told


def _tell(
    world: World,
    organization: str,
    *,
    then: Iterable[dict[str, Any]] = (),
    taken: tuple[str, str] | None = None,
    watchers: Iterable[str] = (),
    files: Iterable[str] = (),
    follow_up_of: str = "",
    refiled_from: str = "",
    escalated: dict[str, str] | None = None,
    **told: Any,
) -> Story:
    story = Story(world, _case(world, organization, **told))
    story.follows = (organization, follow_up_of) if follow_up_of else None
    story.comes_from = (refiled_from, story.case.title) if refiled_from else None
    story.begins(watchers, files)
    if taken:
        story.is_taken(*taken)
    for step in then:
        story.goes_on(**step)
    if escalated:
        story.is_escalated(**escalated)
    story.waits_until(world.now)
    return story


def _case(
    world: World,
    organization: str,
    *,
    opened: str,
    by: str,
    product: str,
    issue_type: str,
    issue_reason: str = "",
    project: str = "",
    **fields: Any,
) -> Case:
    """The keys that are left are fields of `Case`."""
    requester, begun = world.people[by], moment(opened, world.now)
    clock = clock_for(world.organizations[organization], fields["priority"], begun)
    return Case(
        organization=world.organizations[organization],
        product=world.products[product],
        team=world.products[product].team,
        requester=requester,
        issue_type=world.issue_types[issue_type],
        issue_reason=world.issue_reasons[issue_reason] if issue_reason else None,
        project=world.projects[project] if project else None,
        contact_phone=requester.phone,
        contact_time_zone=requester.time_zone,
        opened_at=begun,
        last_activity_at=begun,
        status_since=begun,
        first_response_due_at=clock.due if clock else None,
        response_clock=clock.freeze() if clock else None,
        version=1,
        submission=uuid.uuid5(uuid.NAMESPACE_URL, f"{organization}/{fields['title']}"),
        **fields,
    )
