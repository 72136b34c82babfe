"""Conectar por QR, como máquina de estados que o worker leva adiante (a tela pode fechar, nada se cancela):

preparing -> qr -> confirming -> connected | half_paired;  qr (6 códigos) -> paused;  qualquer -> failed.
O gateway nunca diz que um código foi lido: sabe-se pela situação, perguntada a cada 3 s, ou pelo webhook."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.apply.evidence import STATUS_FIELDS, Evidence, move, reason_of_fall, touched
from core.gateway.calls import instance as calls
from core.gateway.errors import GatewayError, RateLimited, Refused, Unauthorized
from core.ground import changes, lease
from core.ground.changes import What
from core.ground.claim import take
from core.ground.crew import Crew
from core.ground.gateway import gateway_of
from core.instances import drift
from core.instances.state import note, publish
from core.models import ConnectSession, ConnectState, InstanceStatus, StatusReason, TransitionCause, WhatsappInstance
from core.models.tenancy import Actor

logger = logging.getLogger("core.instances")

QR_LIFE = timedelta(seconds=25)  # menos que a vida do código: troca-se antes de vencer
ASK_EVERY = timedelta(seconds=2)  # quem escaneou olha a tela
RESTART_WAIT = timedelta(seconds=5)  # a instância leva uns segundos a subir
CLAIM = timedelta(seconds=60)  # maior que os prazos de um passo
MAX_CODES = 6  # uns 2 minutos e meio: depois disso não há ninguém diante da tela
MAX_RESTARTS = 2  # uma instância nova recusa até ser reiniciada; mais que isto não adianta
MAX_FAILURES = 4  # depois disto valem as palavras do gateway
CALL_TIMEOUT_S = 15.0  # alguém espera diante da tela
_WRITTEN = (
    "state", "qr_code", "expires_at", "message", "codes_shown", "restarts", "failures", "next_step_at",
)  # fmt: skip
_ACTIVE = (ConnectState.PREPARING, ConnectState.QR, ConnectState.CONFIRMING)
_crew = Crew("connect", 8)


def start_connect(actor: Actor | None, instance: WhatsappInstance) -> ConnectSession:
    """Começa (ou recomeça) a conexão; não fala com o gateway: o worker o faz em seguida."""
    now = timezone.now()
    with transaction.atomic():
        lease.acquire(instance.pk, wait=True)
        instance.refresh_from_db()
        session = ConnectSession.objects.filter(pk=instance.pk).first() or ConnectSession(
            instance=instance, started_at=now
        )
        if instance.status == InstanceStatus.CONNECTED:
            session.state, session.next_step_at, session.qr_code = ConnectState.CONNECTED, None, None
        elif session.next_step_at is None or session.state not in _ACTIVE:
            session.state, session.next_step_at, session.started_at = ConnectState.PREPARING, now, now
            session.qr_code = session.expires_at = session.message = None
            session.codes_shown = session.restarts = session.failures = 0
            proof = Evidence(False, now, TransitionCause.PERSON)
            move(instance, InstanceStatus.CONNECTING, StatusReason.AWAITING_QR, proof)
            instance.save(update_fields=STATUS_FIELDS)
        else:  # já em curso: o passo que o worker dá agora é quem escreve
            return session
        session.save()
        changes.record(instance.cliente_id, [touched(instance, What.QR)])
    return session


def connect_session(instance: WhatsappInstance) -> ConnectSession:
    """Onde está a conexão; de quem nunca começou uma, o que a instância diz de si (não gravado)."""
    found = ConnectSession.objects.filter(pk=instance.pk).first()
    if found is None:
        is_on = instance.status == InstanceStatus.CONNECTED
        state = ConnectState.CONNECTED if is_on else ConnectState.PAUSED
        return ConnectSession(instance=instance, state=state, started_at=instance.created_at)
    if found.next_step_at is None and instance.status == InstanceStatus.CONNECTED:
        found.state = ConnectState.CONNECTED
    return found


def run() -> float:
    """Um passo de cada conexão cuja hora chegou, cada uma em sua thread. Devolve quanto dormir (s)."""
    now = timezone.now()
    due = ConnectSession.objects.filter(next_step_at__lte=now).select_related("instance")
    for session in due.order_by("next_step_at")[:50]:
        if _crew.send(step, _claim, session) is False:
            break
    return 0.15


def _claim(session: ConnectSession) -> int | None:
    return take(ConnectSession, session.pk, "next_step_at", session.next_step_at, timezone.now() + CLAIM)


def step(pk: int) -> ConnectSession:
    """Um passo: confirma a conexão, ou busca o próximo código."""
    session = ConnectSession.objects.select_related("instance").get(pk=pk)
    before = (session.state, session.qr_code, session.message)
    try:
        _advance(session)
        if session.state == ConnectState.QR:
            session.failures = 0
    except Unauthorized as error:
        _end(session, ConnectState.FAILED, error.message)
    except RateLimited as error:  # reiniciar por isso cortaria um pareamento em curso
        _failed(session, error, timedelta(seconds=error.retry_after_s or 5))
    except Refused as error:
        _refused(session, error)
    except GatewayError as error:
        _failed(session, error, ASK_EVERY)
    # Se alguém recomeçou a conexão enquanto se falava com o gateway, o passo velho não vale.
    same = ConnectSession.objects.filter(pk=pk, started_at=session.started_at)
    # A própria prova de conexão chama já o passo seguinte (core.apply.evidence.move): só o primeiro a confirma.
    is_ours = same.exclude(state=ConnectState.CONNECTED).update(**{name: getattr(session, name) for name in _WRITTEN})
    if is_ours and before != (session.state, session.qr_code, session.message):
        publish(session.instance, What.QR)
    if is_ours and session.state == ConnectState.CONNECTED:
        drift.check_quietly(session.instance)
    return session


def _advance(session: ConnectSession) -> None:
    instance = session.instance
    gateway = gateway_of(instance, CALL_TIMEOUT_S)
    asked = timezone.now()
    if instance.status == InstanceStatus.CONNECTED or gateway.call(calls.status()).connected:
        _confirm(session)
        return
    if session.state == ConnectState.QR and session.expires_at and session.expires_at > asked + ASK_EVERY:
        session.next_step_at = asked + ASK_EVERY
        return
    if session.codes_shown >= MAX_CODES:
        _end(session, ConnectState.PAUSED, None)
        return
    code = gateway.call(calls.qr_code())
    if code.connected or code.image is None:
        _confirm(session)
        return
    session.state, session.qr_code, session.message = ConnectState.QR, code.image, None
    session.expires_at = timezone.now() + QR_LIFE
    session.codes_shown += 1
    session.next_step_at = timezone.now() + ASK_EVERY


def _confirm(session: ConnectSession) -> None:
    """Conectada segundo o gateway: falta o número, sem o qual o pareamento está pela metade."""
    asked = timezone.now()
    device = gateway_of(session.instance, CALL_TIMEOUT_S).call(calls.device())
    instance = note(session.instance_id, Evidence(True, asked, TransitionCause.GATEWAY, device.phone, device.lid))
    session.instance = instance
    session.qr_code = session.expires_at = None
    if instance.phone:
        WhatsappInstance.objects.filter(pk=instance.pk).update(
            profile_name=device.name, platform=device.platform, is_business=device.is_business,
            picture_url=device.picture_url, next_poll_at=timezone.now() + timedelta(seconds=60),
        )  # fmt: skip
        session.state, session.message, session.next_step_at = ConnectState.CONNECTED, None, None
    elif session.failures >= MAX_FAILURES - 1:
        session.state, session.next_step_at = ConnectState.HALF_PAIRED, None
    else:
        session.state = ConnectState.CONFIRMING
        session.failures += 1
        session.next_step_at = timezone.now() + ASK_EVERY


def _refused(session: ConnectSession, error: Refused) -> None:
    """Instância nova costuma recusar o primeiro código: reinicia-se e espera-se, sem incomodar a pessoa."""
    session.message = error.message
    if session.restarts < MAX_RESTARTS and session.failures < MAX_FAILURES:
        session.restarts += 1
        try:
            gateway_of(session.instance, CALL_TIMEOUT_S).call(calls.restart())
        except GatewayError as inner:
            session.message = inner.message
        session.state, session.next_step_at = ConnectState.PREPARING, timezone.now() + RESTART_WAIT
        return
    _failed(session, error, ASK_EVERY)


def _failed(session: ConnectSession, error: GatewayError, wait: timedelta) -> None:
    """Mais uma tentativa sem resposta que sirva; depois da última, a conexão acaba com as palavras do gateway."""
    session.failures += 1
    session.message = error.message
    if session.failures >= MAX_FAILURES:
        _end(session, ConnectState.FAILED, error.message)
    else:
        session.next_step_at = timezone.now() + wait


def _end(session: ConnectSession, state: ConnectState, words: str | None) -> None:
    """A conexão não aconteceu: a instância volta a desconectada."""
    session.state, session.message, session.next_step_at = state, words, None
    session.qr_code = session.expires_at = None
    with transaction.atomic():
        lease.acquire(session.instance_id, wait=True)
        instance = WhatsappInstance.objects.get(pk=session.instance_id)
        if instance.status == InstanceStatus.CONNECTING:
            move(
                instance,
                InstanceStatus.DISCONNECTED,
                reason_of_fall(instance),
                Evidence(False, timezone.now(), TransitionCause.GATEWAY, message=words),
            )
            instance.save(update_fields=STATUS_FIELDS)
