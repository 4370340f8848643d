{
    "name": "Fiado: crédito na confirmação do pedido",
    "summary": "Pergunta ao Fiado antes de confirmar um pedido de venda",
    "version": "1.0",
    "license": "MIT",
    "category": "Sales/Sales",
    "depends": ["sale"],
    "data": ["views/res_partner.xml"],
}
