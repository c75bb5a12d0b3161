"""What the demo's customer Acme (Commerce) asked in the previous system."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from cases.demo.world import World
from cases.models import LegacyCase, LegacyComment

BOOK = Path(__file__).parent / "historical.toml"


def remember(world: World) -> None:
    book = tomllib.loads(BOOK.read_text(encoding="utf-8"))
    organization = world.organizations[book["organization"]]
    for told in book["case"]:
        comments = told.pop("comments", ())
        opened = world.ago(told.pop("opened"))
        case = LegacyCase.objects.create(
            organization=organization,
            opened_at=opened,
            closed_at=opened + timedelta(days=told.pop("days")),
            **told,
        )
        LegacyComment.objects.bulk_create(
            _comment(case, position, comment) for position, comment in enumerate(comments, start=1)
        )


def _comment(case: LegacyCase, position: int, told: dict[str, Any]) -> LegacyComment:
    at = case.opened_at + timedelta(hours=5 * position)
    return LegacyComment(
        case=case, position=position, author_name=told["by"], body=told["says"], created_at=at
    )
