"""Muitas linhas num comando: o que se grava é o que se lê, nos dois bancos."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Chat, Mensagem, MessageMedia
from core.models.bulk import insert_rows, save_changed

pytestmark = pytest.mark.django_db

EVERY_BYTE = bytes(range(256))
JSON_VALUE = {"pages": 3, "aspas": "'\"\\%s", "emoji": "👍🏽"}


@pytest.fixture
def two_media(loja):
    chat = Chat.objects.create(cliente=loja.cliente, instance=loja, chat_id="5511900000001", kind="direct")
    common = {
        "cliente": loja.cliente,
        "instance": loja,
        "chat": chat,
        "direction": "in",
        "type": "image",
        "status": 3,
    }
    now = timezone.now()
    messages = [Mensagem(**common, message_id=f"3EB0{n}", sent_at=now, created_at=now) for n in range(2)]
    insert_rows(Mensagem, messages)
    stored = Mensagem.objects.order_by("message_id")
    full, empty = (MessageMedia(cliente=loja.cliente, mensagem=message, kind="image") for message in stored)
    full.thumbnail, full.made, full.file_name, full.is_gif = EVERY_BYTE, JSON_VALUE, "a'b\\c%s 👍🏽", True
    return full, empty


def read(media):
    row = MessageMedia.objects.get(mensagem=media.mensagem)
    blob = None if row.thumbnail is None else bytes(row.thumbnail)
    return blob, row.made, row.file_name, row.is_gif, row.next_try_at


def test_new_rows_are_read_back_as_they_were_given(two_media):
    full, empty = two_media

    insert_rows(MessageMedia, [full, empty])

    assert read(full) == (EVERY_BYTE, JSON_VALUE, "a'b\\c%s 👍🏽", True, None)
    assert read(empty) == (None, None, None, False, None)


@pytest.mark.parametrize("null_first", [True, False])
def test_changed_rows_are_read_back_as_they_were_given(two_media, null_first):
    insert_rows(MessageMedia, two_media)
    full, empty = (MessageMedia.objects.get(mensagem=media.mensagem) for media in two_media)
    moment = timezone.now() - timedelta(days=1)
    empty.thumbnail, empty.made, empty.file_name, empty.next_try_at = EVERY_BYTE[::-1], JSON_VALUE, "é", moment
    full.thumbnail, full.made, full.file_name = None, None, None

    changed = [full, empty] if null_first else [empty, full]
    save_changed(MessageMedia, changed, ["thumbnail", "made", "file_name", "next_try_at"])

    assert read(full) == (None, None, None, True, None)
    assert read(empty) == (EVERY_BYTE[::-1], JSON_VALUE, "é", False, moment)
