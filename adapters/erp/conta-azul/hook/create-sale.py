#!/usr/bin/env python3
"""Creates a sale in Conta Azul and approves it only when Fiado says so.

For the program that puts orders into Conta Azul (shop, sales app, EDI). The sale is created as EM_ANDAMENTO, which makes
no receivable; Fiado is asked with the sale's id; an approval turns the sale into APROVADO. Refused, or Fiado away: the
sale stays EM_ANDAMENTO, neither approved nor refused, for a person to decide.

Usage: create-sale.py SALE.json     the body of POST /v1/venda, without "situacao"
Reads FIADO_URL, FIADO_KEY, FIADO_SOURCE and CONTA_AZUL_TOKEN (an access token) from the environment.
"""
import json
import os
import sys
import urllib.error
import urllib.request
from decimal import ROUND_HALF_UP, Decimal

CONTA_AZUL = "https://api-v2.contaazul.com/v1"
FIADO_TIMEOUT_S = 2
CONTA_AZUL_TIMEOUT_S = 30


def call(method, url, token, body, timeout_s):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method=method)
    with urllib.request.urlopen(request, timeout=timeout_s) as answer:
        # Decimal, so that no amount passes through a float.
        return json.load(answer, parse_float=Decimal)


def total_of(sale):
    """What the customer has to pay: the sum of the instalments."""
    parts = (Decimal(str(part["valor"])) for part in sale["condicao_pagamento"]["parcelas"])
    return str(sum(parts, Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def ask_fiado(sale_id, sale):
    """The answer of Fiado, or None when there is none within two seconds."""
    body = {
        "source": os.environ["FIADO_SOURCE"],
        "mode": "reserve",
        "customer": {"externalId": sale["id_cliente"]},
        "order": {"id": sale_id, "revision": 1, "amount": total_of(sale), "payment": {"kind": "credit"}},
    }
    url = f"{os.environ['FIADO_URL']}/v1/credit-checks"
    try:
        return call("POST", url, os.environ["FIADO_KEY"], body, FIADO_TIMEOUT_S)
    except (urllib.error.URLError, TimeoutError, ValueError) as error:
        print(f"Fiado não respondeu ({error}): venda não analisada", file=sys.stderr)
        return None


def main(path):
    with open(path, encoding="utf-8") as file:
        sale = json.load(file)
    token = os.environ["CONTA_AZUL_TOKEN"]
    draft = {**sale, "situacao": "EM_ANDAMENTO"}
    sale_id = call("POST", f"{CONTA_AZUL}/venda", token, draft, CONTA_AZUL_TIMEOUT_S)["id"]
    answer = ask_fiado(sale_id, sale)
    decision = answer["decision"] if answer else "not_checked"
    if decision == "approved":
        # "versao" must be there and not 0, although a new sale has 0; its value is not compared (seen 2026-08-19).
        approved = {**sale, "situacao": "APROVADO", "versao": 1}
        call("PUT", f"{CONTA_AZUL}/venda/{sale_id}", token, approved, CONTA_AZUL_TIMEOUT_S)
    reasons = [reason["message"] for reason in answer["reasons"]] if answer else []
    print(json.dumps({"id": sale_id, "decision": decision, "reasons": reasons}, ensure_ascii=False))
    return 0 if decision == "approved" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
