"""O voto de enquete contra a captura do contrato, e o que não o abre."""

import hashlib
import json
from pathlib import Path

import pytest

from core.gateway.poll_crypto import Vote, read_vote
from simulator import poll_cipher

FIXTURES = Path(__file__).parents[3] / "webhook/tests/fixtures"
POLL = json.loads((FIXTURES / "sent_by_me_poll.json").read_text())
CAST = json.loads((FIXTURES / "received_poll_vote_decryptable.json").read_text())["msgContent"]["pollUpdateMessage"]
SECRET, POLL_ID = POLL["msgContent"]["messageContextInfo"]["messageSecret"], POLL["messageId"]
VOTE = Vote(CAST["vote"]["encIV"], CAST["vote"]["encPayload"])
OURS = ("100000000000001@lid", "5511900000001")
THEIRS = ("100000000000002@lid", "5511900000002")


def sha256(option: str) -> str:
    return hashlib.sha256(option.encode()).hexdigest()


def test_the_captured_vote_opens() -> None:
    assert read_vote(VOTE, SECRET, POLL_ID, OURS, THEIRS) == (sha256("Tarde"),)


def test_the_spelling_that_authenticates_is_found_wherever_it_is() -> None:
    assert read_vote(VOTE, SECRET, POLL_ID, reversed(OURS), reversed(THEIRS)) == (sha256("Tarde"),)
    sealed = poll_cipher.seal(["a", "b"], SECRET, "P", f"{OURS[1]}@s.whatsapp.net", f"{THEIRS[1]}@s.whatsapp.net")
    by_phone = Vote(sealed["encIV"], sealed["encPayload"])
    assert read_vote(by_phone, SECRET, "P", OURS, THEIRS) == (sha256("a"), sha256("b"))


def test_a_vote_taken_back_opens_empty() -> None:
    sealed = poll_cipher.seal([], SECRET, "P", OURS[0], THEIRS[0])

    assert read_vote(Vote(sealed["encIV"], sealed["encPayload"]), SECRET, "P", OURS, THEIRS) == ()


@pytest.mark.parametrize(
    ("vote", "secret", "poll_id", "creators", "voters"),
    [
        pytest.param(VOTE, SECRET, POLL_ID, OURS, OURS, id="outra pessoa"),
        pytest.param(VOTE, SECRET, "OUTRA", OURS, THEIRS, id="outra enquete"),
        pytest.param(VOTE, "A" * 43 + "=", POLL_ID, OURS, THEIRS, id="outro segredo"),
        pytest.param(VOTE, "não é base64", POLL_ID, OURS, THEIRS, id="segredo impossível"),
        pytest.param(Vote("AAAA", VOTE.payload), SECRET, POLL_ID, OURS, THEIRS, id="iv curto"),
        pytest.param(Vote("", ""), SECRET, POLL_ID, OURS, THEIRS, id="vazio"),
        pytest.param(VOTE, SECRET, POLL_ID, (), THEIRS, id="sem quem a criou"),
    ],
)
def test_what_does_not_open_is_none_and_never_raises(vote, secret, poll_id, creators, voters) -> None:
    assert read_vote(vote, secret, poll_id, creators, voters) is None
