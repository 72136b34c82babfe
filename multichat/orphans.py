"""Filhos que morrem com o pai: nenhum processo fica segurando a porta depois que o supervisor se foi."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Pede ao Linux um SIGKILL quando o processo pai morrer; em outro sistema não faz nada."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # o pai morreu entre uma linha e outra
        os.kill(os.getpid(), signal.SIGKILL)
