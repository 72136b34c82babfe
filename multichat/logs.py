"""Registros: uma linha por lote ou requisição, `action=` e campos; segredos e telefones saem mascarados."""

import logging
import os
import re
from typing import Any

_SECRETS = (
    (re.compile(r"(/webhook/)[A-Za-z0-9_\-]{16,}"), r"\1***"),
    (re.compile(r"(/files/)[A-Za-z0-9_\-]{16,}"), r"\1***"),
    (re.compile(r"(?i)(bearer\s+)[A-Za-z0-9._\-]+"), r"\1***"),
    (re.compile(r"(?i)((?:token|apikey|api_key|secret|password|senha)[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,}]+"), r"\1***"),
    (re.compile(r"\beyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-.]+"), "***"),
    (re.compile(r"((?:mysql|s3)://[^:/@\s]+:)[^@\s]+@"), r"\1***@"),
    (re.compile(r"\b(\d{4})\d{5,9}(\d{2})\b(?!\.\d)"), r"\1*****\2"),
)


def redact(text: str) -> str:
    """Troca segredos e o miolo de números de telefone por asteriscos."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class LineFormatter(logging.Formatter):
    """Uma linha: hora UTC, nível, origem, mensagem e os campos de `extra={"fields": {...}}`. De exceções só o nome:
    o rastro pode trazer corpo e segredo, e para eventos ele fica na linha do evento."""

    def format(self, record: logging.LogRecord) -> str:
        """Monta e mascara a linha."""
        fields: dict[str, Any] = getattr(record, "fields", {})
        extra = "".join(f" {name}={value}" for name, value in fields.items())
        if record.exc_info and record.exc_info[0]:
            extra += f" exception={record.exc_info[0].__module__}.{record.exc_info[0].__qualname__}"
        line = f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d} {record.levelname.lower()} "
        return redact(f"{line}{record.name} {record.getMessage()}{extra}".replace("\n", "\\n"))


class QuietWhile(logging.Filter):
    """Enquanto existe o arquivo de `MULTICHAT_QUIET_WHILE` (a demonstração se enche), só avisos e erros."""

    def __init__(self) -> None:
        super().__init__()
        self.path = os.environ.get("MULTICHAT_QUIET_WHILE", "")

    def filter(self, record: logging.LogRecord) -> bool:
        """Se a linha sai."""
        return record.levelno > logging.INFO or not (self.path and os.path.exists(self.path))


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "multichat.logs.LineFormatter"}},
    "filters": {"quiet": {"()": "multichat.logs.QuietWhile"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["quiet"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # 4xx não são notícia; a porta os conta no livro-caixa
        "urllib3": {"level": "ERROR"},
    },
}
