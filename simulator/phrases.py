"""O que os contatos dizem, em português do Brasil: respostas por assunto, aberturas de conversa, papo de grupo."""

from typing import Any

Line = dict[str, Any]


def _texts(*lines: str) -> list[Line]:
    return [{"kind": "text", "text": line} for line in lines]


# A primeira expressão que casa com o que se escreveu ao contato.
REPLIES: list[tuple[str, list[Line]]] = [
    (
        r"comprovante|pix|pagamento|boleto|fatura",
        [
            {"kind": "receipt", "text": "Segue o comprovante 👆"},
            *_texts(
                "Já fiz o Pix, pode conferir?", "Vou pagar hoje à tarde, tudo bem?", "Me manda a chave Pix, por favor"
            ),
        ],
    ),
    (
        r"endere[çc]o|onde|localiza",
        [
            {"kind": "location", "text": "", "name": "Casa", "address": "Rua das Laranjeiras, 210"},
            *_texts("É na Rua das Laranjeiras, 210, apto 32", "Pode ser na portaria mesmo"),
        ],
    ),
    (
        r"contrato|proposta|documento|nota fiscal",
        [
            {"kind": "document", "text": "Assinado 👍", "file_name": "contrato_assinado.pdf"},
            *_texts("Recebi, vou ler com calma e te respondo", "Pode mandar por aqui mesmo"),
        ],
    ),
    (
        r"foto|imagem|print",
        [{"kind": "image", "text": "Tá assim, ó"}, {"kind": "image", "text": ""}, *_texts("Mando a foto já já")],
    ),
    (
        r"hor[áa]rio|amanh[ãa]|agendar|marcar|visita",
        _texts("Amanhã às 14h fica bom pra mim", "De manhã eu consigo, a partir das 9h", "Pode ser sexta?"),
    ),
    (r"obrigad|valeu|agrade", _texts("Imagina, eu que agradeço! 🙏", "Valeu!", "Por nada 😊")),
    (
        r"bom dia|boa tarde|boa noite|ol[áa]\b|\boi\b",
        [*_texts("Oi! Tudo bem?", "Olá, bom dia! Tudo certo por aí?", "Opa, tudo bem sim e você?"), {"kind": "voice"}],
    ),
    (
        r"pre[çc]o|valor|or[çc]amento|desconto",
        _texts("Tem desconto à vista?", "Hmm, ficou um pouco acima do que eu esperava", "Fechado, pode seguir 👍"),
    ),
    (r"\?", _texts("Sim, pode ser", "Não tenho certeza, vou confirmar e te falo", "Isso mesmo", "Ainda não")),
]

FALLBACK: list[Line] = [
    *_texts("Entendi, valeu pela atenção!", "Certo, fico no aguardo", "Perfeito 👏", "Ok, combinado então", "Show!"),
    {"kind": "voice"},
    {"kind": "sticker"},
    {"kind": "reaction", "emoji": "👍"},
    {"kind": "reaction", "emoji": "❤️"},
]

OPENINGS: list[Line] = [
    *_texts(
        "Bom dia! Gostaria de um orçamento para 3 computadores",
        "Oi, meu pedido ainda não chegou. Conseguem verificar?",
        "Boa tarde, vocês atendem no sábado?",
        "Olá! Qual o valor da mensalidade?",
        "Preciso da segunda via do boleto de novembro",
        "Vocês fazem entrega na zona sul?",
        "Oi, é possível remarcar minha visita?",
        "O sistema está fora do ar aqui, conseguem olhar?",
    ),
    {"kind": "image", "text": "Chegou assim aqui, é normal?"},
    {"kind": "receipt", "text": "Pagamento feito, segue comprovante"},
    {"kind": "voice"},
    {"kind": "voice"},
    {"kind": "video", "text": "Olha o barulho que está fazendo"},
    {"kind": "document", "text": "Segue a nota", "file_name": "nota_fiscal_4821.pdf"},
    {"kind": "location", "name": "Padaria Estrela", "address": "Av. Paulista, 1500"},
    {"kind": "contact"},
    {"kind": "sticker"},
]

GROUP_TALK = (
    "Pessoal, reunião às 15h confirmada?",
    "Bom dia, grupo! ☀️",
    "Alguém sabe se já liberaram a entrada?",
    "Vou me atrasar uns 10 minutos",
    "Combinado então 👍",
)
