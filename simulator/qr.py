"""O QR que o WhatsApp mostra: texto `2@…`, em PNG que um leitor lê."""

import base64
import io
import secrets

import segno


def new_text() -> str:
    """Um texto de pareamento, na forma dos verdadeiros: referência e três chaves."""
    keys = ",".join(base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(3))
    return f"2@{secrets.token_urlsafe(96)},{keys}"


def png(text: str) -> bytes:
    """PNG do QR, com margem."""
    data = io.BytesIO()
    segno.make(text, error="l", micro=False).save(data, kind="png", scale=5, border=4)
    return data.getvalue()
