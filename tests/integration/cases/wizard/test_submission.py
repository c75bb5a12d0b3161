"""Submitting twice makes one case."""

import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from cases.actions import NewCase, open_case
from cases.models import Attachment, Case, CaseDraft, Watcher
from portal.models import OutboxMessage
from tests.integration.cases.wizard.conftest import Guide, at_once, picture
from tests.races import wait_until_somebody_waits


@pytest.mark.rule("WIZ-12")
def test_a_reload_leads_to_the_same_case(sue):
    sue.reach("review")

    first, second = sue.submit(), sue.submit()

    assert first.url == second.url
    assert Case.objects.filter(submission=sue.draft.pk).count() == 1


@pytest.mark.rule("WIZ-12")
@pytest.mark.parametrize("step", ["type", "issue", "contact", "review"])
def test_going_back_to_a_draft_that_became_a_case_leads_to_the_case(sue, step):
    sue.reach("review")
    confirmation = sue.submit().url

    assert sue.look(step).url == confirmation
    assert sue.answer(step).url == confirmation


def test_only_the_requester_is_led_to_the_case(sue, cast):
    sue.reach("review")
    sue.submit()
    other = Guide(cast.olga)
    other.draft = sue.draft

    assert other.look("review").status_code == 404


@pytest.mark.rule("WIZ-12")
@pytest.mark.django_db(transaction=True)
def test_twenty_submits_at_once_make_one_case(sue, cast):
    sue.reach("review", watchers=[cast.max.pk])
    sue.upload(picture())

    answers = at_once(*[lambda: sue.submit().url] * 20)

    case = Case.objects.get(submission=sue.draft.pk)
    assert set(answers) == {sue.url("submitted", case.number)}
    assert Watcher.objects.filter(case=case).count() == 1
    assert case.attachments.count() == 1
    assert OutboxMessage.objects.filter(reference=case.number).count() == 3
    assert not CaseDraft.objects.exists()


@pytest.mark.rule("WIZ-12")
@pytest.mark.django_db(transaction=True)
def test_twenty_calls_of_the_action_at_once_make_one_case(cast):
    draft = CaseDraft.objects.create(organization=cast.acme, author=cast.sue)
    new = NewCase(product=cast.product, title="T", description="D", priority=3)
    sue = cast.actor("sue")

    cases = at_once(*[lambda: open_case(actor=sue, new=new, submission=draft.pk).pk] * 20)

    assert len(set(cases)) == 1


@pytest.mark.rule("WIZ-9", "WIZ-12")
@pytest.mark.django_db(transaction=True)
def test_a_file_uploaded_while_submitting_is_with_the_case_or_nowhere(sue, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    sue.reach("review")

    answers = at_once(sue.submit, lambda: sue.upload(picture()))

    case = Case.objects.get(submission=sue.draft.pk)
    assert sue.url("submitted", case.number) in {answer.url for answer in answers}
    kept = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert kept == {Path(row.file.name).name for row in case.attachments.all()}
    assert not CaseDraft.objects.exists()


@pytest.mark.rule("WIZ-9", "WIZ-12")
@pytest.mark.django_db(transaction=True)
def test_a_draft_discarded_while_it_is_submitted_keeps_the_files_of_the_case(sue, cast):
    sue.reach("review")
    sue.upload(picture())
    new = NewCase(product=cast.product, title="T", description="D", priority=3)
    discarding = threading.Thread(target=discard, args=[sue])

    with transaction.atomic():
        files = list(sue.draft.files.all())
        open_case(actor=cast.actor("sue"), new=new, submission=sue.draft.pk, files=files)
        CaseDraft.objects.filter(pk=sue.draft.pk).delete()
        discarding.start()
        wait_until_somebody_waits()
    discarding.join()

    file = Attachment.objects.get().file
    assert file.storage.exists(file.name)


def discard(guide: Guide) -> None:
    try:
        guide.client.post(guide.url("draft-removal", guide.draft.pk))
    finally:
        connection.close()
