from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # Written by Fiado's write-back (`blockField: fiado_block`); looked at where Fiado itself cannot be asked.
    fiado_block = fields.Boolean("Crédito bloqueado pelo Fiado", copy=False, tracking=True)
