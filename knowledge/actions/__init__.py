"""The only writers of what customers read, and of what they thought of it."""

from knowledge.actions.announcing import resolve
from knowledge.actions.images import add_image, remove_image
from knowledge.actions.reading import forget_rare_searches, judge, note_fruitless
from knowledge.actions.scheduling import revise
from knowledge.actions.writing import demand_newest, restore, write

__all__ = [
    "add_image",
    "demand_newest",
    "forget_rare_searches",
    "judge",
    "note_fruitless",
    "remove_image",
    "resolve",
    "restore",
    "revise",
    "write",
]
