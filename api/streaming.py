"""Entregar um arquivo guardado: um Range, ETag, HEAD, tipo farejado, nome seguro."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from api.exceptions import FilesAway
from core.media import stored_file
from core.media.sniff import INLINE_TYPES  # o que abre no navegador; o resto vai como anexo

GONE = _("O arquivo não está mais guardado.")
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|;%]')
_BIDI = {"Cf", "Cc", "Zl", "Zp", "Cs"}


@dataclass(frozen=True, slots=True)
class FileToServe:
    """Um arquivo guardado e como entregá-lo."""

    storage_name: str
    served_type: str | None
    file_name: str | None
    fingerprint: str
    as_attachment: bool


def serve(request: Request | HttpRequest, file: FileToServe) -> HttpResponseBase:
    """A resposta: 200, 206, 304 ou 416."""
    etag = '"' + re.sub(r"[^A-Za-z0-9]", "", file.fingerprint)[:80] + '"'
    if _matches(request.headers.get("If-None-Match"), etag):
        return _dressed(HttpResponse(status=304), file, etag)
    try:
        size = stored_file.size_bytes(file.storage_name)
    except FileNotFoundError as error:
        raise NotFound(GONE) from error
    except OSError as error:
        raise FilesAway from error
    asked = request.headers.get("Range")
    if request.headers.get("If-Range") not in {None, etag}:
        asked = None
    span = _span(asked, size)
    if span == ():
        response: HttpResponseBase = _dressed(HttpResponse(status=416), file, etag)
        response["Content-Range"] = f"bytes */{size}"
        return response
    start, end = span or (0, size - 1)
    length = end - start + 1
    if request.method == "HEAD":
        response = HttpResponse(status=206 if span else 200)
    else:
        try:
            chunks = stored_file.span(file.storage_name, start, length)
        except FileNotFoundError as error:
            raise NotFound(GONE) from error
        except OSError as error:
            raise FilesAway from error
        response = StreamingHttpResponse(chunks, status=206 if span else 200)
    response["Content-Length"] = str(length)
    if span:
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return _dressed(response, file, etag)


def _dressed(response: HttpResponseBase, file: FileToServe, etag: str) -> HttpResponseBase:
    """Os cabeçalhos que impedem um arquivo de ser mais que um arquivo."""
    is_inline = file.served_type in INLINE_TYPES and not file.as_attachment
    served_type = file.served_type if file.served_type in INLINE_TYPES else None
    response["Content-Type"] = served_type or "application/octet-stream"
    response["Content-Disposition"] = disposition("inline" if is_inline else "attachment", file.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, max-age=3600, no-transform"
    response["Vary"] = "Authorization, Cookie"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response


def disposition(kind: str, name: str | None) -> str:
    """O nome de quem enviou, sem caminho, controle, aspas nem inversão de texto (RFC 6266 e 5987)."""
    if not name:
        return kind
    name = "".join(letter for letter in name if unicodedata.category(letter) not in _BIDI)
    name = _UNSAFE.sub("_", name).strip(" .")[:150]
    if not name:
        return kind
    # Outra vez: a aspa e a barra largas (U+FF02, U+FF0F) só ao decompor se tornam as que separam.
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFKD", name)).encode("ascii", "ignore").decode("ascii") or "arquivo"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _matches(header: str | None, etag: str) -> bool:
    if header is None:
        return False
    return header.strip() == "*" or etag in {part.strip().removeprefix("W/") for part in header.split(",")}


def _span(header: str | None, size: int) -> tuple[int, int] | tuple[()] | None:
    """Um só trecho: `(início, fim)`; `()` se não existe; None se não se pediu (ou se pediu o que não servimos)."""
    found = _RANGE.fullmatch(header.strip()) if header else None
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if first == "":
        start, end = max(0, size - int(last)), size - 1
        return (start, end) if int(last) > 0 and size > 0 else ()
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    return (start, end) if start < size else ()
