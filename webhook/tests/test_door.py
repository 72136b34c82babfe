"""A porta responde 200 só ao que guardou, e guarda uma vez."""

import pytest

from conftest import capture
from core.models import Chat, Mensagem, WebhookEvent
from webhook import inbox

pytestmark = pytest.mark.django_db(transaction=True)


def test_posted_message_becomes_a_row_and_a_chat(loja, post_webhook):
    answer = post_webhook(loja, capture("received_text"))

    inbox.drain()

    assert answer.json()["status"] == "accepted"
    message = Mensagem.objects.get()
    assert (message.text, message.direction, message.chat.chat_id) == (
        "Bom dia, gostaria de um orçamento.",
        "in",
        "5511900000002",
    )
    assert Chat.objects.get().unread_count == 1
    assert WebhookEvent.objects.get().state == "processed"
