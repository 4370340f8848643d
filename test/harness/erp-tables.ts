import type { Connection } from 'mysql2/promise'

/** How an ERP's people made their tables, long ago. What is not told is as in `USUAL`. */
export interface ErpTableOptions {
  /** Of `codigo` in all three tables. */
  readonly customerType?: 'CHAR(6)' | 'VARCHAR(20)' | 'INT' | 'DECIMAL(10,0)'
  readonly charset?: 'latin1' | 'utf8mb4'
  /** One of the charset's. */
  readonly collation?: string
  readonly engine?: 'InnoDB' | 'MyISAM'
}

const USUAL = {
  customerType: 'CHAR(6)',
  charset: 'latin1',
  collation: 'latin1_swedish_ci',
  engine: 'InnoDB',
} as const satisfies ErpTableOptions

type Runner = Pick<Connection, 'query'>

/**
 * A plain Brazilian ERP in the database that the connection uses. A customer is `codigo` and `loja`, an order `numero`.
 * `situacao` of an order: O quote, A sold, P invoiced in part, F invoiced, C cancelled; of a title: A open, B paid, C
 * cancelled, P lost. `condicao` of an order: V at once, P on credit.
 */
export async function createPedidosTables(connection: Runner, options: ErpTableOptions = {}): Promise<void> {
  const { customerType, charset, collation, engine } = { ...USUAL, ...options }
  const end = `ENGINE=${engine} DEFAULT CHARSET=${charset} COLLATE=${collation}`
  const customer = `codigo ${customerType} NOT NULL, loja CHAR(2) NOT NULL`
  const changed = `alterado_em TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY (alterado_em)`
  await runAll(connection, [
    `CREATE TABLE clientes (${customer}, nome VARCHAR(60) NOT NULL, cnpj VARCHAR(18), limite DECIMAL(15,2),
       bloqueado CHAR(1) NOT NULL DEFAULT 'N', email VARCHAR(100), telefone VARCHAR(20), cidade VARCHAR(40), uf CHAR(2),
       cadastrado_em DATE, ${changed}, PRIMARY KEY (codigo, loja)) ${end}`,
    `CREATE TABLE titulos (numero CHAR(9) NOT NULL, parcela CHAR(2) NOT NULL, ${customer}, filial CHAR(2) NOT NULL DEFAULT '01',
       pedido CHAR(8), tipo CHAR(2) NOT NULL DEFAULT 'NF', emissao DATE NOT NULL, vencimento DATE NOT NULL,
       valor DECIMAL(15,2) NOT NULL, recebido DECIMAL(15,2) NOT NULL DEFAULT 0, situacao CHAR(1) NOT NULL DEFAULT 'A',
       baixado_em DATE, ${changed}, PRIMARY KEY (numero, parcela)) ${end}`,
    `CREATE TABLE pedidos (numero CHAR(8) NOT NULL, ${customer}, filial CHAR(2) NOT NULL DEFAULT '01',
       valor DECIMAL(15,2) NOT NULL, faturado DECIMAL(15,2) NOT NULL DEFAULT 0, situacao CHAR(1) NOT NULL DEFAULT 'A',
       condicao CHAR(1) NOT NULL DEFAULT 'P', prazo_dias INT, vendedor VARCHAR(20), observacao TEXT,
       ${changed}, PRIMARY KEY (numero), KEY (situacao)) ${end}`,
  ])
}

const MONEY = 'DOUBLE(24,8)'
const TMS = 'tms TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP'
const ROW = 'rowid INTEGER AUTO_INCREMENT PRIMARY KEY'
const ENTITY = 'entity INTEGER NOT NULL DEFAULT 1'

/**
 * The tables of Dolibarr that credit needs, with its own column types: those columns alone. Orders: `fk_statut` -1 cancelled, 0
 * draft (`ref` is then `(PROV…)`), 1 validated, 2 in process, 3 delivered; `facture` 1 once it is classified as invoiced.
 * Seen in github.com/Dolibarr/dolibarr, htdocs/install/mysql/tables, on 2026-11-22.
 */
export async function createDolibarrTables(connection: Runner): Promise<void> {
  const end = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci'
  await runAll(connection, [
    `CREATE TABLE llx_societe (${ROW}, nom VARCHAR(128), ${ENTITY}, status TINYINT DEFAULT 1, client TINYINT DEFAULT 0,
       siren VARCHAR(128), idprof4 VARCHAR(128), outstanding_limit ${MONEY}, phone VARCHAR(30), phone_mobile VARCHAR(30),
       email VARCHAR(128), town VARCHAR(50), datec DATETIME, ${TMS}) ${end}`,
    `CREATE TABLE llx_commande (${ROW}, ref VARCHAR(30) NOT NULL, ${ENTITY}, fk_soc INTEGER NOT NULL, ${TMS},
       date_creation DATETIME, date_valid DATETIME, date_commande DATE, fk_user_author INTEGER, fk_user_valid INTEGER,
       fk_statut SMALLINT DEFAULT 0, total_tva ${MONEY} DEFAULT 0, total_ht ${MONEY} DEFAULT 0, total_ttc ${MONEY} DEFAULT 0,
       facture TINYINT DEFAULT 0, fk_cond_reglement INTEGER, fk_mode_reglement INTEGER, multicurrency_code VARCHAR(3),
       UNIQUE KEY uk_commande_ref (ref, entity), KEY idx_commande_fk_soc (fk_soc),
       CONSTRAINT fk_commande_fk_soc FOREIGN KEY (fk_soc) REFERENCES llx_societe (rowid)) ${end}`,
    `CREATE TABLE llx_facture (${ROW}, ref VARCHAR(30) NOT NULL, ${ENTITY}, type SMALLINT NOT NULL DEFAULT 0,
       fk_soc INTEGER NOT NULL, datec DATETIME, datef DATE, ${TMS}, paye SMALLINT NOT NULL DEFAULT 0, close_code VARCHAR(16),
       total_ttc ${MONEY} DEFAULT 0, fk_statut SMALLINT NOT NULL DEFAULT 0, fk_facture_source INTEGER,
       fk_cond_reglement INTEGER NOT NULL DEFAULT 1, fk_mode_reglement INTEGER, date_lim_reglement DATE,
       UNIQUE KEY uk_facture_ref (ref, entity), KEY idx_facture_fk_soc (fk_soc), KEY idx_facture_fk_statut (fk_statut)) ${end}`,
    `CREATE TABLE llx_facturedet (${ROW}, fk_facture INTEGER NOT NULL, total_ttc ${MONEY}, KEY (fk_facture)) ${end}`,
    `CREATE TABLE llx_paiement (${ROW}, ref VARCHAR(30), ${ENTITY}, datec DATETIME, ${TMS}, datep DATETIME,
       amount ${MONEY} DEFAULT 0) ${end}`,
    `CREATE TABLE llx_paiement_facture (${ROW}, fk_paiement INTEGER, fk_facture INTEGER, amount ${MONEY} DEFAULT 0,
       KEY idx_paiement_facture_fk_facture (fk_facture), UNIQUE KEY uk_paiement_facture (fk_paiement, fk_facture)) ${end}`,
    `CREATE TABLE llx_societe_remise_except (${ROW}, ${ENTITY}, fk_soc INTEGER NOT NULL, discount_type INTEGER NOT NULL DEFAULT 0,
       datec DATETIME, amount_ttc ${MONEY} NOT NULL DEFAULT 0, fk_facture_line INTEGER, fk_facture INTEGER,
       fk_facture_source INTEGER, description TEXT NOT NULL, KEY idx_societe_remise_except_fk_facture (fk_facture)) ${end}`,
    `CREATE TABLE llx_element_element (${ROW}, fk_source INTEGER NOT NULL, sourcetype VARCHAR(64) NOT NULL,
       fk_target INTEGER NOT NULL, targettype VARCHAR(64) NOT NULL, KEY idx_element_element_fk_target (fk_target),
       UNIQUE KEY (fk_source, sourcetype, fk_target, targettype)) ${end}`,
    `CREATE TABLE llx_c_paiement (id INTEGER AUTO_INCREMENT PRIMARY KEY, ${ENTITY}, code VARCHAR(6) NOT NULL) ${end}`,
    `CREATE TABLE llx_c_payment_term (${ROW}, ${ENTITY}, code VARCHAR(16), nbjour SMALLINT, decalage SMALLINT) ${end}`,
  ])
}

async function runAll(connection: Runner, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await connection.query(statement)
}
