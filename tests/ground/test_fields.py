"""Colunas de identificadores comparam bytes, nos dois bancos."""

import pytest

from core.models import Chat, WebhookEvent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lookup", ["event_id", "event_id__startswith", "event_id__in"])
def test_text_that_cannot_be_a_hash_matches_nothing(lookup):
    value = ["é" * 64] if lookup.endswith("__in") else "é\U00103818%"

    assert not WebhookEvent.objects.filter(**{lookup: value}).exists()


def test_identifiers_that_differ_in_case_or_accent_are_two(loja):
    for name in ("3EB0a", "3eb0A", "cafe", "café"):
        Chat.objects.create(cliente=loja.cliente, instance=loja, chat_id=name, kind="direct")

    assert Chat.objects.filter(chat_id="3EB0a").count() == 1
    assert Chat.objects.filter(chat_id="cafe").count() == 1
