"""Files: kept with the draft at once, refused before they are kept, gone when nobody needs them."""

import datetime
import re
from io import BytesIO
from unittest.mock import patch

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.attachments import attach_uploads, check, display_name
from cases.models import Attachment, Case, DraftFile
from cases.models.attachment import storage_key
from cases.tasks import sweep_drafts
from cases.uploads import MEGABYTE
from portal.problems import Unprocessable
from tests.integration.cases.wizard.conftest import PNG, Guide, at_once, picture


@pytest.fixture(autouse=True)
def disk(tmp_path, settings) -> None:
    """A real folder: what is left in it can be counted."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }


def kept(root) -> list[str]:
    return [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]


def refused(answer) -> list[str]:
    return answer.context["wizard"].uploads.errors["files"]


@pytest.mark.rule("WIZ-9", "WIZ-14")
def test_an_upload_is_kept_at_once_with_what_was_typed(sue, tmp_path):
    sue.reach("issue")

    answer = sue.upload(picture("one.png"), picture("two.png"), title="Typed", priority="1")

    assert answer.url == sue.step("issue") + "#attachments"
    page = sue.look("issue").text
    assert "one.png" in page
    assert "two.png" in page
    assert 'value="Typed"' in page
    assert len(kept(tmp_path)) == 2


@pytest.mark.rule("WIZ-9", "WIZ-15")
def test_files_may_come_along_with_the_answers(sue):
    sue.reach("issue")

    assert sue.answer("issue", files=[picture("one.png")]).url == sue.step("contact")
    assert "one.png" in sue.look("issue").text


@pytest.mark.rule("WIZ-14")
def test_files_are_kept_when_an_answer_is_wrong(sue):
    sue.reach("issue")

    page = sue.answer("issue", title="", files=[picture("one.png")])

    assert page.status_code == 422
    assert "one.png" in page.text
    assert 'href="#id_title"' in page.text


@pytest.mark.rule("WIZ-9")
def test_a_file_can_be_taken_away_before_submitting(
    sue, tmp_path, django_capture_on_commit_callbacks
):
    sue.reach("issue")
    sue.upload(picture("one.png"))
    file = sue.draft.files.get()

    with django_capture_on_commit_callbacks(execute=True):
        answer = sue.client.post(
            sue.url("file-removal", sue.draft.pk, file.pk), {"title": "Typed", "remove": file.pk}
        )

    assert answer.url == sue.step("issue") + "#attachments"
    assert not sue.draft.files.exists()
    assert kept(tmp_path) == []
    assert sue.answers["issue"]["title"] == "Typed"


@pytest.mark.rule("WIZ-9")
def test_a_forged_file_id_is_refused(sue, cast):
    other = Guide(cast.olga)
    other.reach("issue")
    other.upload(picture())
    foreign = other.draft.files.get()
    sue.reach("issue")

    answer = sue.client.post(sue.url("file-removal", sue.draft.pk, foreign.pk))

    assert answer.status_code == 404
    assert other.draft.files.exists()


@pytest.mark.rule("WIZ-9")
def test_the_files_move_to_the_case(sue, tmp_path):
    sue.reach("review")
    sue.upload(picture("one.png"))
    sue.submit()

    file = Case.objects.latest("pk").attachments.get()
    assert (file.name, file.size, file.content_type) == ("one.png", len(PNG), "image/png")
    assert kept(tmp_path) == [file.file.name]
    assert not DraftFile.objects.exists()


FORBIDDEN_NAMES = """
tool.exe TOOL.EXE invoice.pdf.exe setup.exe.txt evil.exe. evil.exe\u200b evil.ｅｘｅ x.exe::$DATA
lib.so libssl.so.1.1 lib.dylib kernel32.dll app.jar app.apk run.sh run.sh.txt a.bat b.cmd c.com
d.msi e.ps1 f.vbs g.scr h.js i.lnk j.deb k.rpm l.dmg m.iso n.wasm o.class p.o q.a r.whl s.hta
"""


@pytest.mark.rule("WIZ-9")
@pytest.mark.parametrize("name", FORBIDDEN_NAMES.split())
def test_programs_and_libraries_are_refused_by_name(name):
    with pytest.raises(Unprocessable, match="program or a library"):
        check(name, 5, BytesIO(b"hello"))


@pytest.mark.rule("WIZ-9")
@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0",
        b"\x7fELF\x02",
        b"\xcf\xfa\xed\xfe\x07",
        b"\xca\xfe\xba\xbe\0",
        b"\0asm\x01",
        b"!<arch>\n",
        b"#!/bin/sh\nrm -rf /",
        b"PK\x03\x04" + b"\0" * 22 + b"\x14\0\0\0META-INF/MANIFEST.MF",
        b"PK\x03\x04" + b"\0" * 22 + b"\x13\0\0\0AndroidManifest.xml",
    ],
)
def test_programs_and_libraries_are_refused_by_content(content):
    with pytest.raises(Unprocessable, match="program or a library"):
        check("holiday.png", len(content), BytesIO(content))


@pytest.mark.rule("WIZ-9")
@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("screen.png", PNG, "image/png"),
        ("photo.png", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("www.shop.example.com.har", b"{}", "application/octet-stream"),
        ("mysql-bin.000001.txt", b"x", "application/octet-stream"),
        ("bundle.js.map", b"{}", "application/octet-stream"),
        ("appendix.a.pdf", b"%PDF-1.7", "application/pdf"),
        ("logs.zip", b"PK\x03\x04" + b"\0" * 22 + b"\x05\0\0\0a.log", "application/octet-stream"),
        ("page.html", b"<script>alert(1)</script>", "application/octet-stream"),
        ("drawing.svg", b"<svg onload=alert(1)>", "application/octet-stream"),
        ("macro.xlsm", b"PK\x03\x04", "application/octet-stream"),
        ("no ending", b"hello", "application/octet-stream"),
    ],
)
def test_other_files_are_taken_and_named_by_content_only(name, content, kind):
    assert check(name, len(content), BytesIO(content)) == kind


@pytest.mark.rule("WIZ-9")
def test_a_refused_file_leaves_nothing_behind_and_stops_no_other(sue, tmp_path):
    sue.reach("issue")

    page = sue.upload(picture("good.png"), picture("tool.exe"), picture("empty.png", b""))

    assert page.status_code == 422
    assert [words.split()[0] for words in refused(page)] == ["tool.exe", "empty.png"]
    assert 'href="#id_files"' in page.text
    assert len(kept(tmp_path)) == 1


@pytest.mark.rule("WIZ-9")
def test_a_file_over_20_mb_is_refused_and_the_rest_of_the_form_arrives(sue, tmp_path):
    sue.reach("issue")
    large = picture("large.log", b"x" * (20 * MEGABYTE + 1))
    full = picture("full.log", b"x" * (20 * MEGABYTE))

    page = sue.upload(large, full, title="Typed")

    assert refused(page) == ["large.log is larger than 20 MB."]
    assert [file.name for file in sue.draft.files.all()] == ["full.log"]
    assert sue.answers["issue"]["title"] == "Typed"


@pytest.mark.rule("WIZ-9")
def test_more_than_100_mb_together_are_refused(sue):
    sue.reach("issue")
    files = [picture(f"{n}.log", b"x" * (19 * MEGABYTE)) for n in range(6)]

    page = sue.upload(*files)

    assert refused(page) == ["The files are larger than 100 MB together."]
    assert sue.draft.files.count() == 5
    assert refused(sue.upload(picture("six.log", b"x" * (19 * MEGABYTE))))


@pytest.mark.rule("WIZ-9")
def test_more_than_ten_files_are_refused(sue):
    sue.reach("issue")

    page = sue.upload(*(picture(f"{n}.png") for n in range(11)))

    assert refused(page) == ["You can attach ten files at most."]
    assert sue.draft.files.count() == 10


def test_a_request_that_nobody_sends_by_mistake_is_not_read(sue):
    sue.reach("issue")

    answer = sue.client.post(
        sue.url("upload", sue.draft.pk),
        {"files": picture()},
        headers={"content-length": str(301 * MEGABYTE)},
    )

    assert answer.status_code == 400
    assert not sue.draft.files.exists()


@pytest.mark.rule("WIZ-9")
def test_an_upload_that_breaks_off_leaves_nothing_behind(sue, tmp_path):
    sue.reach("issue")
    body = (
        b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nTyped\r\n'
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="half.png"\r\n\r\n'
    )

    sue.client.post(
        sue.url("upload", sue.draft.pk), body + PNG, content_type="multipart/form-data; boundary=b"
    )

    assert not sue.draft.files.exists()
    assert kept(tmp_path) == []


@pytest.mark.rule("WIZ-9")
@pytest.mark.parametrize(
    "broken", ["cases.models.DraftFile.save", "django.core.files.storage.FileSystemStorage._save"]
)
def test_a_disk_or_a_row_that_fails_leaves_no_bytes_behind(sue, tmp_path, broken):
    sue.reach("issue")

    def half(storage, name, content, *args):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_bytes(b"half")
        raise OSError

    failing = half if broken.endswith("_save") else DatabaseError
    patched = (
        patch(broken, failing) if failing is half else patch(broken, side_effect=DatabaseError)
    )
    with patched, pytest.raises((OSError, DatabaseError)):
        sue.upload(picture())

    assert kept(tmp_path) == []


def test_files_of_a_comment_are_kept_all_or_none(cast, tmp_path):
    with pytest.raises(Unprocessable):
        attach_uploads(cast.sue, cast.case, [picture(), picture("tool.exe")])

    assert not Attachment.objects.exists()
    assert kept(tmp_path) == []


@pytest.mark.rule("WIZ-9")
@given(st.text(max_size=300))
def test_nothing_of_the_name_reaches_the_disk_and_what_is_shown_is_harmless(name):
    shown = display_name(name)

    assert 1 <= len(shown) <= 200
    assert shown.isprintable() or shown == shown.replace("\n", "")
    assert not set(shown) & set("/\\\0\n\r\u202e\u200b\ufeff")
    assert display_name(shown) == shown
    assert re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{30}", storage_key(DraftFile(), name))


@pytest.mark.rule("WIZ-9")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\sue\shot.png", "shot.png"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("", "file"),
        (" .. ", "file"),
        ("x" * 300 + ".png", "x" * 196 + ".png"),
    ],
)
def test_names_are_kept_for_display_only(name, shown):
    assert display_name(name) == shown


@pytest.mark.rule("WIZ-10")
def test_dead_drafts_go_with_their_files(sue, tmp_path, django_capture_on_commit_callbacks):
    sue.reach("issue")
    sue.upload(picture())

    with django_capture_on_commit_callbacks(execute=True):
        sweep_drafts()
    assert len(kept(tmp_path)) == 1

    later = timezone.now() + datetime.timedelta(days=30, minutes=1)
    with time_machine.travel(later), django_capture_on_commit_callbacks(execute=True):
        sweep_drafts()
    assert not type(sue.draft).objects.exists()
    assert kept(tmp_path) == []


@pytest.mark.rule("WIZ-9", "WIZ-10")
def test_only_old_bytes_without_a_row_are_swept(sue, tmp_path):
    sue.reach("review")
    sue.upload(picture("of-the-case.png"))
    sue.submit()
    sue.begin()
    sue.upload(picture("of-a-draft.png"))
    known = set(kept(tmp_path))
    default_storage.save("ab/" + "ab" * 16, ContentFile(b"orphan"))
    default_storage.save("notes.txt", ContentFile(b"not ours"))

    sweep_drafts()
    assert len(kept(tmp_path)) == 4
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=3)):
        sweep_drafts()

    assert set(kept(tmp_path)) == known | {"notes.txt"}


def test_sweeping_an_empty_house_is_no_work(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "never made"

    sweep_drafts()


@pytest.mark.rule("WIZ-9")
@pytest.mark.django_db(transaction=True)
def test_uploads_at_the_same_moment_share_the_room(sue):
    sue.reach("issue")
    sue.upload(*(picture(f"{n}.png") for n in range(8)))
    answers = at_once(*[lambda: sue.upload(picture()).status_code] * 4)

    assert sorted(answers) == [302, 302, 422, 422]
