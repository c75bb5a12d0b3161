"""Files for programs: the rules of the pages, by the same code (API-1)."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases import actions
from cases.models import Attachment, Comment

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
CASES = "/api/v1/organizations/acme/cases"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def address(cast):
    return f"{CASES}/{cast.case.number}"


def shot(name="shot.png", content=PNG):
    return SimpleUploadedFile(name, content)


def say(client, address, *files, **headers):
    data = {"body": "See the picture.", "files": list(files)}
    return client.post(f"{address}/comments", data, format="multipart", headers=headers)


@pytest.fixture
def attachment(cast):
    actions.add_comment(
        actor=cast.actor("sue"), case=cast.case, body="See the picture.", files=[shot()]
    )
    return Attachment.objects.get()


@pytest.mark.rule("API-1", "CASE-2")
def test_files_come_with_a_comment_and_go_out_again(cast, program, address):
    sue = program("sue")
    answer = say(sue, address, shot(), shot("log.txt", b"a line"))

    assert answer.status_code == 201
    assert {file["name"] for file in answer.json()["attachments"]} == {"shot.png", "log.txt"}
    listed = sue.get(f"{address}/attachments").json()["results"]
    assert {file["comment"] for file in listed} == {answer.json()["id"]}

    picture = next(file for file in listed if file["name"] == "shot.png")
    content = sue.get(picture["url"].removeprefix("http://testserver"))
    assert b"".join(content.streaming_content) == PNG
    assert content["Content-Type"] == "image/png"
    assert content["Content-Disposition"] == 'attachment; filename="shot.png"'
    assert content["X-Content-Type-Options"] == "nosniff"


@pytest.mark.rule("API-1", "WIZ-9")
@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([shot("setup.exe", b"MZ\x90\x00")], "file-forbidden"),
        ([shot("photo.png", b"MZ\x90\x00")], "file-forbidden"),
        ([shot("empty.txt", b"")], "invalid"),
        ([shot(f"{number}.txt", b"x") for number in range(11)], "invalid"),
    ],
)
def test_what_the_page_refuses_is_refused_here(cast, program, address, files, code):
    answer = say(program("sue"), address, *files)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not Comment.objects.exists()
    assert not Attachment.objects.exists()


def test_a_file_that_is_none_is_refused(cast, program, address):
    data = {"body": "See.", "files": ["no file"]}
    answer = program("sue").post(f"{address}/comments", data, format="json")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "files/0"


@pytest.mark.parametrize("body", [b"", b"--x\r\nrubbish", b"--x\r\n" * 5_000])
def test_a_body_that_is_no_form_is_refused(program, address, body):
    kind = "multipart/form-data; boundary=x"
    answer = program("sue").post(f"{address}/comments", body, content_type=kind)

    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("names", [101, 1_001])
def test_a_form_of_too_many_parts_is_a_problem_too(program, address, names):
    parts = {f"f{number}": shot() for number in range(names)}
    answer = program("sue").post(f"{address}/comments", parts, format="multipart")

    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.rule("API-2")
def test_the_same_upload_with_the_same_key_is_made_once(cast, program, address):
    sue, key = program("sue"), {"Idempotency-Key": "k-1"}

    assert say(sue, address, shot(), **key).status_code == 201
    assert say(sue, address, shot(), **key).status_code == 200
    other = say(sue, address, shot("shot.png", PNG + b"!"), **key)

    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert Attachment.objects.count() == 1


# Of a case, those who do not see it learn nothing.
PEOPLE = {"olga": 200, "sam": 404, "sue": 200, "max": 404, "gus": 200, "gil": 404, "eve": 404}


@pytest.mark.rule("API-1")
@pytest.mark.parametrize(("name", "status"), PEOPLE.items())
def test_who_gets_a_file(attachment, program, address, name, status):
    assert program(name).get(f"{address}/attachments").status_code == status
    assert program(name).get(f"{address}/attachments/{attachment.pk}").status_code == status


@pytest.mark.rule("API-1", "CASE-2")
def test_what_agents_keep_to_themselves_does_not_exist(attachment, program, address):
    Attachment.objects.update(is_internal=True, comment=None)
    sue = program("sue")

    assert sue.get(f"{address}/attachments").json()["results"] == []
    hidden = sue.get(f"{address}/attachments/{attachment.pk}")
    never = sue.get(f"{address}/attachments/{uuid.uuid4()}")
    assert (hidden.status_code, hidden.content) == (404, never.content)


@pytest.mark.rule("API-2")
def test_the_list_is_cut_into_pages(cast, program, address):
    sue = program("sue")
    for number in range(5):
        say(sue, address, shot(f"{number}.txt", b"x"))

    names, url = [], f"{address}/attachments?limit=2"
    while url:
        page = sue.get(url.removeprefix("http://testserver")).json()
        names += [file["name"] for file in page["results"]]
        url = page["next"]

    assert names == ["4.txt", "3.txt", "2.txt", "1.txt", "0.txt"]


@pytest.mark.rule("API-2")
@pytest.mark.parametrize("cursor", ["1.1", "x", f"1.{'9' * 36}", f"{'9' * 18}.{uuid.UUID(int=1)}"])
def test_a_foreign_cursor_is_refused(program, address, cursor):
    answer = program("sue").get(f"{address}/attachments?after={cursor}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-cursor")


@pytest.mark.parametrize("accepted", ["image/png", "*/*", "application/json", "text/html"])
def test_a_file_comes_as_what_it_is_whatever_is_accepted(attachment, program, address, accepted):
    sue = program("sue")

    answer = sue.get(f"{address}/attachments/{attachment.pk}", headers={"Accept": accepted})
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")

    answer = sue.get(f"{address}/attachments/{uuid.uuid4()}", headers={"Accept": accepted})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
