"""Which words of a text tell most: those that few articles have."""

import re

from django.contrib.postgres.search import SearchQuery
from django.db.models import Func, Value

from portal.words import LANGUAGES, typed

READ = 2_000
"""Characters of the text that are looked at."""
ENOUGH = 1_000
"""So many articles are looked up: words that would bring more are left out."""
BEGUN = re.compile(r"\w{3,}$", re.MULTILINE)

TELLING = f"""(
WITH said (config, text, begun) AS (SELECT %(expressions)s),
common AS MATERIALIZED (
    SELECT word, share
    FROM pg_stats
    CROSS JOIN unnest(most_common_elems::text::text[], most_common_elem_freqs) AS _ (word, share)
    WHERE (schemaname, tablename, attname) = (current_schema(), 'knowledge_article', 'search')
),
alike AS (
    SELECT string_agg(array_to_string(words, ' '), ' ') AS text
    FROM knowledge_synonyms
    WHERE EXISTS (
        SELECT FROM said, unnest(words) AS word
        WHERE to_tsvector(config::regconfig, text) @@ phraseto_tsquery(config::regconfig, word)
    )
),
typed AS (
    SELECT quote_literal(lexeme) AS term, coalesce(share, 0) AS share, positions[1] AS place
    FROM said, alike, unnest(to_tsvector(config::regconfig, concat_ws(' ', said.text, alike.text)))
    LEFT JOIN common ON word = lexeme
    UNION ALL
    SELECT quote_literal(lexeme) || ':*', coalesce(sum(share), 0), 0
    FROM said, unnest(to_tsvector('guichet_simple', begun))
    LEFT JOIN common ON starts_with(word, lexeme)
    GROUP BY lexeme
),
counted AS (
    SELECT term, row_number() OVER rarest AS turn, sum(share) OVER rarest AS share
    FROM typed WINDOW rarest AS (ORDER BY share, place)
)
SELECT string_agg(term, ' | ')::tsquery
FROM counted, pg_class
WHERE pg_class.oid = 'knowledge_article'::regclass AND (turn = 1 OR share * reltuples <= {ENOUGH})
)"""  # noqa: S608 # nosec B608 - a number of ours


class TellingWords(SearchQuery):
    """Any of the words that tell most, and of what means the same.

    The rarer a word, the sooner it counts; the planner's statistics know the common ones. The last
    word of a line may be half-typed. Finds nothing for a text without words.
    """

    template = TELLING

    def __init__(self, text: str, *, language: str) -> None:
        text = typed(text.replace("\0", " ")[:READ])
        config = LANGUAGES.get(language[:2], "guichet_simple")
        Func.__init__(self, *map(Value, (config, text, " ".join(BEGUN.findall(text)))))
        self.invert = False
