"""Provisório."""

from dataclasses import dataclass
from typing import Literal

from core.models import MessageMedia


class TooLargeForBase64(Exception):
    """Grande."""


@dataclass(frozen=True, slots=True)
class Source:
    """Fonte."""

    value: str
    by: Literal["link", "base64"]


def hand_over(media: MessageMedia) -> Source:
    """x."""
    raise TooLargeForBase64


def in_base64(media: MessageMedia) -> Source:
    """x."""
    raise TooLargeForBase64


def was_fetched(media_id: int) -> bool:
    """x."""
    return True
