"""Reagir, editar e apagar: uma chamada na hora (não há fila: quem pede espera a resposta) e, aceita, o mesmo fato que
um webhook traria. Sem resposta que valha, nada muda aqui: o webhook dirá."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from core.apply import Arrival, apply
from core.facts import EditFact, Fact, ReactionFact, RevokeFact, Target
from core.gateway.calls import messages as calls
from core.gateway.client import Call
from core.gateway.errors import Refused
from core.gateway.results import Sent
from core.ground import changes, lease
from core.ground.gateway import gateway_of
from core.instances.plan import check_plan
from core.models import Direction, Mensagem, WhatsappInstance
from core.models.tenancy import Actor
from core.outbox.decisions import NotPossible


def react(actor: Actor | None, message: Mensagem, emoji: str) -> Mensagem:
    """Reage com `emoji`; vazio tira a nossa reação. Levanta `NotPossible`, `PlanLacks`, `GatewayError`."""
    _must_be_out_there(message)
    check_plan(message.instance, "reaction")
    phone, name = _phone(message), message.message_id or ""
    wanted = calls.send_reaction(phone, name, emoji) if emoji else calls.remove_reaction(phone, name)
    sent = _call(message, wanted)
    author, now = message.instance.phone or "", timezone.now()
    return _record(message, ReactionFact(_target(message), author, True, emoji, now, _fact_id(sent, now)), now)


def edit(actor: Actor | None, message: Mensagem, text: str) -> Mensagem:
    """Troca o texto de uma mensagem nossa. Levanta `NotPossible`, `PlanLacks`, `GatewayError`."""
    _must_be_ours(message)
    check_plan(message.instance, "edit")
    sent = _call(message, calls.edit_message(_phone(message), message.message_id or "", text))
    author, now = message.instance.phone or "", timezone.now()
    return _record(message, EditFact(_target(message), author, True, text, now, _fact_id(sent, now)), now)


def revoke(actor: Actor | None, message: Mensagem) -> Mensagem:
    """Apaga uma mensagem nossa para todos. Levanta `NotPossible`, `PlanLacks`, `GatewayError`."""
    _must_be_ours(message)
    check_plan(message.instance, "delete")
    sent = _call(message, calls.delete_message(_phone(message), message.message_id or ""))
    if sent.inserted_id is None and sent.message_id is None:
        raise Refused(N_("O gateway respondeu, mas não confirmou que apagou."), call="delete-message")
    author, now = message.instance.phone or "", timezone.now()
    return _record(message, RevokeFact(_target(message), author, True, now, _fact_id(sent, now)), now)


def _must_be_out_there(message: Mensagem) -> None:
    if message.message_id is None:
        raise NotPossible(_("A mensagem ainda não saiu: não tem id no WhatsApp."))
    if message.revoked_at is not None:
        raise NotPossible(_("A mensagem foi apagada."))


def _must_be_ours(message: Mensagem) -> None:
    if message.direction != Direction.OUT:
        raise NotPossible(_("Só se pode mudar uma mensagem enviada por nós."))
    _must_be_out_there(message)


def _phone(message: Mensagem) -> str:
    return str(message.chat.send_as or message.chat.chat_id)


def _target(message: Mensagem) -> Target:
    is_ours = message.direction == Direction.OUT
    return Target(message.chat.chat_id, message.message_id or "", is_ours, message.participant or None)


def _call(message: Mensagem, wanted: Call[Sent]) -> Sent:
    return gateway_of(message.instance).call(wanted)


def _fact_id(sent: Sent, now: datetime) -> str:
    """O id que o webhook deste mesmo ato trará, se o gateway o disse; senão um só nosso."""
    return sent.message_id or f"aceito-{now.isoformat()}"


@transaction.atomic
def _record(message: Mensagem, fact: Fact, now: datetime) -> Mensagem:
    lease.acquire(message.instance_id, wait=True)
    instance = WhatsappInstance.objects.get(pk=message.instance_id)
    batch = apply(instance, [Arrival(event=None, received_at=now, facts=[fact])], now)
    changes.record(instance.cliente_id, batch.touched)
    return message
