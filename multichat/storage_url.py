"""`MEDIA_STORAGE_URL` (ou outro balde, como o de `BACKUP_DIR`) -> um armazenamento do Django."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from multichat import env
from multichat.terminal import _


def backend(value: str, name: str = "MEDIA_STORAGE_URL") -> dict[str, Any]:
    """A pasta local onde não há valor; um balde S3 onde ele o diz. Um erro nunca repete o valor: tem segredo."""
    if not value:
        return {"BACKEND": "core.media.disk.Disk"}
    try:
        parts = urlsplit(value)
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise _bad(name) from error
    bucket = parts.path.strip("/")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    fits = parts.scheme == "s3" and bucket and "/" not in bucket and parts.username and parts.password
    if not fits or not query.keys() <= {"region", "secure"} or query.get("secure", "1") not in {"0", "1"}:
        raise _bad(name)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    scheme = "https" if query.get("secure", "1") == "1" else "http"
    return {
        "BACKEND": "core.media.bucket.Bucket",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "bucket_name": bucket,
            "region_name": query.get("region", "us-east-1"),
            "endpoint_url": f"{scheme}://{host}{port}" if host else None,
        },
    }


def _bad(name: str) -> env.BadSetting:
    return env.BadSetting(
        _("{name}: espero s3://chave:segredo@servidor:porta/balde?region=us-east-1&secure=1.").format(name=name)
    )
