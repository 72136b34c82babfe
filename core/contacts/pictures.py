"""As fotos: uma cópia nossa, buscada com guarda quando muda e de semana em semana. Falhar não se mostra: ficam as
iniciais."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.contacts.spelling import jid
from core.gateway.calls.chats import chat as chat_call
from core.gateway.calls.contacts import profile_picture
from core.gateway.errors import GatewayError
from core.ground import changes
from core.ground.changes import Touched, What
from core.ground.claim import back_off, take
from core.ground.database import retrying
from core.ground.gateway import gateway_of
from core.media.guarded_fetch import FetchError, ForbiddenTarget, TooLarge, fetch
from core.media.ownership import FileGone, give_up, repoint, store
from core.media.sniff import sniff
from core.models import Chat, Contact, InstanceStatus, Picture

logger = logging.getLogger("core.contacts")

EVERY = timedelta(days=7)  # fotos mudam pouco, e a mudança costuma vir nos eventos
FIRST_WAIT = timedelta(minutes=10)  # uma foto não vale insistir
CLAIM = timedelta(minutes=5)  # maior que a busca e a gravação
NOT_CONNECTED = timedelta(hours=1)  # só o gateway a sabe, e ele só a diz conectado
MAX_BYTES = 1024 * 1024  # o WhatsApp dá 640x640: dezenas de kB
DEADLINE_S = 15.0  # uma foto não vale mais que isto
TURN_ROWS = 3  # poucas por turno: são o trabalho menos urgente
TURN_S, IDLE_S = 1.0, 5.0
IMAGES = {"image/jpeg", "image/png", "image/webp", "image/gif"}


class NoPicture(Exception):
    """Não há foto, ou está oculta."""


class Later(Exception):
    """Só o gateway sabe, e a instância não está conectada."""


def run() -> float:
    """Um turno: poucas fotos, uma depois da outra. Devolve quanto dormir (s)."""
    now = timezone.now()
    due = Picture.objects.filter(next_try_at__lte=now).order_by("next_try_at").values_list("pk", "next_try_at")
    done = 0
    for pk, at in list(due[:TURN_ROWS]):
        if take(Picture, pk, "next_try_at", at, now + CLAIM):
            refresh(pk)
            done += 1
    return TURN_S if done else IDLE_S


def refresh(pk: int) -> None:
    """Busca uma foto e grava o desfecho."""
    picture = Picture.objects.select_related("instance").get(pk=pk)
    asked, now = picture.url, timezone.now()
    try:
        _bring(picture)
    except NoPicture:
        picture.url = picture.storage_name = picture.served_type = None
        picture.failures, picture.fetched_at, picture.next_try_at = 0, now, now + EVERY
    except Later:
        picture.next_try_at = now + NOT_CONNECTED
    except (FetchError, GatewayError, OSError) as error:  # o disco, ou o armazenamento, também falha: as outras seguem
        _failed(picture, error, now)
    else:
        picture.failures, picture.fetched_at, picture.next_try_at = 0, now, now + EVERY
    try:
        is_written = retrying(_write, picture, asked)
    except FileGone:  # a que outra linha tinha foi apagada neste instante: a próxima vez a busca
        return
    if not is_written:
        give_up(picture.storage_name)


def _bring(picture: Picture) -> None:
    """Pelo endereço que os eventos trouxeram; se já foi usado ou venceu, pelo que o gateway der."""
    if picture.url and picture.fetched_at is None:
        try:
            _download(picture, picture.url)
            return
        except FetchError as error:
            if not error.is_gone:
                raise
    url = _ask(picture)
    _download(picture, url)
    picture.url = url


def _ask(picture: Picture) -> str:
    if picture.instance.status != InstanceStatus.CONNECTED:
        raise Later
    gateway = gateway_of(picture.instance)
    if picture.address.endswith("@g.us"):
        url = gateway.call(chat_call(jid(picture.address))).picture_url
    else:
        url = gateway.call(profile_picture(picture.address))
    if not url:
        raise NoPicture
    return url


def _download(picture: Picture, url: str) -> None:
    with fetch(url, max_bytes=MAX_BYTES, deadline_s=DEADLINE_S) as chunks:
        whole = b"".join(chunks)
    if sniff(whole[:64]) not in IMAGES:
        raise ForbiddenTarget(_("o que veio não é uma imagem"))
    stored = store(picture.cliente_id, [whole], sha256=None, size_bytes=None)
    picture.storage_name, picture.served_type = stored.name, stored.served_type


def _failed(picture: Picture, error: Exception, now: datetime) -> None:
    picture.failures = min(picture.failures + 1, 20)
    is_final = isinstance(error, ForbiddenTarget | TooLarge) or getattr(error, "permanent", False)
    picture.next_try_at = now + (EVERY if is_final else back_off(FIRST_WAIT, picture.failures, EVERY, 4))
    logger.info(
        "action=picture_failed",
        extra={"fields": {"picture": picture.pk, "failures": picture.failures, "error": type(error).__name__}},
    )


PICTURE = frozenset({What.PICTURE})


@transaction.atomic
def _write(picture: Picture, asked: str | None) -> bool:
    """Grava, se nenhum evento trouxe outra foto enquanto esta se buscava; diz se gravou. A de antes fica solta."""
    row = Picture.objects.select_for_update().filter(pk=picture.pk, url=asked).first()
    if row is None:
        return False
    before, instance = row.storage_name, row.instance_id
    repoint(row.cliente_id, before, picture.storage_name)
    picture.save(update_fields=["url", "storage_name", "served_type", "fetched_at", "failures", "next_try_at"])
    if picture.storage_name == before:
        return True
    touched = [
        Touched("contact", pk, instance, None, PICTURE)
        for pk in Contact.objects.filter(instance=instance, address=row.address).values_list("pk", flat=True)
    ]
    chats = Chat.objects.filter(instance=instance, chat_id=row.address).values_list("pk", flat=True)
    touched += [Touched("chat", pk, instance, pk, PICTURE) for pk in chats]
    changes.record(row.cliente_id, touched)
    return True
