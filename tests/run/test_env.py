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
