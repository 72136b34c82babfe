"""O que todos pisam: banco, arrendamento, quem trabalha, feed de mudanças, frases guardadas."""
