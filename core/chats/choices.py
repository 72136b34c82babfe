"""O botão tocado, no valor que demos a ele: a W-APi não leva o nosso, põe um seu e conta-o no eco."""

from typing import Any

from core.facts import MessageType
from core.models import Direction, Mensagem


def chosen_id(reply: Mensagem, asked: Mensagem | None) -> str | None:
    """O `value` nosso do botão tocado; o id como veio, onde os botões não são nossos ou não tinham valor."""
    details: dict[str, Any] = reply.details or {}
    told = details.get("choice_id")
    if reply.type != MessageType.BUTTON_REPLY or asked is None or asked.direction != Direction.OUT:
        return told
    offered: dict[str, Any] = asked.details or {}
    choices = offered.get("choices") or {}
    buttons = [*choices.get("buttons", ()), *(one for card in choices.get("cards", ()) for one in card["buttons"])]
    touched = _touched(reply, buttons, offered.get("told_buttons") or [])
    return (touched or {}).get("value") or told


def _touched(reply: Mensagem, buttons: list[dict[str, Any]], told: list[dict[str, str]]) -> dict[str, Any] | None:
    """Pelo id que o serviço contou; senão pelo texto; senão pelo lugar."""
    details: dict[str, Any] = reply.details or {}
    replies = [one for one in buttons if one.get("type") == "reply"]
    place = next((at for at, one in enumerate(told) if one["id"] == details.get("choice_id")), None)
    if place is not None:
        if len(told) == len(replies):
            return replies[place]
        return _named(replies, told[place]["text"])
    if (found := _named(replies, reply.original_text)) is not None:
        return found
    index = details.get("choice_index")
    return buttons[index] if index is not None and index < len(buttons) else None


def _named(buttons: list[dict[str, Any]], text: str | None) -> dict[str, Any] | None:
    """O botão com este texto, se é um só."""
    same = [one for one in buttons if text is not None and str(one.get("text")).strip() == text.strip()]
    return same[0] if len(same) == 1 else None
