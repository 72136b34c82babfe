"""Leitura de JSON sem surpresas: um objeto, em UTF-8, sem NaN, sem aninhamento que derrube o servidor."""

import json
import re
from collections.abc import Mapping
from typing import IO, Any, cast

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser

from api.exceptions import PayloadTooLarge
from core.storable import has_half_letter

FORM_BYTES = 1024 * 1024  # além do arquivo: os outros campos e as bordas
_HALF_LETTER = re.compile(rb"\\u[dD][89a-fA-F]")
MAX_DIGITS = 19  # o maior inteiro do banco


class StrictJSONParser(JSONParser):
    """Um objeto JSON, ou 400; grande demais, 413."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """O objeto do corpo; corpo vazio é um objeto vazio."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise PayloadTooLarge
        refuse_incomplete(len(raw), parser_context)
        if not raw.strip():
            return {}
        try:
            body = json.loads(raw.decode("utf-8"), parse_constant=_refuse, parse_int=_bounded, parse_float=_finite)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("O corpo não é JSON válido.")) from error
        if not isinstance(body, dict):
            raise ParseError(_("O corpo precisa ser um objeto JSON."))
        if _HALF_LETTER.search(raw):  # só escrito com escape se chega a meio par; o par inteiro é uma letra
            _refuse_half_letters(body)
        return body


class UploadParser(MultiPartParser):
    """Formulário com arquivo, que o Django leva a um temporário em disco; grande demais, 413 antes de ler."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Campos e arquivos."""
        length = (parser_context or {})["request"].META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > settings.MEDIA_MAX_BYTES + FORM_BYTES:
            raise PayloadTooLarge
        counted = _Counted(stream)  # o Django toma o pedaço de um arquivo por ele todo
        parsed = super().parse(cast("IO[Any]", counted), media_type, parser_context)
        refuse_incomplete(counted.read_bytes, parser_context)
        return parsed


class _Counted:
    """Um corpo que conta o que se leu dele."""

    def __init__(self, stream: IO[Any]) -> None:
        self._stream, self.read_bytes = stream, 0

    def read(self, size: int = -1) -> bytes:
        chunk: bytes = self._stream.read(size)
        self.read_bytes += len(chunk)
        return chunk


def refuse_incomplete(read_bytes: int, parser_context: Mapping[str, Any] | None) -> None:
    """400 se a conexão caiu no meio: o pedaço que veio pode até parecer inteiro."""
    length = (parser_context or {})["request"].META.get("CONTENT_LENGTH") or ""
    if length.isdigit() and read_bytes < int(length):
        raise ParseError(
            _("O corpo chegou incompleto: %(read)s de %(length)s bytes.")
            % {
                "read": read_bytes,
                "length": length,
            }
        )


def _refuse_half_letters(body: dict[str, Any]) -> None:
    wrong = [name for name, value in body.items() if has_half_letter(value)]
    words = _("Há meio caractere aqui (um surrogate sem par): o texto foi cortado no meio de um emoji.")
    if wrong:
        raise ValidationError({name: [words] for name in wrong})
    if any(has_half_letter(name) for name in body):
        raise ParseError(words)


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _bounded(digits: str) -> int:
    if len(digits) > MAX_DIGITS + 1:
        raise ValueError("número grande demais")
    return int(digits)


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError("número grande demais")
    return value
