"""A hora cheia de um momento: é por ela que se somam os números."""

from datetime import datetime


def hour_of(moment: datetime) -> datetime:
    """O começo da hora."""
    return moment.replace(minute=0, second=0, microsecond=0)
