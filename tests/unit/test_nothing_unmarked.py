"""What people read is marked for translation: in templates, and where our code speaks to them."""

import ast
import re

import pytest

from devstack.places import CHECKOUT
from tests.test_architecture import MODULES, calls

TEMPLATES = sorted((CHECKOUT / "templates").rglob("*.*"))
MARKED = re.compile(
    r"{% *block main_class *%}[^{]*|{% *comment.*?endcomment *%}"
    r"|{% *blocktranslate.*?endblocktranslate *%}|{#.*?#}|{%.*?%}|{{.*?}}"
    r"|<!--.*?-->|<script.*?</script>|<style.*?</style>|<svg.*?</svg>"
    r'|<span class="material-symbols.*?</span>',
    re.DOTALL,
)
TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^<>"'])*>""")
SAID = re.compile(r'(?:aria-label|alt|placeholder|title|data-label)="([^"]*)"')
WORD = re.compile(r"[^\W\d_]{3,}")
NAMES = {"CSV", "English", "Français", "Guichet", "JSONL", "SHA", "TXT"}

REFUSALS = {"Conflict", "NotAllowed", "Unprocessable", "ValidationError", "PermissionDenied"}
LABELS = {"description", "help_text", "label", "short_description", "verbose_name"}
LABELS |= {"verbose_name_plural", "violation_error_message", "empty_label"}


def unmarked(source: str) -> list[str]:
    """The words of a template that stand there in one language."""
    plain = MARKED.sub("", source)
    said = [TAG.sub(" ", plain), *SAID.findall(plain)]
    return [word for text in said for word in WORD.findall(text) if word not in NAMES]


@pytest.mark.rule("USE-1")
def test_every_word_of_a_template_is_marked():
    found = {
        str(path.relative_to(CHECKOUT)): words
        for path in TEMPLATES
        if path.suffix in {".html", ".txt"} and (words := unmarked(path.read_text()))
    }

    assert found == {}


def speaks_plainly(node: ast.AST) -> bool:
    """Whether a call tells somebody a sentence, or names a thing, in English only."""
    if not isinstance(node, ast.Call):
        return False
    told = node.args[:1] if calls(node) in REFUSALS else []
    told += [word.value for word in node.keywords if word.arg in LABELS]
    return any(isinstance(one, ast.Constant) and is_said(one.value) for one in told)


def is_said(value: object) -> bool:
    return isinstance(value, str) and bool(WORD.search(value)) and value != "Markdown"


@pytest.mark.rule("USE-1")
def test_every_refusal_and_label_is_marked():
    """Not those of the API's schema, which is English, nor of commands."""
    apart = re.compile(r"/migrations/|/management/|/api|portal/idempotency|/scim/")

    found = [
        f"{name}:{node.lineno}"
        for name, tree in MODULES.items()
        if not apart.search(name)
        for node in ast.walk(tree)
        if speaks_plainly(node)
    ]

    assert found == []
