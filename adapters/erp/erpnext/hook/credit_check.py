import frappe
import requests
from frappe.utils import escape_html, flt, get_datetime

# Seconds to connect and to wait for the answer: two in all. A Server Script cannot set one (frappe.make_post_request
# takes no time limit), hence an app.
TIME_LIMIT = (0.5, 1.5)


def require_credit(doc, method=None):
    """Sales Order, before_submit. Refuses where Fiado refuses; where Fiado cannot be asked, says so on the order."""
    amount = flt(doc.base_rounded_total) or flt(doc.base_grand_total)
    if amount <= 0:
        return
    decision = ask(doc, amount)
    if decision is None:
        doc.add_comment("Comment", "Crédito não verificado: o Fiado não respondeu.")
    elif decision["decision"] != "approved":
        reasons = [escape_html(reason["message"]) for reason in decision["reasons"]]
        frappe.throw("<br>".join(reasons), title="Crédito")


def ask(doc, amount):
    body = {
        "source": frappe.conf.fiado_source,
        "mode": "reserve",
        "customer": {"externalId": doc.customer},
        "order": {
            "id": doc.name,
            # A draft that was changed and is submitted again replaces its own reservation.
            "revision": int(get_datetime(doc.modified).timestamp()),
            "amount": f"{amount:.2f}",
            "payment": {"kind": "credit"},
        },
    }
    try:
        answer = requests.post(
            f"{frappe.conf.fiado_url}/v1/credit-checks",
            json=body,
            headers={"Authorization": f"Bearer {frappe.conf.fiado_api_key}"},
            timeout=TIME_LIMIT,
        )
        answer.raise_for_status()
        return answer.json()
    except (requests.RequestException, ValueError) as error:
        frappe.logger("fiado").warning(f"Fiado was not asked about {doc.name}: {type(error).__name__}")
        return None
