"""Reconstruir dá o que já está lá; estragado, conserta no lugar."""

import json
import pydoc
import sqlite3
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from conftest import FIXTURES
from core.facts import MessageStatus
from core.models import Chat, ChatDraft, InstanceLease, LooseFile, Mensagem, MessageMedia, Reaction
from core.outbox import decisions
from core.outbox.enqueue import enqueue
from core.outbox.settle import Outcome, settle
from core.outbox.to_send import ToSend
from tests.promises.oracle import snapshot
from webhook import inbox
from webhook.rebuild import rebuild
from webhook.rebuild.difference import compare
from webhook.rebuild.pause import Pause, PauseLost
from webhook.rebuild.prints import Prints, print_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def history(loja, post_webhook):
    """Todas as capturas, aplicadas, e um envio nosso já confirmado."""
    for path in sorted(FIXTURES.glob("*.json")):
        if path.name != "INDEX.json" and not path.name.endswith(".facts.json"):
            body = json.loads(path.read_text())
            if isinstance(body, dict):
                post_webhook(loja, {**body, "instanceId": loja.instance_id})
    inbox.drain()
    return loja


def test_check_finds_nothing_after_live_application(history):
    report = rebuild(history, check=True)

    assert report.events > 50
    assert [str(d) for d in report.differences if d.size] == []
    assert report.wrong_unread == 0


def test_damage_is_found_then_mended_in_place(history):
    before, ids = snapshot(history), set(Mensagem.objects.values_list("pk", flat=True))
    Mensagem.objects.filter(type="text").update(text="estragado", edited_at=None)
    Reaction.objects.all().delete()
    MessageMedia.objects.update(seconds=999)
    Chat.objects.update(unread_count=77, push_name="errado")
    gone = Mensagem.objects.filter(type="image").first()
    gone_pk = gone.pk
    gone.delete()

    found = rebuild(history, check=True)
    untouched = Chat.objects.first().unread_count
    rebuild(history, check=False)

    assert not found.is_equal
    assert untouched == 77
    assert snapshot(history) == before
    assert ids - {gone_pk} <= set(Mensagem.objects.values_list("pk", flat=True))
    assert rebuild(history, check=True).is_equal


def test_our_sends_and_what_the_gateway_taught_stay(history):
    chat = Chat.objects.get(instance=history, chat_id="5511900000002")
    sent, _ = enqueue(None, ToSend(history, "oi", chat=chat), "k1")
    sent.outbox.state = "calling"
    sent.outbox.save()
    settle(sent.pk, 1, Outcome("unknown", error="sem resposta"))

    report = rebuild(history, check=False)

    sent.refresh_from_db()
    assert (sent.status, sent.error) == (MessageStatus.UNKNOWN, "sem resposta")
    assert [str(d) for d in report.differences if d.size] == []


def test_a_second_rebuild_of_the_same_instance_waits_its_turn(history):
    pause = Pause(history)

    with pytest.raises(PauseLost):
        rebuild(history, check=True)

    pause.end()
    assert rebuild(history, check=True).is_equal


def test_a_rebuild_whose_pause_lapsed_writes_nothing(history, monkeypatch):
    Mensagem.objects.filter(direction="in").update(text="estragado")

    def lapse(table, instance, keep):
        InstanceLease.objects.update(paused_until=None)
        return compare(table, instance, keep)

    monkeypatch.setattr("webhook.rebuild.compare", lapse)
    with pytest.raises(PauseLost):
        rebuild(history, check=False)

    assert not Mensagem.objects.filter(direction="in").exclude(text="estragado").exists()


def test_a_send_that_still_waits_is_no_difference(history):
    enqueue(None, ToSend(history, "ainda não saiu", address="5511900000002"), None)

    report = rebuild(history, check=True)

    assert [str(d) for d in report.differences if d.size] == []


def test_a_cancelled_send_left_as_the_last_message_is_mended(history):
    chat = Chat.objects.get(instance=history, chat_id="5511900000002")
    before = (chat.last_message_id, chat.last_message_at)
    cancelled, _ = enqueue(None, ToSend(history, "engano", chat=chat), None)
    decisions.cancel(None, cancelled)
    as_it_is = rebuild(history, check=True)
    Chat.objects.filter(pk=chat.pk).update(last_message=cancelled, last_message_at=cancelled.sent_at)

    rebuild(history, check=False)

    chat.refresh_from_db()
    assert as_it_is.is_equal
    assert (chat.last_message_id, chat.last_message_at) == before


def test_the_size_of_the_pages_changes_nothing(history, monkeypatch):
    chat = Chat.objects.get(instance=history, chat_id="5511900000002")
    for n in range(5):
        sent, _ = enqueue(None, ToSend(history, f"envio {n}", chat=chat), f"k{n}")
        sent.outbox.state = "calling"
        sent.outbox.save()
        settle(sent.pk, 1, Outcome("accepted", message_id=f"3EB0PAGINA{n}"))
    before = snapshot(history)
    Mensagem.objects.filter(type="text", direction="in").update(text="estragado", edited_at=None)
    Mensagem.objects.filter(type="image").first().delete()
    MessageMedia.objects.update(seconds=999)
    Reaction.objects.all().delete()
    Chat.objects.update(unread_count=77)
    stray = Chat.objects.create(cliente_id=history.cliente_id, instance=history, chat_id="5511900009999", kind="direct")

    whole = rebuild(history, check=True)
    monkeypatch.setattr("webhook.rebuild.paging.PAGE", 3)
    paged = rebuild(history, check=True)
    rebuild(history, check=False)

    assert [(d.extra, d.changed, sorted(map(str, d.missing))) for d in paged.differences] == [
        (d.extra, d.changed, sorted(map(str, d.missing))) for d in whole.differences
    ]
    assert (paged.events, paged.wrong_unread) == (whole.events, whole.wrong_unread)
    assert {str(d).partition(":")[0] for d in whole.differences if d.size} >= {
        "Chat", "Mensagem", "MessageMedia", "Reaction",
    }  # fmt: skip
    assert not Chat.objects.filter(pk=stray.pk).exists()
    assert snapshot(history) == before
    assert rebuild(history, check=True).is_equal


def test_each_print_is_taken_once_and_the_rest_is_left():
    row = (("chave",), 7, (1, "x"))
    with Prints() as prints:
        prints.add([row, (("outra",), 8, (2, "y"))])

        taken = prints.take([("chave",), ("ausente",)])
        again = prints.take([("chave",)])
        left = list(prints.left())

    assert taken == {print_of(("chave",)): (7, print_of((1, "x")))}
    assert (again, left) == ({}, [[8]])


def test_the_files_of_rows_that_go_are_left_to_be_swept(history):
    stray = Mensagem.objects.filter(type="image").first()
    stray.pk, stray.message_id, stray.event_id = None, "3EB0NENHUMEVENTO", None
    stray.save(force_insert=True)
    MessageMedia.objects.create(
        cliente_id=history.cliente_id, mensagem=stray, kind="image", status="ready", storage_name="1/aa/solto"
    )

    rebuild(history, check=False)

    assert not Mensagem.objects.filter(pk=stray.pk).exists()
    assert LooseFile.objects.get(name="1/aa/solto").is_new is False


@pytest.mark.parametrize("held_by", ["um rascunho", "um nome dado aqui", "um número conferido", "nada"])
def test_a_chat_that_no_event_explains_stays_only_if_someone_put_something_in_it(history, carla, held_by):
    columns = {
        "um nome dado aqui": {"custom_name": "Equipe"},
        "um número conferido": {"verified_at": timezone.now()},
    }.get(held_by, {})
    begun = Chat.objects.create(
        cliente_id=history.cliente_id, instance=history, chat_id="5511900009999", kind="direct", **columns
    )
    if held_by == "um rascunho":
        ChatDraft.objects.create(user=carla, chat=begun, text="escrevo já")

    found = rebuild(history, check=True)
    rebuild(history, check=False)

    assert found.is_equal is (held_by != "nada")
    assert Chat.objects.filter(pk=begun.pk).exists() is (held_by != "nada")
    assert ChatDraft.objects.exists() is (held_by == "um rascunho")


@pytest.fixture
def few_parameters():
    """O SQLite não aceita mais parâmetros que isto num comando (de fábrica, 32.766)."""
    at_most = 3_100
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, at_most)
        yield at_most
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)
    else:
        yield at_most


@pytest.mark.parametrize("age", [timedelta(days=400), timedelta(0)], ids=["de antes dos eventos", "de nenhum evento"])
def test_more_rows_than_a_query_takes_parameters_may_be_left_over(history, few_parameters, age):
    stray = [
        Chat(cliente_id=history.cliente_id, instance=history, chat_id=f"5511{n:09}", kind="direct")
        for n in range(few_parameters + 10)
    ]
    Chat.objects.bulk_create(stray, batch_size=100)
    Chat.objects.filter(pk__gte=Chat.objects.get(chat_id=stray[0].chat_id).pk).update(created_at=timezone.now() - age)
    is_old = bool(age)

    found = rebuild(history, check=True)
    rebuild(history, check=False)

    assert found.is_equal is is_old
    assert Chat.objects.filter(chat_id__startswith="5511000").exists() is is_old
    assert rebuild(history, check=True).is_equal


class Clock:
    """A hora que só anda quando se manda."""

    def __init__(self):
        self.at = timezone.now()

    def now(self):
        return self.at

    def slowly(self, work):
        """Cada item do que `work` percorre leva 50 s."""

        def walk(*args, **options):
            for item in work(*args, **options):
                self.at += timedelta(seconds=50)
                yield item

        return walk


@pytest.mark.parametrize(
    "slow",
    ["webhook.rebuild._our_sends", "webhook.rebuild.in_pages", "webhook.rebuild.difference.in_pages"],
    ids=["copiar os envios", "recontar as conversas", "comparar"],
)
def test_a_rebuild_however_long_keeps_its_pause(history, monkeypatch, slow):
    for n in range(5):
        enqueue(None, ToSend(history, f"envio {n}", address=f"551190000100{n}"), None)
    Mensagem.objects.filter(direction="in", type="text").update(text="estragado")
    clock = Clock()
    monkeypatch.setattr("webhook.rebuild.pause.timezone", clock)
    monkeypatch.setattr("webhook.rebuild.paging.PAGE", 1)
    monkeypatch.setattr(slow, clock.slowly(pydoc.locate(slow)))
    started = clock.at

    rebuild(history, check=False)

    assert clock.at - started > timedelta(minutes=3)
    assert not Mensagem.objects.filter(text="estragado").exists()
