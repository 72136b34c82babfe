"""Tomar uma linha: um só a toma. Esperar: cada vez mais, nunca além do máximo, por mais falhas que haja."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.contacts import groups, phone_book, pictures
from core.gateway.errors import NotSent
from core.ground.claim import back_off, take
from core.models import Group, PhoneBook, Picture, WhatsappInstance

MINUTE = timedelta(minutes=1)


@given(failures=st.integers(-1, 10**9), factor=st.integers(1, 4))
def test_a_wait_never_overflows_nor_passes_the_longest(failures, factor):
    assert MINUTE <= back_off(MINUTE, failures, 60 * MINUTE, factor) <= 60 * MINUTE


@given(failures=st.integers(1, 200))
def test_a_wait_never_shrinks_with_one_failure_more(failures):
    assert back_off(MINUTE, failures, 60 * MINUTE) <= back_off(MINUTE, failures + 1, 60 * MINUTE)


@pytest.mark.django_db
def test_only_one_takes_a_row(loja):
    due = timezone.now()
    WhatsappInstance.objects.update(next_poll_at=due)

    first = take(WhatsappInstance, loja.pk, "next_poll_at", due, due + MINUTE)
    second = take(WhatsappInstance, loja.pk, "next_poll_at", due, due + MINUTE)

    assert (first, second) == (loja.pk, None)


@pytest.mark.django_db(transaction=True)
def test_the_thousandth_failure_still_says_when_to_try_again(connected, receive):
    """A 21ª falha parava os grupos da instância inteira: a espera passava do que um intervalo comporta."""
    receive(connected, {**_group_text(), "instanceId": connected.instance_id})
    group = Group.objects.get()
    group.failures = 1_000
    mark = PhoneBook.objects.create(instance=connected, next_at=timezone.now(), failures=1_000)
    picture = Picture.objects.create(cliente=connected.cliente, instance=connected, address="5511", failures=1_000)
    error, now = NotSent("fora do ar", call="x"), timezone.now()

    groups._failed(group, error, now)
    phone_book._failed(mark, error, now)
    pictures._failed(picture, error, now)

    group.refresh_from_db()
    mark.refresh_from_db()
    assert now < group.next_refresh_at <= now + groups.EVERY
    assert now < mark.next_at <= now + phone_book.EVERY
    assert now < picture.next_try_at <= now + pictures.EVERY


def _group_text():
    return {
        "event": "webhookReceived", "isGroup": True, "messageId": "G1", "fromMe": False, "moment": 1_763_900_000,
        "chat": {"id": "120363000000000001@g.us"}, "sender": {"id": "5511900000077"},
        "msgContent": {"conversation": "oi"},
    }  # fmt: skip
