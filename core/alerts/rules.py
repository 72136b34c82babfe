"""Os tipos de alerta: limite padrão, unidade e o que fazer. A tabela que a tela e os avisos leem."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from core.ground import changes
from core.ground.changes import Touched, What
from core.models import AlertKind, AlertRule, Cliente
from core.models.tenancy import Actor


@dataclass(frozen=True, slots=True)
class Rule:
    """Um tipo. `threshold` na unidade dita (None: não tem limite, é sim ou não)."""

    threshold: float | None
    unit: str | None
    what_to_do: str


DEFAULTS: dict[str, Rule] = {
    AlertKind.DISCONNECTED: Rule(120, "s", N_("Reconecte a instância: leia um novo QR ou use o código no celular.")),
    AlertKind.NO_SIGNAL: Rule(
        120, "s", N_("Veja se o celular está ligado e com internet; se estiver, reinicie a instância.")
    ),
    AlertKind.FAILURES: Rule(2, "%", N_("Abra os eventos que falharam, veja o erro e reprocesse depois de corrigido.")),
    AlertKind.BACKLOG: Rule(
        30, "s", N_("Veja se o worker está de pé; se estiver, a máquina não dá conta do que chega.")
    ),
    AlertKind.LATENCY: Rule(1_000, "ms", N_("Veja a carga da máquina e do banco; a tela está atrasada.")),
    AlertKind.BREAKER: Rule(
        None, None, N_("O gateway falhou várias vezes seguidas. Espere a próxima tentativa, tente agora ou reinicie.")
    ),
    AlertKind.QUEUE: Rule(50, "envios", N_("Veja se a instância está conectada e se o ritmo e o teto dão conta.")),
    AlertKind.UNKNOWN_SENDS: Rule(
        5, "envios", N_("Confira no celular se saíram e diga em cada um «Já chegou», «Enviar de novo» ou «Descartar».")
    ),
    AlertKind.PARKED_EVENTS: Rule(0, "eventos", N_("Abra os eventos que falharam, veja o erro e reprocesse.")),
    AlertKind.PLAN_EXPIRING: Rule(7, "dias", N_("Renove o plano desta instância na W-APi.")),
    AlertKind.DISK: Rule(10, "%", N_("Libere espaço: apague mídia antiga, diminua a retenção ou aumente o disco.")),
    AlertKind.BACKUP: Rule(
        36 * 3600, "s", N_("Veja em Configurações → Backup o que houve, e corrija o lugar dos backups.")
    ),
}
OF_INSTALLATION = (AlertKind.DISK, AlertKind.BACKUP)
CHOSEN = tuple(kind for kind in DEFAULTS if kind not in OF_INSTALLATION)  # o que um cliente pode mudar para si


Rules = dict[str, tuple[bool, float | None]]


def rules_of(cliente: int | None) -> Rules:
    """De cada tipo, se está ligado e o limite, com o que o cliente mudou."""
    return _with(AlertRule.objects.filter(cliente=cliente))


def all_rules() -> dict[int, Rules]:
    """As de cada cliente, numa consulta; quem não mudou nada tem as do padrão, como todos."""
    own: dict[int, list[AlertRule]] = defaultdict(list)
    for rule in AlertRule.objects.all():
        own[rule.cliente_id].append(rule)
    standard = _with([])
    found: dict[int, Rules] = defaultdict(lambda: standard)
    found.update((cliente, _with(rules)) for cliente, rules in own.items())
    return found


def _with(changed: Iterable[AlertRule]) -> Rules:
    found: Rules = {kind: (True, DEFAULTS[kind].threshold) for kind in CHOSEN}
    for own in changed:
        if own.kind not in found:
            continue  # de antes: a instalação não pergunta a ninguém
        default = DEFAULTS[own.kind].threshold
        found[own.kind] = (own.is_on, default if own.threshold is None else own.threshold)
    return found


@transaction.atomic
def change_rule(actor: Actor, cliente: Cliente, kind: str, wanted: dict[str, Any]) -> None:
    """Muda `is_on` e `threshold` (None volta ao padrão) da regra deste tipo num cliente."""
    rule, _ = AlertRule.objects.update_or_create(cliente=cliente, kind=kind, defaults=wanted)
    changes.record(cliente.pk, [Touched("alert_rule", rule.pk, what=frozenset({What.RULES}))])
