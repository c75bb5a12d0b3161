"""Writes believable articles by the thousand, and the questions that they answer, half-typed."""

import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text())
NAMES = ["".join(parts).title() for parts in product(*WORDS["name"].values())]
"""What extensions and connectors are called: the long tail of every vocabulary."""

KINDS = ("thing", "fails", "when", "do")


class Writer:
    """The same articles each time: `chance` begins with a number."""

    def __init__(self, language: str, seed: int) -> None:
        self.language, self.words, self.chance = language, WORDS[language], Random(seed)

    def title(self, name: str) -> str:
        """Without its full stop."""
        return f"{name}: {self._say(self.words['sentences'][0], name)[:-1]}"[:200]

    def text(self, name: str, sentences: int) -> str:
        """About one extension, in paragraphs."""
        kinds = self.chance.choices(self.words["sentences"], k=sentences)
        said = [self._say(kind, name) for kind in kinds]
        return "\n\n".join(" ".join(said[at : at + 4]) for at in range(0, sentences, 4))

    def name(self) -> str:
        """Some are written of much more than others."""
        return NAMES[min(int(self.chance.paretovariate(0.6)) - 1, len(NAMES) - 1)]

    def _say(self, sentence: str, name: str) -> str:
        pick, number = self.chance.choice, self.chance.randrange
        return sentence.format(
            name=name if number(3) else self.name(),
            code=f"{name[:2].upper()}-{number(10_000):04}",
            number=number(40),
            number2=number(5_000),
            thing2=pick(self.words["thing"]),
            fails2=pick(self.words["fails"]),
            **{kind: pick(self.words[kind]) for kind in KINDS},
        )


def questions(language: str, many: int) -> Iterator[str]:
    """A title with a description that grows from a few letters to more than is looked at."""
    writer = Writer(language, seed=many)
    for turn in range(many):
        name = writer.name()
        whole = f"{writer.title(name)}\n{writer.text(name, 40)}"
        yield whole[: 4 + turn * 2_400 // many]
