"""Corpos de webhook realistas e sempre novos: a captura de texto do contrato com outro id, contato e hora."""

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

CAPTURE = Path(__file__).parent.parent / "webhook" / "tests" / "fixtures" / "received_text.json"


def texts(
    instance_id: str, *, contacts: int = 500, seed: int = 1, prefix: str = "BENCH"
) -> Iterator[tuple[str, bytes]]:
    """(id da mensagem, corpo) sem fim."""
    generator = random.Random(seed)
    template = json.loads(CAPTURE.read_text(encoding="utf-8"))
    number = 0
    while True:
        number += 1
        phone = f"55119{generator.randrange(contacts):08d}"
        message_id = f"{prefix}{seed:02d}{number:012d}"
        body = dict(template)
        body["instanceId"] = instance_id
        body["messageId"] = message_id
        body["chat"] = {**template["chat"], "id": phone}
        body["sender"] = {**template["sender"], "id": phone, "senderLid": f"{10**14 + int(phone[-8:])}@lid"}
        body["moment"] = int(time.time())
        body["msgContent"] = {"conversation": f"Bom dia, pedido {number}, pode confirmar o valor?"}
        yield message_id, json.dumps(body, ensure_ascii=False).encode()
