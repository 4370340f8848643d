import { bling } from '../adapters/erp/bling/index.ts'
import { contaAzul } from '../adapters/erp/conta-azul/index.ts'
import { dolibarr } from '../adapters/erp/dolibarr/index.ts'
import { erpnext } from '../adapters/erp/erpnext/index.ts'
import { odoo } from '../adapters/erp/odoo/index.ts'
import { omie } from '../adapters/erp/omie/index.ts'
import { sapB1 } from '../adapters/erp/sap-b1/index.ts'
import { sql } from '../adapters/erp/sql/index.ts'
import type { ErpAdapter } from './sync/contract.ts'

/** Every adapter of this program, by id. The only file that imports them. */
export const adapters: readonly ErpAdapter[] = [bling, contaAzul, dolibarr, erpnext, odoo, omie, sapB1, sql]
