"""A agenda do celular: os nomes que o dono do número deu às pessoas, lidos do gateway ao conectar e de dia em dia.

Uma página por instância a cada turno. O nome da agenda vence o que a pessoa se dá e perde para o salvo aqui; quem só
está na agenda passa a ser contato. O que sumiu dela só se esquece depois de faltar a duas voltas: entre uma página e
outra a lista do gateway pode andar."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.apply.addresses import AddressBook, learn
from core.apply.batch import Batch
from core.apply.beside_chats import insert_contacts, new_contact
from core.apply.chats import recompute
from core.apply.message_updates import derive
from core.contacts.spelling import lid_of, phone_of, plain
from core.disguise import undisguised
from core.facts import AddressPair
from core.gateway.calls.contacts import fetch_contacts
from core.gateway.errors import GatewayError, NotConnected, Refused
from core.gateway.results import KnownContact
from core.ground import changes, lease
from core.ground.changes import What
from core.ground.claim import back_off, take
from core.ground.crew import Crew
from core.ground.gateway import gateway_of
from core.models import Chat, Contact, InstanceStatus, LinkSource, PhoneBook, Plan, WhatsappInstance
from core.models.bulk import save_changed

logger = logging.getLogger("core.contacts")

EVERY = timedelta(hours=24)  # nomes da agenda mudam pouco, e a volta são muitas páginas
REFUSED_BY_LITE = timedelta(days=7)  # só outro plano a daria
FIRST_WAIT = timedelta(minutes=2)  # um gateway que falhou agora falhará em segundos
CLAIM = timedelta(seconds=90)  # maior que o prazo da chamada
PACE = timedelta(seconds=2)  # entre uma página e outra: o gateway não vê rajadas
TURN_S = 2.0  # um turno de quem nunca tem pressa
TIMEOUT_S = 30.0  # a agenda vem do celular, e ele pode estar longe
PER_PAGE = 50  # o gateway nem sempre dá mais
MAX_PAGES = 500  # 25 mil contatos; o gateway pode repetir páginas sem fim
MAX_NAME = 255  # a coluna
WRITTEN = ("book_name", "book_name_at", "name")
_MARK = ("next_at", "page", "first_of_page", "started_at", "synced_at", "failures", "error")
_crew = Crew("phone_book", 2)


def run() -> float:
    """Um turno: uma página de cada instância cuja hora chegou. Devolve quanto dormir (s)."""
    for pk, marked in due(timezone.now()):
        if _crew.send(_try, claim, pk, marked, timezone.now()) is False:
            break
    return TURN_S


def due(now: datetime) -> list[tuple[int, datetime | None]]:
    """As instâncias conectadas cuja agenda se deve ler, e a marca de cada uma (None: nunca se leu)."""
    waiting = WhatsappInstance.objects.filter(status=InstanceStatus.CONNECTED).exclude(token=None)
    waiting = waiting.filter(Q(phone_book__isnull=True) | Q(phone_book__next_at__lte=now))
    return list(waiting.order_by("phone_book__next_at").values_list("pk", "phone_book__next_at")[:50])


def claim(instance_pk: int, marked: datetime | None, now: datetime) -> int | None:
    """Toma a próxima página desta instância; None se outro a tomou."""
    until = now + CLAIM
    if marked is None:
        _, is_mine = PhoneBook.objects.get_or_create(instance_id=instance_pk, defaults={"next_at": until})
        return instance_pk if is_mine else None
    return take(PhoneBook, instance_pk, "next_at", marked, until)


def _try(instance_pk: int) -> None:
    with suppress(GatewayError):  # já anotado, com a hora da próxima tentativa
        read_page(instance_pk)


def read_all(instance_pk: int) -> None:
    """A volta inteira, nesta thread e sem pausas. Para comandos e testes. Levanta `GatewayError`."""
    PhoneBook.objects.get_or_create(instance_id=instance_pk)
    while read_page(instance_pk):
        continue


def read_page(instance_pk: int) -> bool:
    """Lê a próxima página e a guarda; diz se há mais. Levanta `GatewayError`, já anotado."""
    mark = PhoneBook.objects.select_related("instance").get(pk=instance_pk)
    asked = timezone.now()
    if mark.page == 1 or mark.started_at is None:
        mark.page, mark.started_at, mark.first_of_page = 1, asked, None
    try:
        told = gateway_of(mark.instance, TIMEOUT_S).call(fetch_contacts(page=mark.page, per_page=PER_PAGE))
    except GatewayError as error:
        _failed(mark, error, asked)
        raise
    first = told[0].address[:128] if told else None
    # Uma página curta não é o fim: o gateway pode dar menos do que se pede.
    has_more = first is not None and first != mark.first_of_page and mark.page < MAX_PAGES
    store(mark, told, asked, has_more=has_more)
    return has_more


def _failed(mark: PhoneBook, error: GatewayError, now: datetime) -> None:
    mark.failures = min(mark.failures + 1, 30)
    is_final = isinstance(error, Refused) and error.permanent and not isinstance(error, NotConnected)
    wait = back_off(FIRST_WAIT, mark.failures, EVERY, 4)
    if is_final:
        wait = REFUSED_BY_LITE if mark.instance.plan == Plan.LITE else EVERY
    claimed, mark.error, mark.next_at = mark.next_at, error.message[:500], now + wait
    _put(mark, claimed)
    fields = {"instance": mark.pk, "failures": mark.failures, "error": type(error).__name__}
    logger.info("action=phone_book_failed", extra={"fields": fields})


@transaction.atomic
def store(mark: PhoneBook, told: Sequence[KnownContact], asked: datetime, *, has_more: bool) -> None:
    """Guarda uma página: pares telefone-LID, nomes e contatos novos; na última, esquece o que saiu da agenda."""
    instance = mark.instance
    if lease.acquire(instance.pk, wait=True) is None:
        return  # apagada enquanto se perguntava
    batch, book = Batch(instance, timezone.now()), AddressBook(instance.pk)
    _learn_pairs(batch, book, told)
    _take_names(batch, _names(instance, book, told), asked)
    claimed, mark.failures, mark.error = mark.next_at, 0, None
    if has_more:
        mark.page, mark.first_of_page, mark.next_at = mark.page + 1, told[0].address[:128], asked + PACE
    else:
        if mark.synced_at is not None:
            _forget(batch, mark.synced_at)
        mark.page, mark.first_of_page, mark.synced_at = 1, None, mark.started_at
        # Uns minutos a mais por instância, para que não perguntem todas juntas.
        mark.next_at = asked + EVERY + timedelta(seconds=instance.pk * 37 % 1800)
        logger.info("action=phone_book", extra={"fields": {"instance": instance.pk}})
    _put(mark, claimed)
    changes.record(instance.cliente_id, batch.touched)


def _put(mark: PhoneBook, claimed: datetime | None) -> None:
    """Grava onde se parou; se entretanto alguém pediu a leitura desde o começo (core.apply.evidence), vale o pedido."""
    columns = {name: getattr(mark, name) for name in _MARK}
    PhoneBook.objects.filter(pk=mark.pk, next_at=claimed).update(**columns)


def _learn_pairs(batch: Batch, book: AddressBook, told: Sequence[KnownContact]) -> None:
    pairs = [AddressPair(phone, lid) for one in told if (phone := phone_of(one.address)) and (lid := lid_of(one.lid))]
    learn(batch, book, [(pair, None) for pair in pairs], LinkSource.GATEWAY)
    if batch.rederive:
        derive(batch, book)
    recompute(batch)


def _names(instance: WhatsappInstance, book: AddressBook, told: Sequence[KnownContact]) -> dict[str, str]:
    """endereço -> nome da agenda. Sem nome, ou só com o número no lugar dele, não há o que aprender; nós também não."""
    book.load(name for one in told for name in (lid_of(one.lid), plain(one.address)))
    names: dict[str, str] = {}
    for one in told:
        lid = lid_of(one.lid) or lid_of(one.address)
        spelled = phone_of(one.address) or lid
        address = book.canonical(spelled) if spelled else None
        name = " ".join(undisguised((one.name or "").replace("\x00", "")).split())[:MAX_NAME]
        if address is not None and name.strip("+-() 0123456789") and address not in {instance.phone, instance.lid}:
            names[address] = name
    return names


def _take_names(batch: Batch, names: dict[str, str], asked: datetime) -> None:
    here = Contact.objects.filter(instance=batch.instance)
    known = {str(contact.address): contact for contact in here.filter(address__in=names)}
    fresh, again, same = [], [], []
    for address, name in names.items():
        contact = known.get(address)
        if contact is not None and contact.book_name == name:
            same.append(contact.pk)
            continue
        if contact is None:
            contact = new_contact(batch, address)
            fresh.append(contact)
        else:
            again.append(contact)
        contact.book_name, contact.book_name_at = name, asked
        contact.choose_name()
    insert_contacts(batch, fresh)
    save_changed(Contact, again, WRITTEN)
    here.filter(pk__in=same).update(book_name_at=asked)
    _show(batch, [*again, *fresh])


def _forget(batch: Batch, before: datetime) -> None:
    """Os nomes que faltaram às duas últimas voltas."""
    gone = list(Contact.objects.filter(instance=batch.instance, book_name__isnull=False, book_name_at__lt=before))
    for contact in gone:
        contact.book_name = contact.book_name_at = None
        contact.choose_name()
    save_changed(Contact, gone, WRITTEN)
    _show(batch, gone)


def _show(batch: Batch, people: Sequence[Contact]) -> None:
    """O contato mudou, e a conversa que mostra o nome dele também."""
    for contact in people:
        if contact.pk:
            batch.touch_contact(contact.pk, What.NAME)
    addresses = [contact.address for contact in people]
    chats = Chat.objects.filter(instance=batch.instance, chat_id__in=addresses)
    for pk in chats.values_list("pk", flat=True):
        batch.touch_chat(pk, What.NAME)
