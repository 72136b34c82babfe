"""Os limites da instância, para a tela. A tabela mora em `core.plan`, onde o envio também a alcança."""

from dataclasses import dataclass

from core.models import WhatsappInstance
from core.plan import NEEDS_PRO, what_lacks


@dataclass(frozen=True, slots=True)
class Limit:
    """Um recurso e se o plano o permite."""

    name: str
    allowed: bool
    reason: str | None


def limits(instance: WhatsappInstance) -> list[Limit]:
    """Cada recurso que depende do plano."""
    return [Limit(name, reason is None, reason) for name in NEEDS_PRO for reason in [what_lacks(instance, name)]]
