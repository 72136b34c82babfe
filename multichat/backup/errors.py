"""O que impede um backup ou uma restauração, numa linha para quem opera.

BackupError
├── Damaged        o arquivo não está inteiro
├── Newer          foi feito por uma versão mais nova
├── WrongPassphrase
├── NotEmpty       o lugar já tem alguma coisa
├── NotProved      restaurado, mas alguma prova falhou
└── PlaceAway      a pasta ou o balde dos backups não atende"""

from multichat.terminal import _


class BackupError(Exception):
    """O backup não se fez. Diz as palavras da classe, e depois o que mais se souber."""

    words = ""

    def __init__(self, more: str = "") -> None:
        super().__init__(f"{self.words} {more}".strip())


class Damaged(BackupError):
    """Cortado, ou mexido."""

    words = _("O arquivo do backup está cortado ou estragado.")


class Newer(BackupError):
    """As migrações ou o formato são de outra versão, que esta não conhece."""

    words = _("O backup foi feito por uma versão mais nova do MultiChat; atualize antes de restaurar.")


class WrongPassphrase(BackupError):
    """A senha é outra."""

    words = _("BACKUP_PASSPHRASE não abre as chaves deste backup.")


class NotEmpty(BackupError):
    """Nada do que já está ali se apaga."""

    words = _("O banco não está vazio.")


class NotProved(BackupError):
    """Uma prova falhou; quem a fez diz qual."""


class PlaceAway(BackupError):
    """O disco ou o balde recusou."""

    words = _("O lugar dos backups não atende.")
