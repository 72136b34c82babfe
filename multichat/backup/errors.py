"""O que impede um backup ou uma restauração, numa linha para quem opera.

BackupError
├── Damaged        o arquivo não está inteiro
├── Newer          foi feito por uma versão mais nova
├── WrongPassphrase
├── NotEmpty       o lugar já tem alguma coisa
├── NotProved      restaurado, mas alguma prova falhou
└── PlaceAway      a pasta ou o balde dos backups não atende"""


class BackupError(Exception):
    """O backup não se fez."""


class Damaged(BackupError):
    """O arquivo do backup está cortado ou estragado."""


class Newer(BackupError):
    """O backup foi feito por uma versão mais nova do MultiChat; atualize antes de restaurar."""


class WrongPassphrase(BackupError):
    """BACKUP_PASSPHRASE não abre as chaves deste backup."""


class NotEmpty(BackupError):
    """O banco não está vazio."""


class NotProved(BackupError):
    """O que se restaurou não confere com o backup."""


class PlaceAway(BackupError):
    """O lugar dos backups não atende."""
