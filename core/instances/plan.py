"""O que o plano da instância permite: uma tabela só do que exige o PRO, a pergunta antes da chamada, e os limites.

Plano desconhecido não impede nada: quem recusa é o gateway, com as palavras dele."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from core.models import Plan, WhatsappInstance

# Recurso -> quem exige o quê, como a tela o diz.
NEEDS_PRO: dict[str, str] = {
    "sticker": N_("Figurinhas exigem o plano PRO"),
    "gif": N_("GIFs exigem o plano PRO"),
    "video_note": N_("Recados de vídeo exigem o plano PRO"),
    "link": N_("Links com prévia exigem o plano PRO"),
    "buttons": N_("Botões exigem o plano PRO"),
    "otp": N_("Códigos de copiar exigem o plano PRO"),
    "pix": N_("Chaves Pix de copiar exigem o plano PRO"),
    "carousel": N_("Carrosséis exigem o plano PRO"),
    "list": N_("Listas de escolha exigem o plano PRO"),
    "poll": N_("Enquetes exigem o plano PRO"),
    "reaction": N_("Reações exigem o plano PRO"),
    "edit": N_("Editar mensagens exige o plano PRO"),
    "delete": N_("Apagar mensagens para todos exige o plano PRO"),
    "read": N_("Marcar como lida no celular exige o plano PRO"),
    "presence": N_("Mostrar «digitando» exige o plano PRO"),
    "contacts": N_("Enviar vários contatos de uma vez exige o plano PRO"),
    "phones": N_("Conferir vários números de uma vez exige o plano PRO"),
    "chats": N_("Ler as conversas do gateway exige o plano PRO"),
    "groups": N_("Administrar grupos exige o plano PRO"),
}


class PlanLacks(Exception):
    """O plano da instância não tem este recurso; a mensagem é para a tela."""

    def __init__(self, feature: str) -> None:
        self.feature = feature
        self.message = gettext(NEEDS_PRO[feature])
        super().__init__(self.message)


def what_lacks(instance: WhatsappInstance, feature: str) -> str | None:
    """Por que a instância não pode usar `feature`; None se pode (ou se não se sabe)."""
    return gettext(NEEDS_PRO[feature]) if feature in NEEDS_PRO and instance.plan == Plan.LITE else None


def check_plan(instance: WhatsappInstance, feature: str) -> None:
    """Levanta `PlanLacks` se o plano não tem `feature`. Chame antes de falar com o gateway."""
    if what_lacks(instance, feature) is not None:
        raise PlanLacks(feature)


@dataclass(frozen=True, slots=True)
class Limit:
    """Um recurso e se o plano o permite."""

    name: str
    allowed: bool
    reason: str | None


def limits(instance: WhatsappInstance) -> list[Limit]:
    """Cada recurso que depende do plano, para a tela."""
    return [Limit(name, reason is None, reason) for name in NEEDS_PRO for reason in [what_lacks(instance, name)]]
