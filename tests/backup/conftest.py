"""Uma instalação pequena com de tudo, e como perdê-la."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from authentication.models import User
from conftest import FIXTURES, capture
from core.models import Chat, Picture
from core.models.belongings import BELONGINGS, EVENTS
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from multichat.backup import rows
from tests.media.samples import save
from tests.rows import Rows

CONTENTS = [bytes([n]) * (1000 + n) for n in range(3)]


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def backups(tmp_path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def house(media, loja, acme, bruno, receive):
    """Mensagens que vieram pela porta, uma linha em cada tabela que não vem delas, e três arquivos."""
    receive(loja, *[message(n) for n in range(5)], *captures())
    later = timezone.now() + timedelta(days=1)  # o que já podia ter saído não volta como estava (core/outbox/doubt.py)
    sent, _ = enqueue(bruno, ToSend(loja, "nosso", chat=Chat.objects.get(chat_id=PHONE), send_at=later), None)
    fill({"core.Cliente": acme, "core.WhatsappInstance": loja, "authentication.User": bruno, "core.Mensagem": sent})
    for n, content in enumerate(CONTENTS):
        name = save(loja.cliente_id, [content]).name
        Picture.objects.create(cliente_id=loja.cliente_id, instance=loja, address=f"55119{n}", storage_name=name)
    return loja


def fill(known: dict[str, Any]) -> None:
    """Uma linha em cada tabela que não é de eventos e ainda não tem nenhuma."""
    known = {one.label: row for one in BELONGINGS if (row := one.model.objects.first()) is not None} | known
    made = Rows(known, "Ação “ü” 😀", filled=True)
    for one in BELONGINGS:
        if one.says is not EVENTS and not one.model.objects.exists():
            given = {"outcome": None} if one.label == "core.SendAttempt" else {}
            known.setdefault(one.label, made.make(one.model, **given))


def captures() -> list[dict[str, Any]]:
    """O que se capturou do gateway, de todos os tipos."""
    names = (path.stem for path in sorted(FIXTURES.glob("*.json")) if path.name != "INDEX.json")
    bodies = [capture(name) for name in names if not name.endswith(".facts")]
    return [body for body in bodies if isinstance(body, dict)]


PHONE = "5511900000000"


def message(n: int) -> dict[str, Any]:
    return {
        "event": "webhookReceived", "isGroup": False, "fromMe": False, "messageId": f"BACKUP{n}",
        "moment": 1_790_000_000 + n, "chat": {"id": f"551190000000{n % 2}"},
        "sender": {"id": f"551190000000{n % 2}", "pushName": "Zé \u0000da 😀"},
        "msgContent": {"conversation": f"olá {n}"},
    }  # fmt: skip


def prints() -> dict[str, tuple[int, str]]:
    """Cada tabela, contada e somada."""
    found = {}
    for table in rows.tables():
        one = rows.print_of(connection, table)
        found[table.name] = (one.n, one.sha256)
    return found


def lose_everything(media: Path) -> None:
    call_command("flush", interactive=False, verbosity=0)
    for path in media.rglob("*"):
        if path.is_file():
            path.unlink()
    assert not User.objects.exists()


def manage(*command: str) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def newest(folder: Path) -> str:
    return str(max(folder.glob("*.mcb")))
