"""Backup, restauração e mudança de banco: um mecanismo só, igual no SQLite e no MariaDB.

Um backup é um arquivo `<hora>.mcb` (um ZIP: `archive.py`) com as linhas de cada tabela das pertenças, lidas num
instantâneo só enquanto tudo corre (`rows.py`), e a pasta `media/<sha256>` ao lado, dividida por todos os backups
(`files.py`). A chave vai selada por BACKUP_PASSPHRASE, ou não vai (`seal.py`). Restaurar (`restore.py`) é pôr as linhas
num banco vazio, na versão das tabelas em que foram lidas, migrar daí até a de agora, e provar: a impressão de cada
tabela lida de volta, `rebuild --check`, e o hash de cada arquivo. Conferir um backup (`verify.py`) é restaurá-lo num
rascunho; mudar de banco (`move.py`) é restaurá-lo no outro."""
