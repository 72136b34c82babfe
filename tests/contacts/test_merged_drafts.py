"""Um rascunho em cada uma de duas conversas que viram uma: nada do que a pessoa escrevia se perde."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.contacts import merging
from core.models import Chat, ChatDraft, Contact, Mensagem
from tests.api.caller import text_from

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, LID = "5511900000002", "100000000000002@lid"


@pytest.fixture
def write(loja, receive, carla):
    """Carla escreve numa das duas conversas, há tantos minutos, respondendo ou não ao que ali veio."""
    receive(loja, text_from(PHONE, PHONE), text_from(LID, LID, sender={"id": LID, "pushName": "Bia"}))

    def draft(address: str, text: str, *, minutes_ago: int, is_reply: bool = False) -> None:
        reply = Mensagem.objects.get(text=address).pk if is_reply else None
        made = ChatDraft.objects.create(user=carla, chat=Chat.objects.get(chat_id=address), text=text, reply_to=reply)
        ChatDraft.objects.filter(pk=made.pk).update(updated_at=timezone.now() - timedelta(minutes=minutes_ago))

    return draft


@pytest.fixture(params=["um evento", "uma pessoa"])
def join(request, loja, receive, bruno):
    """As duas conversas viram uma."""

    def joined() -> None:
        if request.param == "uma pessoa":
            merging.merge(bruno, Contact.objects.get(address=PHONE), Contact.objects.get(address=LID))
        else:
            receive(loja, text_from(PHONE, "prova", sender={"id": PHONE, "senderLid": LID, "pushName": "Bia"}))

    return joined


@pytest.mark.parametrize("newer", [LID, PHONE])
def test_the_newer_draft_wins_and_the_older_ones_text_is_kept_below(write, join, newer):
    older = PHONE if newer == LID else LID
    write(older, "o de antes", minutes_ago=9, is_reply=True)
    write(newer, "o de agora", minutes_ago=1, is_reply=True)

    join()

    draft = ChatDraft.objects.get()
    assert (draft.chat.chat_id, draft.text) == (PHONE, "o de agora\n\no de antes")
    assert Mensagem.objects.get(pk=draft.reply_to).text == newer


@pytest.mark.parametrize(
    ("by_lid", "by_phone", "kept"),
    [("a mesma coisa", "a mesma coisa", "a mesma coisa"), ("só aqui", "  ", "só aqui"), ("", "só aqui", "só aqui")],
)
def test_what_says_nothing_new_is_not_repeated(write, join, by_lid, by_phone, kept):
    write(LID, by_lid, minutes_ago=9)
    write(PHONE, by_phone, minutes_ago=1)

    join()

    assert ChatDraft.objects.get().text == kept


def test_a_draft_of_the_hidden_chat_alone_follows_with_the_message_it_replies_to(write, join):
    write(LID, "respondo já", minutes_ago=1, is_reply=True)

    join()

    draft = ChatDraft.objects.get()
    assert (draft.chat.chat_id, Mensagem.objects.get(pk=draft.reply_to).text) == (PHONE, LID)


def test_a_draft_that_replies_to_a_message_that_came_by_both_addresses_still_replies_to_it(write, join, loja, receive):
    for address in (PHONE, LID):
        told = text_from(address, "a mesma", sender={"id": address, "pushName": "Bia"})
        receive(loja, {**told, "messageId": "AMBAS"})
    write(LID, "respondo já", minutes_ago=1)
    hidden = Mensagem.objects.get(message_id="AMBAS", chat__chat_id=LID)
    ChatDraft.objects.update(reply_to=hidden.pk)

    join()

    assert ChatDraft.objects.get().reply_to == Mensagem.objects.get(message_id="AMBAS").pk


def test_undone_a_draft_goes_back_with_the_message_it_replies_to(write, loja, bruno):
    write(LID, "respondo já", minutes_ago=1, is_reply=True)
    merging.merge(bruno, Contact.objects.get(address=PHONE), Contact.objects.get(address=LID))

    merging.unmerge(bruno, Contact.objects.get(address=PHONE), LID)

    assert ChatDraft.objects.get().chat.chat_id == LID
