"""Com a fila enorme procurar demora; ainda assim cada turno aplica alguma coisa."""

import time
from typing import Any

import pytest

from core.models import WebhookEvent
from webhook import inbox

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_turn_applies_even_when_the_search_outlasts_it(
    loja: Any, post_webhook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_webhook(loja, {"event": "webhookReceived", "messageId": "3EB0A1", "chat": {"id": "5511900000001"}})
    search = inbox.instances_with_pending
    monkeypatch.setattr(inbox, "ROUND_SECONDS", 0.05)

    def slow(now: Any) -> list[int]:
        time.sleep(0.1)
        return search(now)

    monkeypatch.setattr(inbox, "instances_with_pending", slow)

    inbox.run()

    assert [event.state for event in WebhookEvent.objects.all()] != ["pending"]
    assert WebhookEvent.objects.count() == 1
