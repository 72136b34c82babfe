"""O que vai ao Sentry: a exceção, sem segredos, sem o caminho das chamadas."""

from multichat import sentry

PATH = "abcdefghijklmnopqrstuvwxyz012345"
SECRET = "Authorization: Bearer abcdef1234567890"


def test_nothing_sent_carries_a_secret_or_what_was_logged_around():
    event = {
        "request": {
            "url": "https://x/webhook/abcdefghijklmnopqrstuvwxyz012345/",
            "headers": {"Cookie": "a"},
            "data": "corpo",
        },
        "logentry": {"message": SECRET, "formatted": SECRET, "params": [SECRET]},
        "extra": {"fields": {"phone": "5511900000002"}},
        "exception": {"values": [{"type": "ValueError", "value": SECRET}]},
    }

    sent = str(sentry._clean(event, {}))

    assert "ValueError" in sent
    for secret in ("abcdef1234567890", PATH, "corpo", "Cookie", "5511900000002"):
        assert secret not in sent


def test_no_trail_of_calls_is_kept(settings, monkeypatch):
    settings.SENTRY_DSN = "https://x@sentry.example.com/1"
    told = {}
    monkeypatch.setattr("sentry_sdk.init", lambda **options: told.update(options))

    sentry.start()

    assert told["max_breadcrumbs"] == 0
