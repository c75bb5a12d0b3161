"""How drafts end, and what is counted of it (WIZ-8)."""

from cases.attachments import remove
from cases.models import CaseDraft, EndedDraft
from cases.wizard.fields import is_key
from knowledge.models import Article
from orgs.models import Product

Way = EndedDraft.Way


def end(draft: CaseDraft, way: Way) -> None:
    """Note what became of a draft that somebody wrote in. The caller holds its row, and lets it go.

    What is filed in the end was spared by nothing.
    """
    if draft.answered or way != Way.LEFT:
        spared = draft.is_spared and way == Way.LEFT
        _note(draft, Way.CASE if spared else way)
    draft.delete()


def discard(draft: CaseDraft, way: Way = Way.LEFT) -> None:
    """The draft goes with its files."""
    for file in draft.files.all():
        remove(file)
    end(draft, way)


def _note(draft: CaseDraft, way: Way) -> None:
    product = draft.answers.get("issue", {}).get("product", "")
    row = EndedDraft.objects.create(
        draft=draft.pk,
        organization_id=draft.organization_id,
        product=Product.objects.filter(pk=product).first() if is_key(product) else None,
        way=way,
        begun_at=draft.created_at,
    )
    row.articles.set(Article.objects.filter(pk__in=draft.suggested))
