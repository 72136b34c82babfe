"""O servidor HTTP do simulador, e as duas maneiras de ligá-lo: `Simulator` num teste, `serve` na linha de comando."""

import contextlib
import ipaddress
import logging
import socket
import struct
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from simulator import control, drawings, wapi, writing
from simulator.faults import Fault
from simulator.options import Delays, Options
from simulator.simulation import Simulation
from simulator.wapi import CutConnection
from simulator.web import Request, Response, refusal
from simulator.world import Instance

logger = logging.getLogger(__name__)

_PAGE = Path(__file__).parent / "page.html"
_MAX_BODY = 160 * 1024 * 1024


class Simulator:
    """Um simulador em outra thread deste processo.

    `url` é a raiz (página e controle); `base_url` é o que se dá ao cliente. `port=0` escolhe uma porta livre.
    """

    def __init__(
        self, host: str = "127.0.0.1", port: int = 0, options: Options | None = None, *, delays: Delays | None = None
    ) -> None:
        options = options or Options(delays=delays or Delays())
        self._server = _Server((host, port), _Handler)
        shown = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host  # noqa: S104
        self.url = (options.public_url or f"http://{shown}:{self._server.server_port}").rstrip("/")
        self.base_url = f"{self.url}/v1"
        self.simulation = self._server.simulation = Simulation(self.url, options)

    def __enter__(self) -> "Simulator":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), name="simulator-http", daemon=True).start()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._server.over.set()
        self._server.shutdown()
        self._server.server_close()
        self.simulation.stop()

    def serve_forever(self) -> None:
        """Atende nesta thread até Ctrl-C."""
        try:
            self._server.serve_forever()
        finally:
            self._server.over.set()
            self._server.server_close()
            self.simulation.stop()

    def add_instance(self, instance_id: str | None = None, **options: Any) -> Instance:
        """Cria uma instância; as opções são as de POST /control/instances."""
        return control.create_instance(self.simulation, {"instance_id": instance_id, **options})

    def write(self, instance_id: str, **request: Any) -> dict[str, Any]:
        """Um contato escreve; as opções são as de POST /control/instances/<id>/write."""
        return writing.write(self.simulation, self.simulation.world.instances[instance_id], request)

    def add_fault(self, kind: str, **options: Any) -> Fault:
        """Liga uma falha: instance_id, calls (tupla), times, seconds, after."""
        return self.simulation.faults.add(kind, **options)

    def sent(self, instance_id: str | None = None) -> dict[str, Any]:
        """`{"sent": [...], "by_text": {texto: vezes}}`."""
        return control.sent(self.simulation, instance_id)

    def wait_until_quiet(self, timeout_s: float = 10.0) -> bool:
        """Espera tudo que está por acontecer acontecer."""
        return self.simulation.wait_until_quiet(timeout_s)


def serve(host: str, port: int, announce: str, options: Options | None = None) -> None:
    """Liga o simulador, anuncia o seu endereço e atende até ser interrompido."""
    simulator = Simulator(host, port, options)
    print(announce.format(url=simulator.url, base_url=simulator.base_url), flush=True)  # noqa: T201
    with contextlib.suppress(KeyboardInterrupt):
        simulator.serve_forever()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    simulation: Simulation

    def __init__(self, *args: Any) -> None:
        self.over = threading.Event()
        super().__init__(*args)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Quem pediu foi embora no meio: não há a quem responder, nem defeito a contar."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Lê o pedido, acha quem atende, escreve a resposta."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024
    timeout = 120
    server: _Server

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        if length > _MAX_BODY:
            self.close_connection = True
            return self._write(refusal(413, "corpo grande demais"))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        request = Request(self.command, unquote(parts.path), query, dict(self.headers.items()), self.rfile.read(length))
        try:
            return self._write(self._route(request))
        except CutConnection as cut:
            return self._cut(cut)
        except Exception:
            logger.exception("action=simulator_request_failed path=%s", request.path)
            return self._write(refusal(500, "defeito do simulador"))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _serve

    def _route(self, request: Request) -> Response:
        sim, path = self.server.simulation, request.path
        if path.startswith("/v1/"):
            return wapi.handle(sim, request)
        if path.startswith("/mmg/"):
            encrypted = sim.media.encrypted(path.removeprefix("/mmg"))
            return Response(200, encrypted, "application/octet-stream") if encrypted else refusal(410, "Gone")
        if path.startswith("/media/file/"):
            file = sim.media.plain(path.removeprefix("/media/file/"))
            return Response(200, file.content, file.mime_type) if file else refusal(404, "Arquivo não encontrado.")
        if path.startswith("/pps/"):
            return Response(200, _avatar(sim, path), "image/jpeg", {"Cache-Control": "max-age=3600"})
        if not self._is_local():
            return refusal(403, "o controle só atende esta máquina")
        if path == "/":
            return Response(200, _PAGE.read_bytes(), "text/html; charset=utf-8")
        return control.handle(sim, request)

    def _is_local(self) -> bool:
        """Só esta máquina, e nenhuma página de fora por meio do navegador dela."""
        origin = self.headers.get("Origin")
        is_foreign = origin is not None and urlsplit(origin).netloc != self.headers.get("Host")
        return ipaddress.ip_address(self.client_address[0]).is_loopback and not is_foreign

    def _write(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.wfile.flush()

    def _cut(self, cut: CutConnection) -> None:
        self.server.over.wait(cut.wait_s)
        self.close_connection = True
        if cut.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            # O socketserver chama shutdown antes de fechar, o que mandaria FIN; fechado aqui, vai RST.
            self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:
        logger.debug("action=simulator_request %s", format % args)


def _avatar(sim: Simulation, path: str) -> bytes:
    address = path.removeprefix("/pps/").removesuffix(".jpg")
    with sim.world.lock:
        name = next(
            (contact.name for one in sim.world.instances.values() for contact in one.contacts.values()
             if contact.phone == address),
            "Loja",
        )  # fmt: skip
    return drawings.avatar(name, address)
