import { consoleChannel } from '../adapters/channel/console/index.ts'
import { smtp } from '../adapters/channel/smtp/index.ts'
import { twilio } from '../adapters/channel/twilio/index.ts'
import { webhook } from '../adapters/channel/webhook/index.ts'
import { whatsappCloud } from '../adapters/channel/whatsapp-cloud/index.ts'
import { zenvia } from '../adapters/channel/zenvia/index.ts'
import { bling } from '../adapters/erp/bling/index.ts'
import { contaAzul } from '../adapters/erp/conta-azul/index.ts'
import { dolibarr } from '../adapters/erp/dolibarr/index.ts'
import { erpnext } from '../adapters/erp/erpnext/index.ts'
import { odoo } from '../adapters/erp/odoo/index.ts'
import { omie } from '../adapters/erp/omie/index.ts'
import { sapB1 } from '../adapters/erp/sap-b1/index.ts'
import { sql } from '../adapters/erp/sql/index.ts'
import type { ChannelAdapter } from './channels/contract.ts'
import type { ErpAdapter } from './sync/contract.ts'

/** Every adapter of this program, by id. The only file that imports them. */
export const adapters: readonly ErpAdapter[] = [bling, contaAzul, dolibarr, erpnext, odoo, omie, sapB1, sql]
export const channels: readonly ChannelAdapter[] = [consoleChannel, smtp, twilio, webhook, whatsappCloud, zenvia]
