import logging

import requests

from odoo import models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

# Seconds to connect and to wait for the answer: two in all.
TIME_LIMIT = (0.5, 1.5)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_confirm(self):
        for order in self:
            order._fiado_require_credit()
        return super().action_confirm()

    def _fiado_require_credit(self):
        """Raises where Fiado refuses. Where Fiado cannot be asked, only who is already blocked is refused."""
        self.ensure_one()
        # The same amount and the same customer as Fiado reads them later: company currency, commercial partner.
        amount = self.amount_total / (self.currency_rate or 1.0)
        customer = self.partner_invoice_id.commercial_partner_id
        if amount <= 0:
            return
        decision = self._fiado_ask(customer, amount)
        if decision is None:
            if customer.fiado_block:
                raise UserError("Crédito bloqueado pelo Fiado.")
            self.message_post(body="Crédito não verificado: o Fiado não respondeu.")
        elif decision["decision"] != "approved":
            raise UserError("\n".join(reason["message"] for reason in decision["reasons"]))

    def _fiado_ask(self, customer, amount):
        parameters = self.env["ir.config_parameter"].sudo()
        body = {
            "source": parameters.get_param("fiado.source"),
            "mode": "reserve",
            "customer": {"externalId": str(customer.id)},
            "order": {
                "id": str(self.id),
                # A quotation that was changed and is confirmed again replaces its own reservation.
                "revision": int(self.write_date.timestamp()),
                "amount": f"{amount:.2f}",
                "payment": {"kind": self._fiado_payment_kind()},
            },
        }
        try:
            answer = requests.post(
                f"{parameters.get_param('fiado.url')}/v1/credit-checks",
                json=body,
                headers={"Authorization": f"Bearer {parameters.get_param('fiado.api_key')}"},
                timeout=TIME_LIMIT,
            )
            answer.raise_for_status()
            return answer.json()
        except (requests.RequestException, ValueError) as error:
            _logger.warning("Fiado was not asked about sale.order %s: %s", self.id, type(error).__name__)
            return None

    def _fiado_payment_kind(self):
        """`credit`, or `cash` and `prepaid` where the payment terms of this company say so."""
        return "credit"
