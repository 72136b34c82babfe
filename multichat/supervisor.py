"""O supervisor do `make run`: confere, migra, cria o primeiro administrador, liga web e worker, religa o que morre.

Filhos na mesma sessão de quem o chamou; SIGTERM e SIGINT param tudo em menos de 10 s; se o próprio supervisor morre,
o núcleo leva os filhos (multichat.orphans)."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from multichat import only_one
from multichat.logs import redact
from multichat.private_files import private_folder
from multichat.terminal import CannotGoOn, _, say

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

STOP_WITHIN_S = 8.0  # antes dos 10 s em que o Docker mata
READY_WITHIN_S = 60.0  # migrações e o primeiro arranque numa máquina lenta
QUICK_DEATH_S = 5.0  # quem morre antes disto não chegou a servir
HEADERS_MAX_BYTES = 64 * 1024  # daqui ao dobro, conforme chegam, os cabeçalhos são 431; o padrão são 408 KiB
MAX_QUICK_DEATHS = 6  # sete seguidas: não é azar


@dataclass
class Child:
    """Um processo mantido no ar."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_at: float = 0.0
    quick_deaths: int = 0

    def start(self) -> None:
        """Liga o processo; ele morre junto com o supervisor."""
        from multichat.orphans import die_with_parent

        self.process = subprocess.Popen(  # noqa: S603  (comando nosso)
            self.command,
            env={**os.environ, "MULTICHAT_SUPERVISED": "1", **self.environment},
            stdin=subprocess.DEVNULL,
            preexec_fn=die_with_parent,
        )
        self.started = time.monotonic()

    def tend(self) -> None:
        """Religa se morreu. Levanta `CannotGoOn` se morre sempre logo depois de ligar."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            code, lived = self.process.returncode, now - self.started
            self.quick_deaths = self.quick_deaths + 1 if lived < QUICK_DEATH_S else 1
            if self.quick_deaths > MAX_QUICK_DEATHS:
                words = _("{name} morre logo depois de ligar (saída {code}); veja as linhas acima.")
                raise CannotGoOn(words.format(name=self.name, code=code))
            say(_("{name} parou (saída {code}); religando").format(name=self.name, code=code))
            self.process = None
            self.start_at = now + min(0.25 * 2 ** (self.quick_deaths - 1), 3.0)
        if self.process is None and now >= self.start_at:
            self.start()


def check_port(host: str, port: int, verb: str) -> None:
    """A porta está livre? Com SO_REUSEADDR, como o granian a abre."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            words = _("não consigo abrir {host}:{port} ({error}). Escolha outra porta com PORT=8001 make {verb}.")
            raise CannotGoOn(words.format(host=host, port=port, error=error.strerror, verb=verb)) from error


def check_database() -> None:
    """O banco atende? Senão uma linha diz o quê; o que é só aviso é dito, e segue-se."""
    from django.core.checks import ERROR, WARNING, run_checks
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        words = str(error.args[-1] if error.args else error)
        told = _("o banco de DATABASE_URL não atende: {words}. Ligue-o, ou confira endereço, usuário e senha.")
        raise CannotGoOn(told.format(words=words)) from error
    found = run_checks(databases=["default"])
    if errors := [_line(one) for one in found if one.level >= ERROR]:
        raise CannotGoOn(" ".join(errors))
    for one in found:
        if one.level >= WARNING:
            say(_("AVISO: {words}").format(words=_line(one)))


def _line(found: "CheckMessage") -> str:
    return f"{found.msg} {found.hint}" if found.hint else str(found.msg)


def check_broker() -> None:
    """O broker, se há um, atende?"""
    from django.conf import settings

    if not settings.CELERY_BROKER_URL:
        return
    try:
        from multichat import celery
    except ImportError as error:
        raise CannotGoOn(_("CELERY_BROKER_URL pede o Celery, que não está instalado: make run o instala.")) from error
    if fault := celery.broker_fault():
        words = _("o broker de CELERY_BROKER_URL não atende: {words}. Ligue-o, ou confira o endereço.")
        raise CannotGoOn(words.format(words=redact(fault)))


def web_command() -> list[str]:
    """O granian em modo WSGI (medido: 5 a 10 vezes o Django sob ASGI)."""
    from django.conf import settings

    return [
        sys.executable, "-m", "granian", "multichat.wsgi:application", "--interface", "wsgi",
        "--host", settings.HOST, "--port", str(settings.PORT),
        "--workers", str(settings.WEB_PROCESSES), "--blocking-threads", str(settings.WEB_THREADS),
        "--backpressure", str(settings.WEB_THREADS * 4), "--backlog", "2048", "--http", "1", "--no-ws",
        "--http1-buffer-size", str(HEADERS_MAX_BYTES), "--http1-header-read-timeout", "10000",
        "--respawn-failed-workers", "--workers-kill-timeout", "3", "--log-level", "error",
    ]  # fmt: skip


def is_ready(since: float) -> bool:
    """Web responde e o worker deu sinal depois de `since` (época)."""
    from django.conf import settings
    from django.db import connection

    from core.models import Heartbeat

    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.HOST, settings.HOST)  # noqa: S104
    try:
        with urllib.request.urlopen(f"http://{host}:{settings.PORT}/webhook/status/", timeout=2) as answer:
            web = answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
    beat = Heartbeat.objects.filter(name__startswith="worker").order_by("-seen_at").first()
    connection.close()
    return web and beat is not None and beat.seen_at.timestamp() >= since


def stop_all(children: list[Child]) -> None:
    """SIGTERM a todos; quem não sair no prazo leva SIGKILL."""
    alive = [c.process for c in children if c.process is not None and c.process.poll() is None]
    for process in alive:
        process.terminate()
    deadline = time.monotonic() + STOP_WITHIN_S
    for process in alive:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def supervise(children: list[Child], on_ready: Callable[[], Generator[None]]) -> None:
    """Mantém os filhos no ar até SIGTERM ou SIGINT. `on_ready` corre aos poucos, uma volta de cada vez: o que demora
    (encher a demonstração) não deixa ninguém sem quem o religue, nem segura a parada."""
    stopping = False

    def ask_to_stop(signum: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    since, started, ready = time.time(), time.monotonic(), False
    afterwards: Generator[None] | None = None
    try:
        while not stopping:
            for child in children:
                child.tend()
            if not ready:
                if is_ready(since):
                    ready, afterwards = True, on_ready()
                elif time.monotonic() - started > READY_WITHIN_S:
                    words = _("web e worker não responderam em {seconds} s; veja as linhas acima.")
                    raise CannotGoOn(words.format(seconds=int(READY_WITHIN_S)))
            if afterwards is not None:
                next(afterwards, None)
            time.sleep(0.1 if not ready else 0.25)
    finally:
        if afterwards is not None:
            afterwards.close()
        stop_all(children)


def prepare(is_demo: bool) -> None:
    """Tudo que se confere e se faz antes de ligar os processos."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "multichat.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    check_port(settings.HOST, settings.PORT, "demo" if is_demo else "run")
    if settings.IS_SQLITE:
        only_one.claim(Path(settings.DATABASES["default"]["NAME"]))
    check_database()
    if not is_demo:
        check_broker()
    call_command("migrate", verbosity=0, interactive=False)

    from multichat.admins import first_admin

    first_admin()


def children_of(is_demo: bool) -> list[Child]:
    """Os processos a manter no ar."""
    from django.conf import settings

    children = [Child("web", web_command())]
    if settings.CELERY_BROKER_URL and not is_demo:
        from multichat import celery

        commands = celery.commands(sys.executable, str(settings.DATA_DIR))
        children += [Child(f"celery {name}", command) for name, command in commands.items()]
    else:
        children.append(Child("worker", [sys.executable, "manage.py", "worker"]))
    if is_demo:
        port = os.environ["MULTICHAT_SIMULATOR_PORT"]
        children.insert(0, Child("simulator", [sys.executable, "manage.py", "simulator", "--port", port]))
    return children


def demo_environment() -> None:
    """A demonstração tem pasta própria e fala com o simulador; nada do que é do `make run` é tocado."""
    from multichat import env

    env.load_dotenv()  # antes de sobrepor: o que o .env diz do banco e do endereço não vale aqui
    folder = Path(os.environ.get("DEMO_DATA_DIR", "data-demo")).resolve()
    # Antes de tocar na pasta: pode haver outra demonstração no ar sobre ela.
    check_port(env.text("HOST", "127.0.0.1"), env.integer("PORT", 8000, 1, 65535), "demo")
    private_folder(folder)
    only_one.claim(folder / "multichat.sqlite3")
    port = os.environ.setdefault("MULTICHAT_SIMULATOR_PORT", str(simulator_port(folder)))
    for name in ("DATABASE_URL_FILE", "SECRET_KEY", "SECRET_KEY_FILE", "PUBLIC_URL_FILE"):
        os.environ.pop(name, None)
    os.environ.update(
        {
            "DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder}/multichat.sqlite3",
            "PUBLIC_URL": f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}",
            "WAPI_BASE_URL": f"http://127.0.0.1:{port}/v1",
            "MEDIA_EXTRA_HOSTS": f"127.0.0.1:{port}",
            "MEDIA_STORAGE_URL": "",  # vazias: o .env não as põe de volta
            "MEDIA_STORAGE_URL_FILE": "",
            "BACKUP_DIR": "",  # os backups que lá estão são de verdade, e o da demonstração os faria velhos
            "BACKUP_DIR_FILE": "",
            "ADMIN_EMAIL": "admin@demo.local",
            "ADMIN_PASSWORD": "demonstracao",
            "MULTICHAT_QUIET_WHILE": str(folder / "filling"),
        }
    )
    (folder / "filling").touch()


def simulator_port(folder: Path) -> int:
    """A porta do simulador: a da última vez, se está livre, para que a página dele continue no mesmo endereço."""
    kept = folder / "simulator.port"
    text = kept.read_text() if kept.exists() else ""
    port = int(text) if text.isdigit() else 0
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            port = 0
    port = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    kept.write_text(str(port))
    return port


def free_port() -> int:
    """Uma porta livre para o simulador."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def on_ready(is_demo: bool) -> Generator[None]:
    """Web e worker respondem: na demonstração, enche-a; diz o endereço. Levanta `CannotGoOn`."""
    from django.conf import settings

    from multichat.orphans import die_with_parent

    if is_demo:
        # Num grupo próprio: o Ctrl-C é do supervisor, que ao acabar leva este também.
        filler = subprocess.Popen([sys.executable, "manage.py", "demo"], preexec_fn=die_with_parent, process_group=0)
        try:
            while filler.poll() is None:
                yield
        finally:
            filler.kill()  # da próxima vez recomeça
            filler.wait()
        if filler.returncode != 0:
            words = _("a demonstração não se encheu (saída {code}); veja as linhas acima.")
            raise CannotGoOn(words.format(code=filler.returncode))
        Path(os.environ["MULTICHAT_QUIET_WHILE"]).unlink(missing_ok=True)  # daqui em diante, uma linha por lote
        say(_("Simulador: {address}").format(address=f"{settings.WAPI_BASE_URL.removesuffix('/v1')}/"))
        say(
            _(
                "Entrar: admin@demo.local, bruno@padaria.demo (gestor) ou carla@padaria.demo (operadora);"
                " senha de todos: demonstracao"
            )
        )
    say(f"Ready: {settings.PUBLIC_URL}")
    yield


def main() -> None:
    """`make run` e, com `--demo`, `make demo`."""
    from django.core.exceptions import ImproperlyConfigured

    is_demo = "--demo" in sys.argv
    os.umask(0o077)  # o que se cria daqui em diante é só nosso
    try:
        if is_demo:
            demo_environment()
        prepare(is_demo)
        supervise(children_of(is_demo), lambda: on_ready(is_demo))
    except (CannotGoOn, ImproperlyConfigured) as error:
        sys.exit(f"MultiChat: {error}")
    except (KeyboardInterrupt, EOFError):
        sys.exit(f"\nMultiChat: {_('interrompido antes de subir.')}")


if __name__ == "__main__":
    main()
