"""Leitura de JSON sem surpresas: um objeto, em UTF-8, sem NaN, sem aninhamento que derrube o servidor."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser, MultiPartParser

from api.exceptions import PayloadTooLarge

FORM_BYTES = 1024 * 1024  # além do arquivo: os outros campos e as bordas
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
        if not raw.strip():
            return {}
        try:
            body = json.loads(raw.decode("utf-8"), parse_constant=_refuse, parse_int=_bounded, parse_float=_finite)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("O corpo não é JSON válido.")) from error
        if not isinstance(body, dict):
            raise ParseError(_("O corpo precisa ser um objeto JSON."))
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
        return super().parse(stream, media_type, parser_context)


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
