"""A chamada de um envio, e o que cada erro dela quer dizer para a mensagem. Nada aqui corre dentro de transação."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.utils import timezone
from django.utils.translation import gettext_noop as N_

from core.contacts.existence import NotOnWhatsapp
from core.facts import is_lid
from core.gateway.client import Gateway
from core.gateway.errors import (
    GatewayError,
    NeedsRestart,
    NotConnected,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unauthorized,
    Unavailable,
)
from core.ground.gateway import gateway_by
from core.media.handover import Source, TooLargeForBase64, hand_over, in_base64, was_fetched
from core.models import MessageMedia
from core.outbox.compose import compose
from core.outbox.numbers import confirm
from core.outbox.settle import Outcome
from core.outbox.to_send import FILE_TYPES

logger = logging.getLogger("core.outbox")

FILE_IS_GONE = N_("O arquivo desta mensagem já não está guardado aqui; envie-o de novo, numa mensagem nova.")

# Recusas que não dependem da forma do pedido: mudar a forma não adianta. Um 5xx também não: pode ter saído.
_NOT_ABOUT_THE_FORM = (Unauthorized, NotConnected, NeedsRestart, Unavailable, RateLimited)


@dataclass(frozen=True, slots=True)
class Claimed:
    """Um envio reivindicado: o que as chamadas precisam. `send_as` é a forma do LID que já deu certo."""

    mensagem: int
    attempt: int
    instance_id: str
    token: str
    chat: int
    address: str
    send_as: str | None
    is_new: bool
    payload: dict[str, Any]
    until: datetime  # até quando a reivindicação vale
    last_start: datetime  # depois disto uma chamada poderia passar do prazo da reivindicação: não se faz
    media: MessageMedia | None


def call_gateway(claimed: Claimed) -> Outcome:
    """Faz o envio e diz o desfecho; nunca levanta."""
    gateway = gateway_by(claimed.instance_id, claimed.token)
    phone = claimed.address
    if _lost_its_file(claimed):
        return Outcome("refused", error=FILE_IS_GONE, code="file")
    if claimed.is_new:
        try:
            phone = confirm(gateway, claimed.chat, phone)
        except NotOnWhatsapp as error:
            return Outcome("refused", error=str(error), code="not_on_whatsapp")
        except NotConnected as error:
            # Nada saiu: a mensagem espera pela conexão em vez de falhar.
            return Outcome("not_sent", error=error.message, code="instance_disconnected")
        except RateLimited as error:
            return Outcome("not_sent", error=error.message, retry_after_s=error.retry_after_s or 5)
        except Refused:
            pass  # um gateway que não sabe responder à pergunta não impede o envio
        except GatewayError as error:
            return Outcome("not_sent", error=error.message, is_outage=True)
        except (DatabaseError, InterfaceError) as error:
            return _store_away(error)
    try:
        source = hand_over(claimed.media) if claimed.media is not None and claimed.media.storage_name else None
    except TooLargeForBase64 as error:
        return Outcome("refused", error=error.args[0], code="file")
    except FileNotFoundError:
        return Outcome("refused", error=FILE_IS_GONE, code="file")
    except OSError:  # nada saiu: espera que o armazenamento volte
        return Outcome("not_sent", error=N_("O armazenamento de arquivos não respondeu."))
    except (DatabaseError, InterfaceError) as error:
        return _store_away(error)
    return _send(gateway, claimed, phone, source)


def _lost_its_file(claimed: Claimed) -> bool:
    """Um envio de arquivo sem arquivo (venceu desde que se pediu) nem endereço: sairia vazio."""
    if claimed.payload.get("type") not in FILE_TYPES or claimed.payload.get("fields", {}).get("url"):
        return False
    return claimed.media is None or not claimed.media.storage_name


def _store_away(error: DatabaseError | InterfaceError) -> Outcome:
    """O banco falhou antes de qualquer envio: nada saiu."""
    logger.warning("action=send_put_off", extra={"fields": {"error": type(error).__name__}})
    return Outcome("not_sent", error=N_("O banco não respondeu antes do envio."))


def _send(gateway: Gateway, claimed: Claimed, phone: str, source: Source | None) -> Outcome:
    """Uma chamada; outra, de outra forma, só quando a primeira foi recusada (nada saiu) e a forma pode ser a razão."""
    first = claimed.send_as or phone
    try:
        return replace(_once(gateway, claimed, first, source), file_by=_by(claimed, source))
    except Refused as refusal:
        if _may_be_the_form(refusal):
            if is_lid(phone):
                other = phone if first != phone else phone.partition("@")[0]
                return _again(gateway, claimed, other, source, refusal, send_as=other)
            if source is not None and source.by == "link" and claimed.media:
                inside = _inside_the_request(claimed.media)
                if inside is not None:
                    return _again(gateway, claimed, first, inside, refusal)
        return replace(outcome_of(refusal), file_by=_by(claimed, source))


def _may_be_the_form(refusal: Refused) -> bool:
    return not isinstance(refusal, _NOT_ABOUT_THE_FORM) and (refusal.http_status or 0) < 500


def _inside_the_request(media: MessageMedia) -> Source | None:
    """O arquivo em base64, se o endereço não foi buscado; None onde não cabe, ou não se pode saber nem ler agora: vale
    a primeira recusa."""
    try:
        return None if was_fetched(media.pk) else in_base64(media)
    except TooLargeForBase64:
        return None
    except (OSError, DatabaseError, InterfaceError) as error:
        logger.warning("action=send_other_form_skipped", extra={"fields": {"error": type(error).__name__}})
        return None


def _again(
    gateway: Gateway,
    claimed: Claimed,
    phone: str,
    source: Source | None,
    refusal: Refused,
    send_as: str | None = None,
) -> Outcome:
    """A segunda forma. Recusada também pela forma, vale a primeira recusa; tudo o mais é dela que se diz: pode ter
    saído (um 5xx), ou pode sair depois (um 429)."""
    try:
        outcome = _once(gateway, claimed, phone, source)
    except Refused as second:
        outcome = outcome_of(refusal if _may_be_the_form(second) else second)
    return replace(outcome, file_by=_by(claimed, source), send_as=send_as if outcome.kind == "accepted" else None)


def _once(gateway: Gateway, claimed: Claimed, phone: str, source: Source | None) -> Outcome:
    """Uma chamada. Só `Refused` sai daqui como erro."""
    if timezone.now() > claimed.last_start:
        return Outcome("not_sent", error=N_("A vez passou."), retry_after_s=0.1)
    wanted = source.value if source else claimed.payload.get("fields", {}).get("url")
    try:
        sent = gateway.call(compose(phone, claimed.payload, wanted))
    except Refused:
        raise
    except GatewayError as error:
        return outcome_of(error)
    if sent.message_id is None:
        return Outcome("unknown", error=N_("O gateway aceitou, mas não disse o id da mensagem."), code="no_message_id")
    return Outcome("accepted", message_id=sent.message_id)


def outcome_of(error: GatewayError) -> Outcome:
    """O desfecho que um erro do gateway quer dizer."""
    if isinstance(error, RateLimited):
        return Outcome("not_sent", error=error.message, retry_after_s=error.retry_after_s or 5)
    if isinstance(error, NotSent):
        return Outcome("not_sent", error=error.message, is_outage=True)
    if isinstance(error, NotConnected):
        return Outcome("refused", error=error.message, code="instance_disconnected")
    if isinstance(error, Unauthorized):
        return Outcome("refused", error=error.message, code="unauthorized")
    if type(error) is Refused and (error.http_status or 0) >= 500:
        return Outcome("unknown", error=error.message, is_outage=True)  # um 5xx sem palavras conhecidas não prova nada
    if isinstance(error, Refused):
        is_outage = isinstance(error, NeedsRestart | Unavailable)
        return Outcome("refused", error=error.message, is_outage=is_outage)
    assert isinstance(error, OutcomeUnknown) or type(error) is GatewayError  # a árvore de core.gateway.errors
    return Outcome("unknown", error=error.message, is_outage=True)


def _by(claimed: Claimed, source: Source | None) -> str | None:
    if claimed.media is None:
        return None
    return source.by if source else "url"
