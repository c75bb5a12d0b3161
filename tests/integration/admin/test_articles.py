"""Articles are written with versions, without overwriting somebody else, with pictures (HOME-2)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from knowledge.actions import judge, write
from knowledge.diffs import changes
from knowledge.models import Article, ArticleImage, Synonyms
from portal.models import AuditEntry
from tests.factories import ArticleFactory
from tests.integration.knowledge.conftest import picture


@pytest.fixture
def vera(at_desk):
    return at_desk("vera")


@pytest.fixture
def written(vera):
    """An article that vera wrote here."""
    assert vera.post("/admin/knowledge/article/add/", answers()).status_code == 302
    return Article.objects.get()


def answers(**given):
    return {
        "title": "Refunds",
        "slug": "refunds",
        "topic": "refunds",
        "language": "en",
        "body": "One.\n\nTwo.",
        "audience": "public",
        "is_published": "on",
        "seen": "0",
    } | given


def save(client, article, **given):
    url = f"/admin/knowledge/article/{article.pk}/change/"
    return client.post(url, answers(seen="1") | given)


def test_what_readers_think_meanwhile_counts(cast):
    article = ArticleFactory()
    write(actor=cast.ada, article=article)

    judge(actor=cast.max, article=article, is_helpful=True)
    write(actor=cast.ada, article=article, seen=1)

    article.refresh_from_db()
    assert article.helped == 1


@pytest.mark.rule("HOME-2")
def test_each_save_is_a_version_and_a_restored_one_is_the_newest(desk, vera, written):
    save(vera, written, body="Other words.")
    url = f"/admin/knowledge/article/{written.pk}/versions/1/restoration/"
    vera.post(url, {"seen": "2"})

    written.refresh_from_db()
    rows = written.versions.order_by("number").values_list("number", "body", "written_by")
    assert [(n, body.replace("\r", ""), by) for n, body, by in rows] == [
        (1, "One.\n\nTwo.", desk.vera.pk),
        (2, "Other words.", desk.vera.pk),
        (3, "One.\n\nTwo.", desk.vera.pk),
    ]
    assert written.body.startswith("One.")
    assert AuditEntry.objects.filter(verb="article.changed").count() == 2


@pytest.mark.rule("HOME-2")
def test_saving_without_a_change_writes_no_version(vera, written):
    save(vera, written)

    assert written.versions.count() == 1


@pytest.mark.rule("HOME-2")
def test_the_second_writer_is_told_keeps_the_words_and_may_then_save_over(desk, vera, written):
    save(vera, written, body="Vera’s words.")

    refused = save(vera, written, body="Mine, typed meanwhile.")

    assert "Vera Example wrote version 2 meanwhile." in refused.text
    assert "Mine, typed meanwhile." in refused.text
    assert '<input type="hidden" name="seen" value="2"' in refused.text
    written.refresh_from_db()
    assert written.body == "Vera’s words."
    assert save(vera, written, body="Mine.", seen="2").status_code == 302
    assert written.versions.first().number == 3


@pytest.mark.rule("HOME-2")
def test_restoring_an_old_page_of_versions_overwrites_nobody(vera, written):
    save(vera, written, body="Newer.")

    url = f"/admin/knowledge/article/{written.pk}/versions/1/restoration/"
    response = vera.post(url, {"seen": "1"}, follow=True)

    assert "wrote version 2 meanwhile" in response.text
    assert Article.objects.get().body == "Newer."
    assert vera.post(url.replace("/1/", "/9/"), {"seen": "2"}).status_code == 404


@pytest.mark.rule("HOME-2")
def test_two_versions_are_compared_line_by_line(vera, written):
    save(vera, written, body="One.\n\n<Three>.")
    url = f"/admin/knowledge/article/{written.pk}/versions/"

    page = vera.get(url).text

    assert "<del>Two.</del>" in page
    assert "<ins>&lt;Three&gt;.</ins>" in page
    assert "What version 1 says" in vera.get(url, {"new": "1"}).text
    assert "There is no version yet." in vera.get(url, {"new": "77"}).text


def test_a_diff_leaves_out_what_stayed():
    before = "\n".join(str(n) for n in range(30))

    lines = changes(before, before.replace("25", "x") + "\ny")

    assert [line.text for line in lines if line.kind == "added"] == ["x", "y"]
    assert [line.text for line in lines if line.kind == "removed"] == ["25"]
    assert lines[0].text == "22"
    assert changes(before, before) == []


class TestImages:
    @pytest.fixture
    def url(self, written):
        return f"/admin/knowledge/article/{written.pk}/images/"

    @pytest.mark.rule("HOME-2")
    def test_a_picture_comes_with_its_line_and_is_shown_with_its_size(self, vera, written, url):
        assert vera.post(url, {"upload": picture(), "description": "A menu"}).status_code == 302
        image = ArticleImage.objects.get()
        line = f"![A menu](/help/refunds/images/{image.pk}/)"

        assert line in vera.get(url).text
        assert (image.content_type, image.width, image.height) == ("image/png", 4, 3)
        preview = vera.post("/admin/knowledge/article/preview/", {"body": line}).text
        assert f'<img src="/admin/knowledge/article/images/{image.pk}/" alt="A menu"' in preview
        save(vera, written, body=f"{line}\n\n![Far](https://far.example/x.png)")
        page = vera.get("/help/refunds/").text
        assert f'<img src="/help/refunds/images/{image.pk}/" alt="A menu" width="4"' in page
        assert "far.example" not in page

    @pytest.mark.rule("HOME-2")
    @pytest.mark.parametrize(
        ("upload", "words"),
        [
            (SimpleUploadedFile("x.png", b"<svg onload=alert(1)>", "image/png"), "This is no PNG"),
            (picture(kind="BMP"), "This is no PNG, JPEG, GIF or WebP picture."),
            (picture(size=(6001, 1)), "wider or higher than 6,000 pixels"),
            (SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"x" * 99), "This is no PNG"),
        ],
    )
    def test_what_is_no_picture_is_refused(self, vera, url, upload, words):
        response = vera.post(url, {"upload": upload, "description": "A menu"})

        assert response.status_code == 422
        assert words in response.text
        assert not ArticleImage.objects.exists()

    @pytest.mark.rule("HOME-2")
    def test_each_picture_needs_a_description(self, vera, url):
        assert vera.post(url, {"upload": picture(), "description": " "}).status_code == 422

    @pytest.mark.rule("HOME-2")
    def test_a_removed_picture_leaves_no_bytes(self, vera, url, django_capture_on_commit_callbacks):
        vera.post(url, {"upload": picture(), "description": "A menu"})
        file = ArticleImage.objects.get().file

        with django_capture_on_commit_callbacks(execute=True):
            vera.post(f"/admin/knowledge/article/images/{ArticleImage.objects.get().pk}/removal/")

        assert not ArticleImage.objects.exists()
        assert not file.storage.exists(file.name)


@pytest.mark.rule("HOME-2", "AGENT-5")
@pytest.mark.parametrize(("name", "status"), [("vera", 200), ("ada", 200), ("sue", 403)])
def test_agents_read_versions_and_pictures_and_write_none(desk, client, name, status):
    article = ArticleFactory()
    client.force_login(getattr(desk, name))
    home = f"/admin/knowledge/article/{article.pk}"

    for page in ("versions", "images"):
        assert client.get(f"{home}/{page}/", follow=True).status_code == status
    if name != "vera":
        data = {"upload": picture(), "description": "A menu"}
        assert client.post(f"{home}/images/", data, follow=True).status_code == 403
        assert not ArticleImage.objects.exists()


@pytest.mark.rule("HOME-2")
def test_synonyms_are_words_with_commas_two_at_least(vera):
    url = "/admin/knowledge/synonyms/add/"

    assert "Give two words or more." in vera.post(url, {"words": "bill"}).text
    vera.post(url, {"words": "bill, invoice , facture"})

    assert Synonyms.objects.get().words == ["bill", "invoice", "facture"]
    assert "bill, invoice, facture" in vera.get("/admin/knowledge/synonyms/?q=invoi").text
