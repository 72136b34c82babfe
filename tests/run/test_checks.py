"""O que as conferências recusam e o que só dizem."""

import pytest
from django.core.checks import run_checks

from multichat import checks
from multichat.supervisor import check_database
from multichat.terminal import CannotGoOn


@pytest.fixture
def open_to_any_name(settings):
    settings.ALLOWED_HOSTS, settings.IS_HTTPS = ["*"], True


def test_any_host_with_https_stops_a_new_installation(db, open_to_any_name):
    with pytest.raises(CannotGoOn, match=r"ALLOWED_HOSTS=\*"):
        check_database()


@pytest.mark.django_db(transaction=True)
def test_any_host_with_https_is_said_where_there_are_events_and_does_not_stop(
    open_to_any_name, loja, capsys, post_webhook
):
    assert post_webhook(loja, {"event": "webhookReceived"}).status_code == 200

    check_database()

    assert capsys.readouterr().out.startswith("AVISO: ALLOWED_HOSTS=*")


@pytest.mark.parametrize(("hosts", "https"), [(["*"], False), (["chat.exemplo.com.br"], True)])
def test_a_name_or_plain_http_is_nothing_to_say(db, settings, hosts, https):
    settings.ALLOWED_HOSTS, settings.IS_HTTPS = hosts, https

    assert checks.check_hosts(databases=["default"]) == []


def test_the_checks_speak_the_language_of_the_terminal(settings, monkeypatch):
    from multichat import terminal

    settings.SECRET_KEY = "curta"
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    terminal._catalogue.cache_clear()
    english = [found.msg for found in run_checks() if found.id == "multichat.E020"]
    monkeypatch.undo()
    terminal._catalogue.cache_clear()

    assert english == ["SECRET_KEY has fewer than 32 letters; delete it so that one is made."]
