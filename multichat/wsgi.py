"""Aplicação WSGI que o granian serve: o Django, com um atalho para a porta do webhook.

O POST de um webhook vai direto a `webhook.door`, sem os middlewares, rotas e sinais do Django (medido: a porta passa de
2.300 para 3.200 confirmações/s na mesma máquina)."""

import atexit
import gc
import logging
import os
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from multichat.orphans import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "multichat.settings")
if os.environ.get("MULTICHAT_SUPERVISED"):
    die_with_parent()  # o processo de trabalho do granian não sobrevive ao granian
    os.nice(10)  # com os núcleos disputados o worker vem antes: a porta tem folga (medido: p99 51 -> 26 ms, fila 1/3)
_django = get_wsgi_application()

from multichat import pulse  # noqa: E402  (só depois de o Django estar de pé)
from webhook import door  # noqa: E402
from webhook.rejections import rejections  # noqa: E402
from webhook.urls import DOOR_PATH  # noqa: E402

atexit.register(rejections.flush)  # o último segundo de recusas
pulse.start()
# O que se carregou até aqui não morre: fora da coleta de lixo, que o percorria inteiro a cada ~100 páginas de conversa
# (medido: o p99 de uma delas, 65 -> 12 ms).
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()

logger = logging.getLogger("multichat.wsgi")
_door_path = re.compile(DOOR_PATH)
_lines = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Um pedido."""
    if environ["REQUEST_METHOD"] == "POST":
        found = _door_path.match(environ.get("PATH_INFO", "").lstrip("/"))
        if found is not None:
            return _at_the_door(environ, start_response, found["secret"])
    return _django(environ, start_response)


def _at_the_door(environ: dict[str, Any], start_response: Callable[..., Any], secret: str) -> Iterable[bytes]:
    try:
        answer = door.answer(environ, secret)
    except Exception:
        logger.exception("action=door_broken")
        start_response(_lines[500], [("Content-Type", "application/json"), ("Content-Length", "2")])
        return [b"{}"]
    start_response(_lines[answer.status], list(answer.headers))
    return [answer.body]
