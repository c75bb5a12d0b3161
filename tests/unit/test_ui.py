"""The words and marks that templates share: Markdown, times, tags, fields, refusals."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from portal import markdown
from portal.templatetags import ui
from tests.factories import ArticleFactory

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class IssueForm(forms.Form):
    title = forms.CharField(label="Case title", help_text="One line.")
    version = forms.CharField(label="Version", required=False)
    note = forms.CharField(label="Note", required=False)
    environment = forms.ChoiceField(
        label="Environment",
        choices=[("p", "Production"), ("s", "Staging")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].conditional = True


class Reader(HTMLParser):
    """What a browser would find in some HTML."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.links = set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links += [value for name, value in attrs if name == "href"]


def render(source: str, **context) -> str:
    request = RequestFactory().get(context.pop("path", "/"))
    return engines["django"].from_string(source).render(context, request)


# --- Markdown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](javascript:alert(1))",
        "![x](https://tracker.example/pixel.png)",
        '[x](https://a.example "onmouseover=alert(1)")',
        "<a href='https://a.example' onclick='alert(1)'>x</a>",
        'https://a.example/"onmouseover=alert(1)',
        "`<iframe src=//evil.example>`",
        "|a|\n|-|\n|<style>*{display:none}</style>|",
    ],
)
def test_no_markdown_becomes_something_that_acts(text):
    html = markdown.render(text)

    read = Reader()
    read.feed(html)
    assert read.tags <= markdown.INLINE_TAGS | markdown.BLOCK_TAGS | markdown.TABLE_TAGS
    assert read.attributes <= {"href", "title", "rel", "start", "tabindex"}
    assert all(link.startswith(("http://", "https://", "mailto:")) for link in read.links)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("~~old~~ **new**", "<p><s>old</s> <strong>new</strong></p>"),
        ("# Title", "<h3>Title</h3>"),
        ("## Title\n### Part", "<h3>Title</h3>\n<h4>Part</h4>"),
        ("# Title\n###### Small", "<h3>Title</h3>\n<h6>Small</h6>"),
        ("![a red <b>](x.png)", "<p>a red &lt;b&gt;</p>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
    ],
)
def test_markdown_reads_as_its_author_meant(text, html):
    assert markdown.render(text).strip() == html


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://a.example/x.", "https://a.example/x"),
        ("(https://a.example/x)", "https://a.example/x"),
        ("https://a.example/a_(b)!", "https://a.example/a_(b)"),
        ("<https://a.example>", "https://a.example"),
        ("[words](https://a.example)", "https://a.example"),
    ],
)
def test_an_address_in_a_text_is_a_link_that_trusts_nobody(text, address):
    assert f'<a href="{address}" rel="nofollow noopener noreferrer">' in markdown.render(text)


def table(columns, rows, row):
    return f"{'|a' * columns}|\n{'|-' * columns}|\n" + f"{row}\n" * rows


@pytest.mark.parametrize(
    "text",
    ["[" * 50_000, "![" * 25_000, "[*" * 25_000, "-\n+\n" * 12_500, table(300, 24_000, "|")],
    ids=["brackets", "images", "emphasis in brackets", "lists of one", "table"],
)
def test_what_would_take_long_to_read_is_shown_as_it_was_typed(text):
    html = markdown.render(text)

    assert html.startswith('<pre tabindex="0">')
    assert len(html) < 2 * len(text)


def test_text_shown_as_it_was_typed_does_nothing_either():
    html = markdown.render("<script>alert(1)</script>\n" + "[" * 50_000)

    assert html.startswith('<pre tabindex="0">&lt;script&gt;alert(1)&lt;/script&gt;\n[')


@pytest.mark.parametrize(
    "text",
    [
        table(12, 200, "|12.5 ms" * 12),
        "2026-11-20 [web-1] **paid**\n" * 1_700,
        "- `a[0]`: [docs](https://a.example)\n" * 1_300,
    ],
    ids=["table", "log", "list"],
)
def test_a_long_honest_text_stays_markdown(text):
    assert re.search("<(table|strong|li)", markdown.render(text))


@pytest.mark.parametrize(
    "mark",
    ["`", "`a", "*", "*a", "*_", "_a ", "~~a", ">", "> ", "- ", "1. ", "> - ", "<a:b>", "&", "#"],
)
def test_no_mark_makes_much_of_little(mark):
    assert len(markdown.render(mark * (50_000 // len(mark)))) < 1_000_000


def test_an_address_in_code_stays_code():
    assert "<a" not in markdown.render("`https://a.example` and\n\n    https://a.example")


# --- Times


def test_a_time_is_shown_in_the_readers_zone_and_language():
    with timezone.override("Europe/Paris"):
        english = ui.when(NOON)
        with translation.override("fr"):
            french = ui.when(NOON)

    assert ">21 Nov 2026, 13:00</time>" in english
    assert 'datetime="2026-11-21T13:00:00+01:00"' in english
    assert 'title="samedi 21 novembre 2026, 13:00 CET"' in french


def test_a_day_does_not_move_between_zones():
    with timezone.override("America/Los_Angeles"):
        assert ui.when(date(2026, 11, 21)) == '<time datetime="2026-11-21">21 Nov 2026</time>'


def test_nothing_is_shown_for_no_time():
    assert ui.when(None) == ""


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-21T12:00:20Z", "just now"),
        ("2026-11-21T15:20:00Z", "3\xa0hours ago"),
        ("2026-11-27T12:00:00Z", "6\xa0days ago"),
        ("2026-11-29T12:00:00Z", "21 Nov 2026"),
        ("2026-11-20T12:00:00Z", "21 Nov 2026"),
    ],
)
def test_a_recent_time_is_told_by_its_age(now, words):
    with time_machine.travel(now, tick=False):
        assert f">{words}</time>" in ui.when(NOON, "ago")


# --- Tags, people, sizes


def test_a_status_carries_its_value_and_its_words():
    case = SimpleNamespace(status="in_progress", get_status_display=lambda: "En <cours>")

    assert ui.status(case) == (
        '<span class="tag" data-status="in_progress">En &lt;cours&gt;</span>'
    )


def test_a_short_priority_keeps_its_name_for_those_who_listen():
    case = SimpleNamespace(priority=1, get_priority_display=lambda: "P1 Critical")

    assert '<span class="visually-hidden"> Critical</span>' in ui.priority(case, short=True)
    assert "visually-hidden" not in ui.priority(case)


def test_an_icon_alone_has_a_name_and_one_beside_words_is_silent():
    assert 'aria-hidden="true"' in ui.icon("bell")
    assert 'role="img"' in ui.icon("bell", label="Hotline")
    assert 'aria-hidden="true"' not in ui.icon("bell", label="Hotline")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sue Ray", "SR"),
        ("Jean-Luc de la Tour", "JT"),
        ("sue.ray@acme.example", "SR"),
        ("eve@x", "EV"),
        ("é", "É"),
        ("", ""),
    ],
)
def test_initials_come_from_a_name_or_an_address(name, letters):
    assert ui.initials(name) == letters


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 kB"), (1, "1 kB"), (48_211, "48 kB"), (1_432_000, "1.4 MB"), (20 * 1024**2, "20 MB")],
)
def test_a_size_is_told_in_a_unit_people_use(size, words):
    assert ui.filesize(size) == words


def test_page_links_keep_the_filters_and_drop_the_other_cursor():
    page = SimpleNamespace(previous="", next="n2")

    html = render("{% page_links page %}", page=page, path="/?status=open&status=closed&before=b1")

    assert 'href="?status=open&amp;status=closed&amp;after=n2"' in html
    assert 'rel="prev"' not in html


# --- Forms


@pytest.mark.rule("WIZ-14")
def test_the_error_summary_links_to_the_first_control_of_each_wrong_field():
    problems = ui.wrong_fields(form=IssueForm({}))

    assert problems == [
        ("id_title", "“Case title” needs an answer"),
        ("id_environment_0", "“Environment” needs an answer"),
    ]


@pytest.mark.rule("WIZ-14")
def test_the_summary_says_the_words_that_stand_beside_the_field():
    form = IssueForm({})

    html = render("{% include '_partials/error_summary.html' %}{{ form.as_div }}", form=form)

    assert html.count("“Case title” needs an answer") == 2
    assert 'tabindex="-1" autofocus' in html
    assert html.count('id="id_title"') == 1


def test_a_form_that_nobody_sent_has_no_summary():
    assert "There is a problem" not in render(
        "{% include '_partials/error_summary.html' %}", form=IssueForm()
    )


@pytest.mark.rule("USE-2")
def test_a_field_names_what_describes_it():
    html = str(IssueForm({})["title"].as_field_group())

    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize(
    ("name", "optional"), [("title", False), ("version", True), ("note", False)]
)
def test_only_what_may_be_left_out_is_called_optional(name, optional):
    assert ("(optional)" in IssueForm()[name].as_field_group()) is optional


def test_radio_buttons_stand_in_a_fieldset_with_a_legend():
    html = IssueForm()["environment"].as_field_group()

    assert "<fieldset>" in html
    assert html.index("<legend") < html.index("Environment") < html.index('type="radio"')


# --- What stands around a page


def organizations(count: int) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            name=f"Org {n}", product_line="Commerce", slug=f"org-{n}", is_entitled=n > 0
        )
        for n in range(count)
    ]


def picker(count: int, *, is_searchable: bool = False) -> str:
    orgs = organizations(count)
    shell = SimpleNamespace(organization=orgs[0], organizations=orgs, is_searchable=is_searchable)
    return render("{% include '_partials/picker.html' %}", shell=shell)


@pytest.mark.rule("ENT-1")
def test_one_organization_is_named_but_not_picked():
    html = picker(1)

    assert "Org 0" in html
    assert "<a " not in html


@pytest.mark.rule("ENT-1", "ENT-2")
def test_the_picker_tells_alike_names_apart_and_marks_what_has_no_support():
    html = picker(3)

    assert html.count("(Commerce)") == 4
    assert html.count('aria-current="true"') == 1
    assert html.count("No support entitlement") == 1
    assert 'type="search"' not in html


@pytest.mark.rule("ENT-2")
def test_a_long_picker_can_be_searched():
    assert 'data-filter="picker-list"' in picker(8, is_searchable=True)


@pytest.mark.rule("ACC-2")
def test_a_decision_tells_its_causes_who_can_help_what_to_press_and_what_to_read(db):
    ArticleFactory(slug="access", topic="getting-access")
    decision = SimpleNamespace(
        code="no-support-role",
        causes=[SimpleNamespace(reason="Expired."), SimpleNamespace(reason="Not a <member>.")],
        helpers=[SimpleNamespace(name="", email="sam@acme.example")],
        remedies=[SimpleNamespace(label="Request access", url="/ask/", post=True)],
    )

    html = render("{% include '_partials/decision.html' %}", decision=decision)

    assert "<li>Not a &lt;member&gt;.</li>" in html
    assert '<a href="mailto:sam@acme.example">sam@acme.example</a>' in html
    assert 'method="post" action="/ask/"' in html
    assert "csrfmiddlewaretoken" in html
    assert 'href="/help/access/"' in html


# --- Refusals


@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_refusal_page_says_nothing_of_the_request(status):
    factory = RequestFactory()
    requests = [factory.get("/o/acme/cases/E-000000001/"), factory.get("/o/globex/?secret=1")]

    pages = {render_to_string(f"errors/{status}.html", request=request) for request in requests}

    assert len(pages) == 1
    assert pages == {render_to_string(f"errors/{status}.html")}
