"""Quem tem WhatsApp, e como ele escreve o número, a pedido de alguém. Levantam `GatewayError`."""

from dataclasses import dataclass

from core.apply.ninth_digit import other_ninth
from core.gateway.calls import contacts
from core.ground.gateway import gateway_of
from core.instances.plan import check_plan
from core.models import WhatsappInstance


class NotOnWhatsapp(Exception):
    """Este número não tem WhatsApp."""


@dataclass(frozen=True, slots=True)
class PhoneCheck:
    """Se um número tem WhatsApp (None: o gateway não disse), na grafia que o WhatsApp usa."""

    exists: bool | None
    phone: str | None
    lid: str | None


UNSAID = PhoneCheck(exists=None, phone=None, lid=None)


def phones_exist(instance: WhatsappInstance, phones: list[str]) -> list[PhoneCheck]:
    """Pergunta por vários de uma vez; uma resposta por número, na ordem pedida. Levanta `PlanLacks`."""
    check_plan(instance, "phones")
    answer = gateway_of(instance).call(contacts.phones_exist(phones))
    return in_order(phones, [PhoneCheck(one.exists, one.phone, one.lid) for one in answer])


def in_order(phones: list[str], found: list[PhoneCheck]) -> list[PhoneCheck]:
    """A resposta de cada número. O contrato não diz a ordem delas, e a grafia pode ser outra: vale o mesmo número, com
    ou sem o nono dígito, ou a única que sobrou para o único que falta; senão fica por dizer."""
    by_phone = {one.phone: one for one in found}
    answers = [
        next((by_phone[name] for name in (phone, *other_ninth(phone)) if name in by_phone), None) for phone in phones
    ]
    unpaired = [one for one in found if one not in answers]
    is_sure = len(found) == len(phones) and answers.count(None) == len(unpaired) == 1
    return [answer or (unpaired[0] if is_sure else UNSAID) for answer in answers]
