"""Conectar por QR contra o simulador: cada passo é o do worker."""

import time

import pytest
import requests
from django.utils import timezone

from conftest import WAPI_ID
from core.gateway.calls import webhooks
from core.gateway.errors import GatewayError
from core.instances import actions, connect, drift, registry, status
from core.models import ConnectSession, ConnectState, InstanceTransition, WhatsappInstance

pytestmark = pytest.mark.django_db(transaction=True)
URL = "http://127.0.0.1:9/"


@pytest.fixture
def fresh(wapi, loja, monkeypatch) -> WhatsappInstance:
    """Uma instância recém-criada no gateway; os passos não esperam."""
    wapi.add_instance(loja.instance_id, token="TEST_INSTANCE_TOKEN", state="fresh", phone="5511900000001")
    return loja


def scan(wapi) -> None:
    """A pessoa aponta a câmera."""
    requests.post(f"{wapi.url}/control/instances/{WAPI_ID}/scan", json={}, timeout=5).raise_for_status()
    wapi.wait_until_quiet()


def steps(instance, wanted, limit=40) -> ConnectSession:
    """Dá passos até o estado pedido."""
    for _ in range(limit):
        session = connect.step(instance.pk)
        if session.state == wanted:
            return session
        time.sleep(0.05)
    raise AssertionError(f"parou em {session.state}: {session.message}")


def test_fresh_instance_is_restarted_and_shows_a_code(fresh):
    started = connect.start_connect(None, fresh)

    session = steps(fresh, ConnectState.QR)

    fresh.refresh_from_db()
    assert started.state == ConnectState.PREPARING
    assert session.qr_code.startswith("data:image/png;base64,")
    assert session.expires_at is not None
    assert (fresh.status, fresh.status_reason) == ("connecting", "awaiting_qr")


def test_scanned_code_connects_with_the_number(wapi, fresh):
    connect.start_connect(None, fresh)
    steps(fresh, ConnectState.QR)

    scan(wapi)
    session = steps(fresh, ConnectState.CONNECTED)

    fresh.refresh_from_db()
    assert (session.next_step_at, session.qr_code) == (None, None)
    assert (fresh.status, fresh.phone) == ("connected", "5511900000001")


def test_codes_stop_after_six(fresh):
    connect.start_connect(None, fresh)
    steps(fresh, ConnectState.QR)
    for _ in range(connect.MAX_CODES):
        ConnectSession.objects.update(expires_at=None)
        connect.step(fresh.pk)

    session = ConnectSession.objects.get()

    fresh.refresh_from_db()
    assert (session.state, session.codes_shown) == (ConnectState.PAUSED, connect.MAX_CODES)
    assert fresh.status == "disconnected"


def test_connected_without_a_number_is_half_paired(wapi, fresh):
    wapi.add_fault("no_phone", instance_id=WAPI_ID, times=99)
    connect.start_connect(None, fresh)
    steps(fresh, ConnectState.QR)

    scan(wapi)
    steps(fresh, ConnectState.HALF_PAIRED)

    fresh.refresh_from_db()
    assert (fresh.status, fresh.status_reason) == ("degraded", "half_paired")


def test_a_restart_completes_a_half_done_pairing(wapi, connected):
    WhatsappInstance.objects.filter(pk=connected.pk).update(phone=None)
    requests.post(f"{wapi.url}/control/instances/{WAPI_ID}/numberless", json={}, timeout=5).raise_for_status()
    half = actions.refresh_status(None, WhatsappInstance.objects.get(pk=connected.pk))
    before = (half.status, half.status_reason)

    actions.restart(None, half)
    wapi.wait_until_quiet()
    whole = actions.refresh_status(None, half)

    assert before == ("degraded", "half_paired")
    assert (whole.status, whole.phone) == ("connected", "5511900000001")


def test_wrong_token_fails_with_the_gateways_words(wapi, loja):
    wapi.add_instance(loja.instance_id, token="OUTRO", state="fresh")
    connect.start_connect(None, loja)

    session = connect.step(loja.pk)

    assert session.state == ConnectState.FAILED
    assert "TEST_INSTANCE_TOKEN" not in (session.message or "")
    assert session.message


def test_gateway_trouble_degrades_and_never_disconnects(wapi, connected):
    wapi.add_fault("http_500", instance_id=WAPI_ID, calls=("status-instance",), times=1)

    with pytest.raises(GatewayError):
        actions.refresh_status(None, connected)
    connected.refresh_from_db()
    first = (connected.status, connected.last_status)
    actions.refresh_status(None, connected)

    connected.refresh_from_db()
    assert first == ("degraded", "connected")
    assert connected.status == "connected"
    assert [t.status for t in InstanceTransition.objects.order_by("id")] == ["degraded", "connected"]


def test_poll_spaces_itself_out_while_the_gateway_is_away(connected, settings):
    settings.WAPI_BASE_URL = "http://127.0.0.1:9/v1"

    waits = []
    for _ in range(3):
        status.poll(connected)
        connected.refresh_from_db()
        waits.append(connected.next_poll_at)

    assert connected.poll_failures == 3
    assert waits[2] - waits[1] > waits[1] - waits[0]


def test_disconnecting_twice_is_done_both_times(wapi, connected):
    actions.disconnect(None, connected)

    again = actions.disconnect(None, connected)

    assert again.status == "disconnected"
    assert again.status_message is None  # «desconectada com sucesso» não é a razão de estar assim


def test_webhooks_are_written_and_read_back_per_kind(wapi, connected):
    found = drift.mend(None, connected)

    assert {setting.state for setting in found} == {"match"}
    assert len(found) == 6


def test_write_that_the_gateway_says_ok_to_but_forgets_is_told(wapi, connected, monkeypatch):
    _forgetful_call.real = webhooks.Call
    monkeypatch.setattr(webhooks, "Call", _forgetful_call)

    found = drift.mend(None, connected)

    assert {setting.state for setting in found} == {"not_stored"}


def _forgetful_call(name, method, path, read, *, body):
    return _forgetful_call.real(name, method, path, read, body={"url": body["value"], "enabled": True})


def test_pairing_code_is_given_and_the_connection_followed(wapi, fresh):
    connect.start_connect(None, fresh)
    steps(fresh, ConnectState.QR)

    code = actions.pairing_code(None, fresh, "5511900000001")

    assert len(code.replace("-", "")) == 8
    assert ConnectSession.objects.get().next_step_at is not None


def test_credentials_are_tested_without_storing_anything(wapi, acme):
    wapi.add_instance("OUTRA", token="certo-123", state="connected")

    good, bad = actions.check_credentials("OUTRA", "certo-123"), actions.check_credentials("OUTRA", "errado")

    assert (good.ok, good.connected) == (True, True)
    assert (bad.ok, bool(bad.message)) == (False, True)
    assert not WhatsappInstance.objects.exists()


def test_rotated_secret_keeps_the_old_door_open_for_a_day(client, loja):
    old = loja.webhook_secret
    registry.rotate_secret(None, loja)

    answers = [client.post(f"/webhook/{s}/", "{}", content_type="application/json") for s in (old, loja.webhook_secret)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert old != loja.webhook_secret


def test_a_step_that_began_before_a_restart_of_the_connection_writes_nothing(fresh, monkeypatch):
    connect.start_connect(None, fresh)
    real = connect._advance

    def meanwhile(session):
        ConnectSession.objects.update(started_at=timezone.now(), state="preparing", message="recomeçada")
        real(session)

    monkeypatch.setattr(connect, "_advance", meanwhile)

    connect.step(fresh.pk)

    assert ConnectSession.objects.get().message == "recomeçada"


def test_only_the_first_step_to_find_it_connected_checks_the_settings(wapi, fresh, monkeypatch):
    connect.start_connect(None, fresh)
    steps(fresh, ConnectState.QR)
    scan(wapi)
    checked = []
    monkeypatch.setattr(connect.drift, "check_quietly", lambda instance: checked.append(instance.pk))
    told = connect.note

    def another_step_meanwhile(pk, proof):
        instance = told(pk, proof)
        if not checked:  # a prova de conexão chama o passo seguinte, que outra thread dá
            monkeypatch.setattr(connect, "note", told)
            connect.step(pk)
        return instance

    monkeypatch.setattr(connect, "note", another_step_meanwhile)

    session = connect.step(fresh.pk)

    assert session.state == ConnectState.CONNECTED
    assert checked == [fresh.pk]


def test_too_many_questions_wait_and_do_not_restart_a_pairing_in_course(wapi, fresh):
    connect.start_connect(None, fresh)
    before = steps(fresh, ConnectState.QR).restarts
    ConnectSession.objects.update(expires_at=timezone.now())
    wapi.add_fault("http_429", instance_id=fresh.instance_id, times=1)

    session = connect.step(fresh.pk)

    assert (session.state, session.restarts, session.failures) == (ConnectState.QR, before, 1)
    assert session.next_step_at > timezone.now()


def test_a_second_click_leaves_alone_the_step_the_worker_is_giving(fresh):
    connect.start_connect(None, fresh)
    claimed = timezone.now() + connect.CLAIM
    ConnectSession.objects.update(next_step_at=claimed, message="em curso")

    connect.start_connect(None, fresh)

    session = ConnectSession.objects.get()
    assert (session.next_step_at, session.message) == (claimed, "em curso")
