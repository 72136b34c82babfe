"""As variáveis de ambiente que só servem se são o que se espera."""

import pytest

from multichat import env


def test_a_time_zone_is_known_by_its_name(monkeypatch):
    monkeypatch.setenv("LOCAL_TIME_ZONE", "America/Manaus")

    assert env.time_zone("LOCAL_TIME_ZONE", "UTC").key == "America/Manaus"


@pytest.mark.parametrize("value", ["Brasilia", "../etc/passwd", "-03:00"])
def test_a_time_zone_nobody_knows_is_one_clear_line(monkeypatch, value):
    monkeypatch.setenv("LOCAL_TIME_ZONE", value)

    with pytest.raises(env.BadSetting, match="America/Sao_Paulo"):
        env.time_zone("LOCAL_TIME_ZONE", "UTC")


def test_an_hour_of_the_day_is_written_with_its_minutes(monkeypatch):
    monkeypatch.setenv("BACKUP_AT", "23:05")

    assert env.clock("BACKUP_AT", "03:40").isoformat() == "23:05:00"


@pytest.mark.parametrize("value", ["24:00", "3h40", "agora"])
def test_an_hour_that_is_none_is_one_clear_line(monkeypatch, value):
    monkeypatch.setenv("BACKUP_AT", value)

    with pytest.raises(env.BadSetting, match="BACKUP_AT="):
        env.clock("BACKUP_AT", "03:40")
