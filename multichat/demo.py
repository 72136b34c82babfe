"""Dados da demonstração: dois clientes, cinco instâncias em estados diferentes, um mês de conversas críveis.

Tudo entra pela porta da frente: o simulador posta os webhooks (com o momento no passado), um de cada vez e na ordem da
hora, e o worker os aplica; no fim as linhas passam para a hora que contam (`multichat/demo_hours.py`). Numa segunda vez
só se recriam no simulador as instâncias, que ele guarda na memória."""

import heapq
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import requests
from django.conf import settings
from django.utils import timezone

from authentication.models import User
from core.instances import actions, drift, registry, removal
from core.models import Cliente, EventState, InstanceStatus, WebhookEvent, WhatsappInstance
from core.models.tenancy import Role
from multichat import demo_hours, env
from multichat.terminal import _
from simulator import phrases

ADMIN = ("admin@demo.local", "demonstracao")
PEOPLE = (
    ("bruno@padaria.demo", "Bruno Lima", Role.MANAGER, "Padaria Estrela"),
    ("carla@padaria.demo", "Carla Souza", Role.OPERATOR, "Padaria Estrela"),
    ("davi@clinica.demo", "Davi Rocha", Role.OPERATOR, "Clínica Bem-Estar"),
)
NAMES = (
    "Ana Beatriz Souza", "João Pedro Lima", "Mariana Alves", "Carlos Eduardo", "Fernanda Ribeiro", "Rafael Martins",
    "Juliana Castro", "Marcos Vinícius", "Patrícia Gomes", "Lucas Ferreira", "Camila Duarte", "Bruno Nascimento",
    "Larissa Pinto", "Thiago Barbosa", "Aline Moreira", "Gustavo Henrique", "Vanessa Cardoso", "Rodrigo Teixeira",
    "Simone Araújo", "Felipe Azevedo", "Tatiane Rocha", "Leandro Freitas", "Renata Campos", "Diego Monteiro",
)  # fmt: skip
ANSWERS = (
    "Bom dia! Tudo bem? Já verifico para você.", "Claro! Qual seria o melhor horário?",
    "Segue o valor: R$ 249,90 à vista.",
    "Pode me mandar uma foto, por favor?", "Perfeito, pedido confirmado ✅", "Consigo entregar amanhã até as 14h.",
    "Obrigado pelo contato! Qualquer coisa estou por aqui 😊", "Me passa o endereço completo, por gentileza?",
    "Vou conferir com a equipe e já te retorno.", "Recebi o comprovante, muito obrigada!",
)  # fmt: skip
RARE = (
    {"kind": "poll", "text": "Qual sabor de bolo para sexta?", "options": ["Cenoura", "Chocolate", "Milho", "Fubá"]},
    {"kind": "contact", "name": "Seu Antônio (entregas)", "phone": "5511955554444"},
    {"kind": "live_location"},
    {"kind": "gif", "text": "🎉"},
    {"kind": "video_note"},
    {"kind": "audio"},
    {"kind": "link", "text": "Olha esse modelo: https://exemplo.test/pagina"},
    {"kind": "button_reply", "text": "Confirmar"},
    {"kind": "list_reply", "text": "Plano anual"},
    {"kind": "view_once"},
    {"kind": "unknown", "text": "Pagamento por aproximação"},
    {"kind": "edit", "text": "Corrigindo: são 3 unidades, não 2"},
    {"kind": "revoke"},
)
DAYS = 30
CAREFUL_DAYS = 1  # deste a ordem é exata; antes disso só custaria tempo
RECEIPT_DAYS = 2  # hoje se compara com ontem
AT_ONCE = 20  # postados de uma vez: mais fariam fila, e a latência medida seria a dela
# De cada hora em São Paulo, quanto se conversa: abre às 7 h, para no almoço, acaba à noite.
RHYTHM = (0, 0, 0, 0, 0, 0, 1, 4, 9, 13, 14, 11, 6, 8, 12, 13, 12, 10, 7, 4, 3, 2, 1, 0)
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
NOT_ON_WHATSAPP = (
    "5511933330000",
    "5511955550000",
    "5511977770000",
)  # o simulador diz que os terminados em 0000 não têm


@dataclass(frozen=True, slots=True)
class Planned:
    """Uma instância da demonstração e o estado em que deve ficar."""

    cliente: str
    name: str
    instance_id: str
    phone: str
    state: str  # connected, dropped, fresh, half_paired
    conversations: int


PLAN = (
    Planned("Padaria Estrela", "Balcão", "DEMO01-BALCAO-000001", "5511940010001", "connected", 16),
    Planned("Padaria Estrela", "Encomendas", "DEMO02-ENCOME-000002", "5511940010002", "dropped", 8),
    Planned("Padaria Estrela", "Filial Centro", "DEMO03-FILIAL-000003", "5511940010003", "fresh", 0),
    Planned("Clínica Bem-Estar", "Recepção", "DEMO04-RECEPC-000004", "5521940020001", "connected", 12),
    Planned("Clínica Bem-Estar", "Exames", "LITE-DEMO05-EXAMES", "5521940020002", "half_paired", 4),
)


@dataclass(order=True, slots=True)
class Line:
    """Algo que se posta: quando aconteceu, em que instância e o quê."""

    at: datetime
    number: int
    planned: Planned = field(compare=False)
    path: str = field(compare=False)
    request: dict[str, Any] = field(compare=False)


class Stage:
    """O simulador, visto pelo seu controle."""

    def __init__(self, url: str, say: Any) -> None:
        self._url = url
        self._session = requests.Session()
        self.say = say

    def control(self, path: str, **body: Any) -> dict[str, Any]:
        """Um pedido de controle."""
        answer = self._session.post(f"{self._url}/control/{path}", json=body, timeout=30)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


def fill(simulator_url: str, say: Any) -> None:
    """Deixa a demonstração pronta. `say` recebe um passo por linha. Interrompida, recomeça na vez seguinte."""
    stage = Stage(simulator_url, say)
    ours = WhatsappInstance.objects.filter(instance_id__in=[planned.instance_id for planned in PLAN])
    unfinished = Path(settings.DATA_DIR) / "unfinished"
    if unfinished.exists() and ours.exists():
        say(_("a vez anterior parou no meio: recomeço"))
        for instance in ours.all():
            removal.remove(None, instance)
    is_first = not ours.exists()
    if is_first:
        unfinished.touch()
    _people()
    for number, planned in enumerate(PLAN):
        instance = _instance(planned)
        _at_the_gateway(stage, planned, instance, number, is_first)
    if is_first:
        _play(stage, random.Random(7))  # noqa: S311  (repetível, não secreto)
        _wait_applied()
        demo_hours.move(list(ours.all()))
    for planned in PLAN:
        _final_state(stage, planned, is_first)
    _wait_applied()
    if is_first:
        demo_hours.fail_some(WhatsappInstance.objects.get(instance_id=PLAN[0].instance_id), NOT_ON_WHATSAPP)
    unfinished.unlink(missing_ok=True)


def _people() -> None:
    if not User.objects.filter(email=ADMIN[0]).exists():
        User.objects.create_user(*ADMIN, name="Administração", role=Role.ADMIN)
    for email, name, role, cliente_name in PEOPLE:
        cliente, _made = Cliente.objects.get_or_create(name=cliente_name)
        if not User.objects.filter(email=email).exists():
            User.objects.create_user(email, ADMIN[1], name=name, role=role, cliente=cliente)


def _instance(planned: Planned) -> WhatsappInstance:
    found = WhatsappInstance.objects.filter(instance_id=planned.instance_id).first()
    if found is not None:
        return found
    cliente, _made = Cliente.objects.get_or_create(name=planned.cliente)
    return registry.register(None, cliente, planned.name, planned.instance_id, _token(planned))


def _token(planned: Planned) -> str:
    return f"demo-token-{planned.instance_id[-6:]}"


def _at_the_gateway(stage: Stage, planned: Planned, instance: WhatsappInstance, number: int, is_first: bool) -> None:
    state = "fresh" if planned.state == "fresh" else "connected"
    if not is_first:  # o simulador esqueceu: fica como a tela ficou
        is_up = _was_connected(instance) or planned.state == "half_paired"
        state = "connected" if is_up else "dropped" if instance.phone else "fresh"
    stage.control(
        "instances",
        instance_id=planned.instance_id,
        token=_token(planned),
        name=planned.name,
        phone=planned.phone,
        state=state,
        contacts=0,
        webhook_url=registry.webhook_url(instance),
    )
    for contact in range(planned.conversations):
        stage.control(f"instances/{planned.instance_id}/contacts", **_contact(number, contact))
    if planned.conversations > 6:
        stage.control(
            f"instances/{planned.instance_id}/groups",
            group_id=f"12036300000000{number:04d}@g.us",
            subject=f"Equipe {planned.name}",
        )


def _was_connected(instance: WhatsappInstance) -> bool:
    """Se estava conectada quando a demonstração parou: o worker, que já ligou, acaba de a ver desconectada."""
    before = instance.transitions.filter(at__lt=timezone.now() - timedelta(minutes=1)).order_by("-pk").first()
    return before is not None and before.status == InstanceStatus.CONNECTED


def _contact(number: int, contact: int) -> dict[str, str]:
    area = "21" if number > 2 else "11"
    return {
        "phone": f"55{area}9{70 + number}{contact:02d}{(contact * 37 + 11) % 10000:04d}",
        "name": NAMES[(contact + number * 7) % len(NAMES)],
        "lid": f"2{number}{contact:03d}00000000{contact:02d}@lid",
    }


def _play(stage: Stage, rng: random.Random) -> None:
    """Posta tudo, na ordem da hora. Os últimos dias, um de cada vez: é a ordem em que a tela lista os eventos."""
    now, waiting, week = timezone.now(), 0, -1
    queue = _history(now, rng)
    heapq.heapify(queue)
    while queue:
        line = heapq.heappop(queue)
        if (weeks_ago := (now - line.at).days // 7) != week:
            week = weeks_ago
            words = _("conversas de há {n} semana(s)") if week else _("conversas desta semana")
            stage.say(words.format(n=week))
        is_late = line.at > now - timedelta(days=CAREFUL_DAYS)
        if waiting == 0:
            before = WebhookEvent.objects.count()
        answer = stage.control(f"instances/{line.planned.instance_id}/{line.path}", **line.request)
        waiting += 1
        is_seen = line.request.get("from_phone") and line.at > now - timedelta(days=RECEIPT_DAYS)
        for receipt in _receipts(line, answer, rng) if is_seen else ():
            if receipt.at < now:
                heapq.heappush(queue, receipt)
        if is_late or waiting == AT_ONCE or not queue:
            _wait_arrived(before + waiting)
            waiting = 0


def _wait_arrived(count: int, seconds: float = 5.0) -> None:
    """Espera que estes eventos tenham chegado."""
    deadline = time.monotonic() + seconds
    while WebhookEvent.objects.count() < count and time.monotonic() < deadline:
        time.sleep(0.005)


def _receipts(line: Line, answer: dict[str, Any], rng: random.Random) -> Iterator[Line]:
    """O contato recebe em segundos e quase sempre lê, em minutos."""
    at = line.at
    waits = [("DELIVERY", rng.randrange(1, 9)), ("READ", rng.randrange(20, 1500))][: 2 if rng.random() < 0.85 else 1]
    for word, seconds in waits:
        at += timedelta(seconds=seconds)
        payload = {
            "event": "webhookStatus", "instanceId": line.planned.instance_id, "isGroup": False, "fromMe": True,
            "messageId": answer["message_id"], "chat": {"id": answer["chat_id"]}, "status": word,
            "moment": int(at.timestamp() * 1000),
        }  # fmt: skip
        yield Line(at, line.number, line.planned, "post", {"kind": "message-status", "payload": payload})


def _history(now: datetime, rng: random.Random) -> list[Line]:
    """Um mês de conversas de todas as instâncias: o que se escreve, e quando."""
    said: list[tuple[datetime, Planned, dict[str, Any]]] = []
    for number, planned in enumerate(PLAN):
        for contact in range(planned.conversations):
            phone = _contact(number, contact)["phone"]
            said += [(at, planned, line) for at, line in _talk(phone, now, rng, is_recent=contact % 3 == 0)]
        if planned.conversations > 6:
            group = f"12036300000000{number:04d}@g.us"
            for n in range(24):
                phone = _contact(number, rng.randrange(planned.conversations))["phone"]
                at = _working_hour(now - timedelta(hours=n * 29 + 1), now, rng)
                text = {"kind": "text", "text": rng.choice(phrases.GROUP_TALK), "group": group, "contact": phone}
                said.append((at, planned, text))
            for day in range(7):  # stories: chegam, e não são conversa
                phone = _contact(number, rng.randrange(planned.conversations))["phone"]
                at = _working_hour(now - timedelta(days=day), now, rng)
                said.append((at, planned, {"kind": "image", "chat": "status", "contact": phone}))
    return [
        Line(at, n, planned, "write", {**request, "moment": int(at.timestamp())})
        for n, (at, planned, request) in enumerate(said)
    ]


def _talk(
    phone: str, now: datetime, rng: random.Random, *, is_recent: bool
) -> Iterator[tuple[datetime, dict[str, Any]]]:
    """As conversas de um contato: ele abre, respondemos do celular, ele retruca; a última pode ficar sem resposta."""
    days = (0, 1, rng.uniform(1, 7), rng.uniform(1, DAYS), rng.uniform(1, DAYS))  # hoje, ontem, na semana, no mês
    starts = [_working_hour(now - timedelta(days=day), now, rng) for day in days]
    if is_recent:  # há pouco, uns mais que outros
        starts.append(now - timedelta(minutes=rng.choice((6, 11, 18, 27, 42, 65, 95, 140))))
    for start in sorted(starts):
        at, said = start, dict(rng.choice(phrases.OPENINGS))
        for turn in range(rng.randrange(2, 7)):
            yield at, {**said, "contact": phone}
            is_last = start == max(starts) and is_recent and turn >= 1
            at += timedelta(seconds=rng.randrange(20, 400))
            if is_last or at > now:
                break
            if rng.random() < 0.85:
                yield at, {"kind": "text", "text": rng.choice(ANSWERS), "from_phone": True, "contact": phone}
                at += timedelta(seconds=rng.randrange(15, 600))
            if at > now:
                break
            said = dict(rng.choice(RARE)) if rng.random() < 0.18 else dict(rng.choice(rng.choice(phrases.REPLIES)[1]))
            if rng.random() < 0.12 and said["kind"] == "text":
                said["reply_to"] = True


def _working_hour(until: datetime, now: datetime, rng: random.Random) -> datetime:
    """Um momento das 24 horas antes de `until`, mais provável nas horas em que mais se conversa."""
    hours = [until - timedelta(hours=n) for n in range(24)]
    hour = rng.choices(hours, [RHYTHM[at.astimezone(SAO_PAULO).hour] for at in hours])[0]
    at = hour.replace(minute=rng.randrange(60), second=rng.randrange(60))
    return at if at < now else at - timedelta(days=1)


def _final_state(stage: Stage, planned: Planned, is_first: bool) -> None:
    instance = WhatsappInstance.objects.get(instance_id=planned.instance_id)
    path = f"instances/{planned.instance_id}"
    if planned.state == "dropped" and is_first:
        stage.control(f"{path}/drop")
    elif planned.state == "half_paired" and is_first:
        WhatsappInstance.objects.filter(pk=instance.pk).update(phone=None)
        stage.control(f"{path}/numberless")
        body = {"event": "webhookDisconnected", "instanceId": planned.instance_id, "disconnected": True}
        stage.control(f"{path}/post", kind="disconnected", payload=body)
        _wait_applied()
        body = {"event": "webhookConnected", "instanceId": planned.instance_id, "connected": True}
        stage.control(f"{path}/post", kind="connected", payload=body)
    elif planned.state == "connected" or _was_connected(instance):
        actions.refresh_status(None, instance)
        drift.mend(None, instance)
        stage.control(f"{path}/autoplay", enabled=env.boolean("DEMO_AUTOPLAY", True))


def _wait_applied(seconds: float = 120.0) -> None:
    """Espera o simulador postar e o worker aplicar."""
    deadline, quiet = time.monotonic() + seconds, 0
    while time.monotonic() < deadline and quiet < 4:
        time.sleep(0.25)
        quiet = 0 if WebhookEvent.objects.filter(state=EventState.PENDING).exists() else quiet + 1
