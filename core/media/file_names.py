"""O nome com que se guarda um arquivo: com a extensão do tipo dele, onde o nome não traz uma de verdade."""

import mimetypes
from pathlib import PurePath

# As que a tabela do Python não tem, ou tem piores.
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/vnd.rar": ".rar",
    "application/x-rar-compressed": ".rar",
    "application/vnd.android.package-archive": ".apk",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/json": ".json",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "video/mp4": ".mp4",
    "video/3gpp": ".3gp",
    "video/quicktime": ".mov",
}
_KNOWN = frozenset(_EXTENSIONS.values()) | mimetypes.types_map.keys() | {".7z", ".rar", ".ofx", ".ret", ".rem", ".p7s"}


def extension_of(mime_type: str | None) -> str | None:
    """A extensão de um tipo; None se não se sabe (um tipo genérico não diz nada)."""
    kind = (mime_type or "").partition(";")[0].strip().lower()
    if kind in _EXTENSIONS:
        return _EXTENSIONS[kind]
    return None if kind in ("", "application/octet-stream", "binary/octet-stream") else mimetypes.guess_extension(kind)


def has_extension(name: str) -> bool:
    """Se o nome termina numa extensão de verdade: a de «Contrato v1.2 final» não é."""
    return PurePath(name.strip().lower()).suffix in _KNOWN


def with_extension(name: str | None, *mime_types: str | None, kind: str = "") -> str | None:
    """O nome com a extensão do primeiro tipo que a tem, se lhe falta uma; sem nome, o tipo da mensagem o dá."""
    found = next((extension for one in mime_types if (extension := extension_of(one)) is not None), None)
    named = (name or "").strip(" .")
    if named and (found is None or has_extension(named)):
        return name
    return f"{named or kind}{found or ''}" or None
