"""O leitor do feed não pula linha, qualquer que seja a ordem dos COMMITs."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.ground.changes import GAP_SECONDS, FeedReader
from core.models import Change

pytestmark = pytest.mark.django_db


def _commit(pk: int) -> None:
    Change.objects.create(id=pk, cliente=1, resource="chat", object_id=pk, at=timezone.now())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=st.permutations(range(1, 9)), polls=st.lists(st.booleans(), min_size=8, max_size=8))
def test_every_row_is_delivered_once_whatever_the_commit_order(db, order, polls):
    Change.objects.all().delete()
    reader, seen, low = FeedReader(0), [], []

    for pk, poll in zip(order, polls, strict=True):
        _commit(pk)
        if poll:
            seen += [c.id for c in reader.poll(now=0.0)]
            low.append((reader.low_water, set(range(1, 9)) - set(seen)))
    seen += [c.id for c in reader.poll(now=0.0)]

    assert sorted(seen) == list(range(1, 9))
    assert all(position < min(missing) for position, missing in low if missing)


def test_a_gap_that_nobody_fills_expires():
    reader = FeedReader(0)
    _commit(1)
    _commit(3)

    reader.poll(now=0.0)
    before = reader.low_water
    reader.poll(now=GAP_SECONDS + 1)

    assert (before, reader.low_water) == (1, 3)


def test_a_reader_that_starts_late_still_sees_an_older_id_committed_after():
    _commit(1)
    _commit(3)
    reader = FeedReader()

    _commit(2)

    assert [c.id for c in reader.poll()] == [2]


def test_after_a_quiet_spell_a_row_that_commits_late_is_still_seen():
    long_ago = timezone.now() - timedelta(hours=1)
    _commit(1)
    Change.objects.update(at=long_ago)
    _commit(3)
    reader = FeedReader()

    _commit(2)

    assert [c.id for c in reader.poll()] == [2]


def test_more_gaps_than_one_query_can_name_are_all_read():
    reader = FeedReader()
    _commit(2_001)
    reader.poll(now=0.0)

    _commit(1_999)

    assert [c.id for c in reader.poll(now=1.0)] == [1_999]
