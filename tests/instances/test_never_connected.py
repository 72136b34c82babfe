"""«Nunca conectada» só se diz de quem nunca o esteve, ainda que o número se tenha perdido."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.apply.evidence import Evidence, take_evidence, take_plan
from core.instances import connect
from core.models import ConnectState, TransitionCause, WhatsappInstance

pytestmark = pytest.mark.django_db(transaction=True)


def prove(instance, is_on, minutes=0, phone=None) -> tuple[str, str | None]:
    """Uma prova, e o estado que ela deixou."""
    at = timezone.now() + timedelta(minutes=minutes)
    take_evidence(instance, Evidence(is_on, at, TransitionCause.WEBHOOK, phone))
    return instance.status, instance.status_reason


@pytest.fixture
def numberless(loja) -> WhatsappInstance:
    """Esteve conectada, e perdeu o número."""
    assert prove(loja, True, phone="5511900000001") == ("connected", None)
    WhatsappInstance.objects.update(phone=None)
    loja.refresh_from_db()
    return loja


def test_one_that_lost_its_number_is_only_disconnected(numberless):
    fell = prove(numberless, False, 1)
    half = prove(numberless, True, 2)
    again = prove(numberless, False, 3)

    assert fell == again == ("disconnected", None)
    assert half == ("degraded", "half_paired")


def test_one_that_only_half_paired_was_never_connected(loja):
    half = prove(loja, True)

    assert half == ("degraded", "half_paired")
    assert prove(loja, False, 1) == ("disconnected", "never_connected")


def test_a_renewed_plan_does_not_make_it_never_connected(numberless):
    WhatsappInstance.objects.update(status="disconnected", status_reason="plan_expired")
    numberless.refresh_from_db()

    take_plan(numberless, timezone.now())

    assert (numberless.status, numberless.status_reason) == ("disconnected", None)


@pytest.mark.parametrize("was_on", [True, False], ids=["esteve conectada", "nunca esteve"])
def test_a_connection_that_fails_says_never_only_of_one_that_never_was(wapi, loja, request, was_on):
    if was_on:
        request.getfixturevalue("numberless")
        WhatsappInstance.objects.update(status="disconnected", status_reason=None)
    wapi.add_instance(loja.instance_id, token="OUTRO", state="fresh")
    connect.start_connect(None, WhatsappInstance.objects.get())

    session = connect.step(loja.pk)

    loja.refresh_from_db()
    assert session.state == ConnectState.FAILED
    assert (loja.status, loja.status_reason) == ("disconnected", None if was_on else "never_connected")


def test_the_timeline_is_asked_only_of_one_without_a_number(loja, numberless):
    def asked(phone) -> int:
        WhatsappInstance.objects.update(status="connected", status_reason=None, phone=phone)
        loja.refresh_from_db()
        with CaptureQueriesContext(connection) as seen:
            prove(loja, False, 1)
        return sum("SELECT" in query["sql"] and "core_instancetransition" in query["sql"] for query in seen)

    assert (asked("5511900000001"), asked(None)) == (0, 1)
