"""Gente: nomes brasileiros, números, LIDs e a grafia que o WhatsApp usa."""

import random
import re

FIRST_NAMES = (
    "Ana Paula", "Bruna", "Camila", "Carlos Eduardo", "Cláudia", "Daniel", "Débora", "Diego", "Eduarda", "Elaine",
    "Fábio", "Fernanda", "Gabriel", "Gustavo", "Helena", "Igor", "Isabela", "João Pedro", "José Carlos", "Juliana",
    "Larissa", "Leandro", "Luana", "Luiz Felipe", "Marcelo", "Maria Clara", "Mariana", "Mateus", "Natália", "Otávio",
    "Patrícia", "Paulo", "Rafaela", "Renato", "Rodrigo", "Sabrina", "Sônia", "Tatiane", "Thiago", "Vanessa",
    "Vinícius", "Yasmin",
)  # fmt: skip
LAST_NAMES = (
    "Almeida", "Andrade", "Araújo", "Barbosa", "Batista", "Cardoso", "Carvalho", "Castro", "Conceição", "Costa",
    "Dias", "Farias", "Fernandes", "Ferreira", "Freitas", "Gonçalves", "Lima", "Lopes", "Machado", "Martins", "Melo",
    "Mendes", "Monteiro", "Moreira", "Nascimento", "Nogueira", "Oliveira", "Pereira", "Ramos", "Ribeiro", "Rocha",
    "Rodrigues", "Santana", "Santos", "Silva", "Souza", "Teixeira", "Vieira",
)  # fmt: skip
GROUP_NAMES = ("Equipe Vendas", "Condomínio Jardim das Acácias", "Pais 5º B", "Fornecedores", "Plantão Suporte")
_DDDS = (11, 11, 11, 13, 19, 21, 21, 27, 31, 41, 47, 48, 51, 61, 62, 71, 81, 85)
_MOBILE = re.compile(r"55(\d\d)(9?)(\d{8})")


def name(rng: random.Random) -> str:
    """Nome e sobrenome."""
    return f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"


def phone(rng: random.Random) -> str:
    """Celular brasileiro, na grafia do WhatsApp."""
    return whatsapp_spelling(f"55{rng.choice(_DDDS)}9{rng.randint(60_000_000, 99_989_999)}")


def lid(rng: random.Random) -> str:
    """Identidade oculta: 15 algarismos que não são telefone."""
    return f"{rng.randint(10**14, 9 * 10**14)}@lid"


def group_id(rng: random.Random) -> str:
    """Identificador de grupo."""
    return f"120363{rng.randint(10**11, 10**12 - 1)}@g.us"


def digits(address: str) -> str:
    """Só os algarismos de um telefone ou JID de telefone."""
    return re.sub(r"\D", "", address.split("@")[0])


def whatsapp_spelling(number: str) -> str:
    """Como o WhatsApp escreve um celular brasileiro: com o nono dígito até o DDD 28, sem ele do 31 em diante."""
    match = _MOBILE.fullmatch(number)
    if not match:
        return number
    ddd, _, last = match.groups()
    if last[0] not in "6789":
        return number  # fixo
    return f"55{ddd}{'9' if int(ddd) <= 28 else ''}{last}"


def may_exist(number: str) -> bool:
    """Se um número que ninguém cadastrou tem WhatsApp: sim, salvo os que acabam em 0000 e os de tamanho impossível."""
    return 10 <= len(number) <= 15 and not number.endswith("0000")
