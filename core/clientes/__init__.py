"""O inquilino: criar e mudar."""
