"""Prepara o checkout: .venv, dependências fixadas, SPA construída. Só biblioteca padrão; roda com o Python do sistema.

Nada é feito duas vezes: cada passo deixa um selo (hash do que leu) em .venv, node_modules ou frontend/dist, nunca em
DATA_DIR. `prepare.py run` prepara o produto; `prepare.py test` acrescenta as ferramentas de teste. Interrompido, a vez
seguinte continua do passo em que estava."""

import gzip
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from multichat.terminal import _  # noqa: E402

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"
MYSQL_PACKAGES = ("libmariadb-dev", "pkg-config", "gcc")
TEST_PACKAGES = {"mariadbd": "mariadb-server", "chromium": "chromium", "redis-server": "redis-server"}


def say(line: str) -> None:
    print(f"· {line}", flush=True)


def fail(line: str) -> NoReturn:
    sys.exit(f"MultiChat: {line}")


def call(*command: str, cwd: Path = ROOT, quiet: bool = True) -> None:
    """Executa; em erro mostra a saída e para."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        if done.stdout:
            print(done.stdout[-4000:], flush=True)
        fail(_("«{command}…» falhou (saída {code}).").format(command=" ".join(command[:4]), code=done.returncode))


def environment() -> dict[str, str]:
    # O Node do PyPI ignora as autoridades certificadoras do sistema se não lhe pedirem.
    return {
        **os.environ,
        "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}",
        "NODE_USE_SYSTEM_CA": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def digest(*paths: Path) -> str:
    total = hashlib.sha256()
    for path in paths:
        for file in sorted(p for p in ([path] if path.is_file() else path.rglob("*")) if p.is_file()):
            total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text() == value


def apt(*packages: str) -> bool:
    """Instala pacotes Debian, se somos root e há apt; diz se conseguiu."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    return (
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet).returncode
        == 0
    )


def make_venv() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (é o Python do sistema, antes de haver .venv)
        fail(_("preciso de Python 3.11 ou mais novo; este é {version}.").format(version=sys.version.split()[0]))
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0:
        if is_venv_of_here():
            return
        say(_("a pasta mudou de lugar: fazendo a .venv de novo"))
    else:
        say(_("criando .venv"))
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if importlib.util.find_spec("ensurepip") is None and not apt(version):
        fail(_("falta o módulo venv do Python. Como root: apt-get install {package}").format(package=version))
    call(sys.executable, "-m", "venv", "--clear", str(VENV))


def is_venv_of_here() -> bool:
    """Se os programas da .venv chamam o Python dela: de outro lugar, ou com outro nome, chamariam um que já não há."""
    program = VENV / "bin" / "pip"
    first_lines = program.read_text("utf-8", "replace") if program.exists() else ""
    return any(f"{place / 'bin'}{os.sep}python" in first_lines for place in (VENV, VENV.resolve()))


def install(name: str) -> None:
    lock, stamp = ROOT / f"{name}.lock", VENV / f".{name}.stamp"
    if is_stamped(stamp, value := digest(lock)):
        return
    say(_("instalando {name}").format(name=name))
    call(*pip_install(lock))
    stamp.write_text(value)


def pip_install(lock: Path) -> tuple[str, ...]:
    """Só o que tem o hash de `lock` se instala."""
    return (str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock))


def install_mysql(is_required: bool) -> None:
    lock, stamp = ROOT / "requirements-mysql.lock", VENV / ".requirements-mysql.stamp"
    if is_stamped(stamp, value := digest(lock)):
        return
    has_headers = _has_headers()
    if is_stamped(stamp, f"absent {value}") and not is_required and not has_headers and os.geteuid() != 0:
        return
    if is_required:
        say(_("instalando o cliente MySQL/MariaDB"))
    else:
        say(_("instalando o cliente MySQL/MariaDB (opcional: o SQLite não precisa dele)"))
    if not has_headers:
        apt(*MYSQL_PACKAGES)
    done = subprocess.run(pip_install(lock), env=environment(), capture_output=True, text=True)
    if done.returncode == 0:
        stamp.write_text(value)
        return
    needed = _("como root: apt-get install {packages}").format(packages=" ".join(MYSQL_PACKAGES))
    if is_required:
        words = _("DATABASE_URL pede MySQL/MariaDB, e o cliente dele não se instala sem os cabeçalhos; {needed}")
        fail(words.format(needed=needed))
    words = _("o banco é o SQLite, e nada lhe falta; se um dia quiser MySQL/MariaDB, {needed}")
    say(words.format(needed=needed))
    stamp.write_text(f"absent {value}")


def _has_headers() -> bool:
    program = shutil.which("pkg-config")
    return bool(program) and subprocess.run([str(program), "--exists", "libmariadb"]).returncode == 0


def setting(name: str) -> str:
    """O valor de `name` no ambiente, senão no `.env`, senão no arquivo que `<name>_FILE` nomeia; aqui ainda não há a
    biblioteca que o produto usa para isso."""
    values: dict[str, str] = {}
    dotenv = ROOT / ".env"
    if dotenv.is_file():
        for line in readable(dotenv).splitlines():
            key, _equals, value = line.removeprefix("export ").partition("=")
            values[key.strip()] = value.strip().strip("'\"")
    values |= os.environ
    file = Path(values.get(f"{name}_FILE") or os.devnull)
    return values.get(name) or (readable(file).strip() if file.exists() else "")


def readable(file: Path) -> str:
    """O que está no arquivo; um que não se lê para tudo aqui, antes de se instalar qualquer coisa por ele."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        words = _("não consigo ler {path}: {error}. Confira dono, permissões e codificação (UTF-8).")
        fail(words.format(path=file, error=error))


def build_spa() -> None:
    modules, dist = FRONTEND / "node_modules" / ".stamp", FRONTEND / "dist" / ".stamp"
    lock = FRONTEND / "package-lock.json"
    if not lock.exists():
        return
    if not is_stamped(modules, value := digest(lock)):
        say(_("npm ci (a primeira vez leva um minuto ou dois)"))
        call("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=FRONTEND)
        modules.write_text(value)
    sources = [
        FRONTEND / name
        for name in (
            "src",
            "public",
            "index.html",
            "package-lock.json",
            "vite.config.ts",
            "tsconfig.json",
            "package.json",
        )
        if (FRONTEND / name).exists()
    ]
    if not is_stamped(dist, value := digest(*sources)):
        say(_("construindo a SPA"))
        call("npm", "run", "--silent", "build", cwd=FRONTEND)
        for file in (FRONTEND / "dist").rglob("*"):  # o WhiteNoise serve o .gz a quem o aceita
            if file.suffix in {".js", ".css", ".svg", ".json"}:
                file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))
        dist.write_text(value)


def prepare_tests() -> None:
    install("requirements-dev")
    install("requirements-celery")
    missing = [package for binary, package in TEST_PACKAGES.items() if not find(binary)]
    if missing:
        say(_("instalando {names} (para os testes)").format(names=", ".join(missing)))
        apt(*missing)
    absent = [binary for binary in TEST_PACKAGES if not find(binary)]
    if absent and os.environ.get("CI") == "true":
        fail(_("em CI são obrigatórios: {names}").format(names=", ".join(absent)))


def find(binary: str) -> str | None:
    return shutil.which(binary, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


def main() -> None:
    verb = sys.argv[1] if len(sys.argv) > 1 else "run"
    wants_mysql = verb != "demo" and setting("DATABASE_URL").startswith("mysql")
    wants_celery = verb != "demo" and setting("CELERY_BROKER_URL")
    make_venv()
    install("requirements")
    install("requirements-node")
    install_mysql(is_required=wants_mysql)
    if wants_celery:
        install("requirements-celery")
    if verb == "test":
        prepare_tests()
    build_spa()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print()
        fail(_("interrompido; da próxima vez continua daqui."))
