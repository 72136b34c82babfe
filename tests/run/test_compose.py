"""O docker-compose.yml, lido como o Compose o lê: o que cada serviço tem de ter em produção."""

import os
import re
import subprocess
import sys

import pytest
import yaml

from multichat.env import ROOT

BASE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
CELERY = yaml.safe_load((ROOT / "docker-compose.celery.yml").read_text("utf-8"))["services"]
EVERY = {**BASE, "redis": CELERY["redis"]}
OURS = {name: service for name, service in BASE.items() if "build" in service}
PASSWORD = "uma/senha@com#tudo:%41 e espaço"


@pytest.mark.parametrize("name", EVERY)
def test_every_service_has_a_health_check_limits_small_logs_and_no_new_privileges(name):
    service = EVERY[name]

    assert service["healthcheck"].get("test") or (name == "setup" and service["healthcheck"] == {"disable": True})
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"]["options"] == {"max-size": "20m", "max-file": "5"}


def test_our_processes_are_one_image_with_a_tag_and_get_every_setting():
    assert set(OURS) == {"setup", "web", "worker"}
    for service in OURS.values():
        assert service["build"] == "."
        assert service["image"] == "multichat:${MULTICHAT_TAG:-latest}"
        assert service["env_file"] == [{"path": ".env", "required": False}]
        assert {"HOST", "PORT", "DATA_DIR", "DATABASE_URL", "PUBLIC_URL"} <= set(service["environment"])
        assert "data:/data" in service["volumes"]


def test_the_images_of_others_have_a_version():
    assert all(re.search(r":\d+\.\d+", service["image"]) for service in EVERY.values() if "build" not in service)


def test_the_open_door_is_closed_in_production():
    assert {service["environment"]["WEBHOOK_OPEN"] for service in OURS.values()} == {"${WEBHOOK_OPEN:-0}"}


def test_the_password_stands_apart_from_the_url():
    environment = BASE["web"]["environment"]

    assert "${" not in environment["DATABASE_URL"]
    assert environment["DATABASE_PASSWORD"].startswith("${MARIADB_PASSWORD:?")


def test_a_password_with_any_letter_reaches_the_database_as_it_is():
    code = "from multichat import settings; print(settings.DATABASES['default']['PASSWORD'], end='')"
    environment = {
        **os.environ, "DATABASE_URL": BASE["web"]["environment"]["DATABASE_URL"], "DATABASE_PASSWORD": PASSWORD,
    }  # fmt: skip

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.stdout == PASSWORD


def test_the_database_keeps_its_binary_log_and_has_time_to_stop():
    flags = BASE["db"]["command"]

    assert any(flag.startswith("--log-bin") for flag in flags)
    assert "--sync-binlog=1" in flags
    assert any(flag.startswith("--expire-logs-days") for flag in flags)
    assert BASE["db"]["stop_grace_period"] == "2m"


def test_a_proxy_asks_web_whether_it_lives_and_not_whether_all_is_well():
    """Um worker parado nunca fecha a porta."""
    assert "/healthz" in str(BASE["web"]["healthcheck"])
    assert "/readyz" in str(BASE["worker"]["healthcheck"])


def test_with_celery_the_plain_worker_is_not_there():
    """O serviço é o mesmo com outro comando; fora dele, só o beat e o broker."""
    assert set(CELERY) - set(BASE) == {"redis", "beat"}
    assert CELERY["worker"]["command"][:2] == ["celery", "-A"]
    assert CELERY["beat"]["extends"] == {"file": "docker-compose.yml", "service": "worker"}


def test_beat_keeps_its_schedule_on_the_data_volume():
    assert "data:/data" in BASE["worker"]["volumes"]  # que o beat herda
    assert "/data/celerybeat" in CELERY["beat"]["command"]


def test_the_minimum_compose_is_named():
    assert "Docker Compose 2.24 ou mais novo" in (ROOT / "docker-compose.yml").read_text("utf-8")
    assert "Docker Compose 2.24" in (ROOT / "README.md").read_text("utf-8")


def test_the_image_has_every_file_the_program_reads() -> None:
    """O que se lê de BASE_DIR em execução e não está na imagem só falta em produção."""
    read = set()
    for path in (ROOT / "multichat").rglob("*.py"):
        read |= set(re.findall(r'BASE_DIR / "([^"]+)"', path.read_text("utf-8")))
    copied = re.findall(r"^COPY (?:--from=\S+ )?(.+) \S+$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    there = {name.removeprefix("/app/").split("/")[0] for line in copied for name in line.split()}

    made_there = {"data", ".env", "data-demo"}
    assert {name.split("/")[0] for name in read} - made_there <= there
