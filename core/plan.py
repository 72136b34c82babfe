"""O que o plano da instância permite: uma tabela só do que exige o PRO, e a pergunta antes da chamada.

Plano desconhecido não impede nada: quem recusa é o gateway, com as palavras dele."""

from core.models import Plan, WhatsappInstance

# Recurso -> quem exige o quê, como a tela o diz.
NEEDS_PRO: dict[str, str] = {
    "sticker": "Figurinhas exigem o plano PRO",
    "gif": "GIFs exigem o plano PRO",
    "video_note": "Recados de vídeo exigem o plano PRO",
    "link": "Links com prévia exigem o plano PRO",
    "buttons": "Botões exigem o plano PRO",
    "list": "Listas de escolha exigem o plano PRO",
    "poll": "Enquetes exigem o plano PRO",
    "reaction": "Reações exigem o plano PRO",
    "edit": "Editar mensagens exige o plano PRO",
    "delete": "Apagar mensagens para todos exige o plano PRO",
    "read": "Marcar como lida no celular exige o plano PRO",
    "presence": "Mostrar «digitando» exige o plano PRO",
    "contacts": "Enviar vários contatos de uma vez exige o plano PRO",
    "chats": "Ler as conversas do gateway exige o plano PRO",
    "groups": "Administrar grupos exige o plano PRO",
}


class PlanLacks(Exception):
    """O plano da instância não tem este recurso; a mensagem é para a tela."""

    def __init__(self, feature: str) -> None:
        super().__init__(NEEDS_PRO[feature])
        self.feature = feature
        self.message = NEEDS_PRO[feature]


def what_lacks(instance: WhatsappInstance, feature: str) -> str | None:
    """Por que a instância não pode usar `feature`; None se pode (ou se não se sabe)."""
    return NEEDS_PRO.get(feature) if instance.plan == Plan.LITE else None


def check_plan(instance: WhatsappInstance, feature: str) -> None:
    """Levanta `PlanLacks` se o plano não tem `feature`. Chame antes de falar com o gateway."""
    if what_lacks(instance, feature) is not None:
        raise PlanLacks(feature)
