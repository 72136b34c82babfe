"""As imagens dos outros se abrem num processo à parte, uma de cada vez: o que uma imagem hostil gasta é dele, com
limite, e volta ao sistema com ele. No web ficava (três PNG de 25 megapixels: de 150 a 1.080 MB, e 590 não voltavam).

O processo fala JSON, uma linha por pedido, e vive enquanto há o que fazer: nascer custa mais que uma foto comum."""

import json
import logging
import os
import select
import subprocess
import sys
import threading
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext_noop as N_

from core.media.images import BrokenImage
from core.media.turns import BenchFull

logger = logging.getLogger("core.media")

Errand = Literal["previews", "photo", "sticker"]

WAIT_S = 60.0  # mais que isto, quem enviou o arquivo já desistiu
DEADLINE_S = 30.0  # 25 megapixels levam 3 s numa máquina carregada
_CHILD = Path(__file__).with_name("picture_child.py")


@dataclass(frozen=True, slots=True)
class Prepared:
    """O que se fez de uma imagem: lados (de pé), o tipo do que se gravou, e as pequenas."""

    width: int
    height: int
    is_animated: bool
    served_type: str | None
    thumbnail: bytes
    placeholder: bytes


class _Room:
    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, wanted: dict[str, Any]) -> dict[str, Any]:
        if not self._turn.acquire(timeout=WAIT_S):
            raise BenchFull(BenchFull.__doc__)
        try:
            line = json.dumps(wanted).encode() + b"\n"
            told = self._told(line) or self._told(line)  # o processo que se cansava de esperar saiu entre um e outro
        finally:
            self._turn.release()
        if told is None:
            raise BrokenImage(N_("a imagem pede memória ou tempo demais para ser aberta"))
        return told

    def _told(self, line: bytes) -> dict[str, Any] | None:
        child = self._alive()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(line)
            child.stdin.flush()
            waiting = select.poll()  # e não `select`, que não sabe de descritores além de 1023
            waiting.register(child.stdout, select.POLLIN | select.POLLHUP)
            if waiting.poll(DEADLINE_S * 1000) and (answer := child.stdout.readline()):
                told: dict[str, Any] = json.loads(answer)
                return told
        except (OSError, ValueError) as error:  # saiu enquanto se falava, ou a meio da resposta
            logger.info("action=picture_child_gone", extra={"fields": {"error": type(error).__name__}})
        self._end()
        return None

    def _alive(self) -> "subprocess.Popen[bytes]":
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = subprocess.Popen(  # noqa: S603  (módulo nosso, sem shell)
                [sys.executable, "-I", str(_CHILD)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"LANG": "C.UTF-8", "TMPDIR": os.environ.get("TMPDIR", "/tmp")},  # noqa: S108
            )
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


_room = _Room()


def prepare(path: Path, errand: Errand, target: Path | None = None) -> Prepared:
    """Abre a imagem e faz dela o que se pede; `target` recebe a foto ou a figurinha (uma que se move não se grava: vale
    a que veio). Levanta `BrokenImage` ou `BenchFull`."""
    told = _room.ask({"path": str(path), "errand": errand, "target": str(target) if target else None})
    if "broken" in told:
        raise BrokenImage(told["broken"], **told["params"])
    return Prepared(
        told["width"],
        told["height"],
        told["is_animated"],
        told["served_type"],
        b64decode(told["thumbnail"]),
        b64decode(told["placeholder"]),
    )
