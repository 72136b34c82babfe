"""O inquilino: criar, mudar, apagar."""
