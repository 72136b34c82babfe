"""Reconstruir dá o que já está lá; estragado, conserta no lugar."""

import json

import pytest

from conftest import FIXTURES
from core.facts import MessageStatus
from core.models import Chat, InstanceLease, Mensagem, MessageMedia, Reaction
from core.outbox.enqueue import enqueue
from core.outbox.settle import Outcome, settle
from core.outbox.wanted import ToSend
from core.tests.oracle import snapshot
from webhook import inbox
from webhook.rebuild import Pause, PauseLost, rebuild
from webhook.rebuild.difference import compare

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
    sent, _ = enqueue(ToSend(history, "oi", chat=chat), "k1")
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

    def lapse(table, instance):
        InstanceLease.objects.update(paused_until=None)
        return compare(table, instance)

    monkeypatch.setattr("webhook.rebuild.compare", lapse)
    with pytest.raises(PauseLost):
        rebuild(history, check=False)

    assert not Mensagem.objects.filter(direction="in").exclude(text="estragado").exists()


def test_a_send_that_still_waits_is_no_difference(history):
    enqueue(ToSend(history, "ainda não saiu", address="5511900000002"), None)

    report = rebuild(history, check=True)

    assert [str(d) for d in report.differences if d.size] == []
