"""Matar um processo a cada passo: bifurca um processo já aquecido e o filho morre (SIGKILL) logo antes da enésima
passada: antes de cada instrução ao banco, antes e depois de cada COMMIT e de cada troca com o gateway. Assim todo
ponto entre dois passos é visitado, sem espera e sem sorte."""

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

from core.gateway import client


def run_and_die(work: Callable[[], Any], at: int) -> bool:
    """Executa `work` num filho que morre antes do passo `at` (a partir de 1); diz se morreu. O pai não pode ter
    conexão aberta: os dois falariam pelo mesmo soquete."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        _as_child(work, at)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status):
        raise RuntimeError(f"o filho falhou antes do passo {at}")
    return False


def _as_child(work: Callable[[], Any], at: int) -> None:
    """Nunca volta: sai por `_exit` para não correr o fim do pai."""
    seen = 0

    def step() -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        step()
        return execute(sql, params, many, context)

    def around(function: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*args: Any, **options: Any) -> Any:
            step()
            result = function(*args, **options)
            step()
            return result

        return stepped

    code = 1
    try:
        connection.commit = around(connection.commit)  # type: ignore[method-assign]
        client.exchange = around(client.exchange)
        with connection.execute_wrapper(statement):
            work()
            connection.close()
        code = 0
    finally:
        os._exit(code)
