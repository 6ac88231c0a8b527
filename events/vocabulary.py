"""The words that the search looks through: those that nothing holds any more go at night."""

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from miko_portal.base import nightly

# Whoever stores a text while this waits is seen by what follows; who comes later waits for it.
WAIT_FOR_WRITERS = "LOCK TABLE events_word IN SHARE ROW EXCLUSIVE MODE"
PRUNE = """
WITH held (language, word) AS (
    SELECT language, unnest(words) FROM events_seminartext
    UNION SELECT language, unnest(words) FROM events_topicname
    UNION SELECT 'de', unnest(words) FROM events_topic
    UNION SELECT 'de', unnest(words) FROM cooperation_venue
)
DELETE FROM events_word AS known WHERE NOT EXISTS (
    SELECT FROM held WHERE held.language = known.language AND held.word = known.word
)
"""


@nightly.job("events.words", _("Words for the search that no text holds any more"))
@transaction.atomic
def prune_words(*, on, at):
    """A word too many finds nothing; it only makes the search slower in the long run."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_WRITERS)
        cursor.execute(PRUNE)
