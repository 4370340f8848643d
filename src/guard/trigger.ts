import { companiesOf, type Guard } from './guard-file.ts'
import { MESSAGE_CHARS_MAX } from './message.ts'
import {
  allOf,
  amountOf,
  asText,
  becomesSold,
  companyOf,
  daysOf,
  isCreditSale,
  isSameSale,
  isSold,
  keyOf,
} from './row.ts'
import { quoteAccount, quoteName, quoteText } from './statement.ts'

/** One trigger of a guard, as it has to stand in the ERP's database. */
export interface Trigger {
  readonly name: string
  readonly event: 'INSERT' | 'UPDATE'
  /** From BEGIN to END, as the database shows it. */
  readonly body: string
  readonly create: string
}

/** Told in every body, so that an old trigger is known for one. */
export const TRIGGER_VERSION = 1

/**
 * Triggers run after the change, when the row has the id and the values that it will keep; to refuse takes the whole
 * statement back, with all that other triggers did.
 */
export function triggersOf(guard: Guard): Trigger[] {
  const updated = updatedSales(guard)
  return [
    triggerOf(guard, 'INSERT', insertedSales(guard)),
    ...(updated.length > 0 ? [triggerOf(guard, 'UPDATE', updated)] : []),
  ]
}

/** When something is sold, and what is to be judged then. */
type Sales = readonly { readonly when: string; readonly amount: string }[]

const insertedSales = (guard: Guard): Sales => [
  { when: allOf([isSold('NEW', guard), isCreditSale('NEW', guard)]), amount: amountOf('NEW', guard) },
]

/** All of what becomes sold, and of what was sold before only the growth. */
function updatedSales(guard: Guard): Sales {
  const { state, growth } = guard.sold
  const whole = amountOf('NEW', guard)
  const before = `IF(${isSameSale(guard)}, GREATEST(${amountOf('OLD', guard)}, 0), 0)`
  const stays = allOf([isSold('OLD', guard), isSold('NEW', guard), isCreditSale('NEW', guard)])
  return [
    ...(state ? [{ when: allOf([becomesSold(guard), isCreditSale('NEW', guard)]), amount: whole }] : []),
    ...(growth ? [{ when: stays, amount: `${whole} - ${before}` }] : []),
  ]
}

function judgedAmount(sales: Sales): string {
  const [first, ...more] = sales.map(({ when, amount }) => `IF ${when} THEN\n      SET fiado_amount = ${amount};`)
  return [first, ...more.map((branch) => `ELSE${branch}`)].join('\n    ').concat('\n    END IF;')
}

function triggerOf(guard: Guard, event: Trigger['event'], sales: Sales): Trigger {
  const { table, definer } = guard
  const name = `fiado_${guard.name.replaceAll('-', '_')}_${event === 'INSERT' ? 'ai' : 'au'}`
  const orderId = event === 'INSERT' && guard.orderIdGenerated ? 'NULL' : keyOf('NEW', guard.orderId)
  const body = bodyOf(guard, judgedAmount(sales), orderId)
  const place = `${quoteName(table.database)}.${quoteName(name)}`
  const on = `${quoteName(table.database)}.${quoteName(table.table)}`
  const create = `CREATE DEFINER=${quoteAccount(definer)} TRIGGER ${place} AFTER ${event} ON ${on} FOR EACH ROW\n${body}`
  return { name, event, body, create }
}

const settingOf = (name: string, value: string): string =>
  value === 'NULL' ? '' : `    SET fiado_${name} = ${value};\n`

const TEXT = (length: number): string => `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`

/**
 * A sale that is free costs one read by primary key. Only what would be refused is looked up further: whether the guard
 * is switched off, and whether Fiado has let this very order pass. Whatever fails in here lets the sale through.
 */
function bodyOf(guard: Guard, judged: string, orderId: string): string {
  return `BEGIN
  DECLARE fiado_version INT DEFAULT ${TRIGGER_VERSION};
  DECLARE fiado_amount DECIMAL(20,2) DEFAULT 0;
  DECLARE fiado_customer ${TEXT(255)};
  DECLARE fiado_company ${TEXT(64)}${guard.company ? '' : ` DEFAULT ${quoteText(companiesOf(guard)[0] ?? '')}`};
  DECLARE fiado_order ${TEXT(255)};
  DECLARE fiado_days, fiado_days_max, fiado_blocked, fiado_age, fiado_found INT;
  DECLARE fiado_available DECIMAL(20,2);
  DECLARE fiado_message ${TEXT(512)};
  DECLARE fiado_verdict VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE fiado_refused INT DEFAULT 0;
  fiado: BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      GET DIAGNOSTICS CONDITION 1 fiado_message = MESSAGE_TEXT;
      SET fiado_verdict = 'fault', fiado_refused = 0;
    END;
    ${judged}
    IF fiado_amount <= 0 THEN LEAVE fiado; END IF;
    SET fiado_customer = ${keyOf('NEW', guard.customer)};
    IF fiado_customer IS NULL THEN LEAVE fiado; END IF;
${[settingOf('company', companyOf('NEW', guard)), settingOf('days', daysOf('NEW', guard))].join('')}${reading(guard)}
${judging(guard)}
${settingOf('order', orderId)}${passing(guard)}
  END;
${recording(guard)}
END`
}

/** A customer of whom Fiado has said nothing passes untouched; a company that the file does not name is a fault. */
const reading = ({ source, schema }: Guard): string => `    BEGIN
      DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
      SELECT blocked, available, term_days_max, message, TIMESTAMPDIFF(SECOND, as_of, UTC_TIMESTAMP())
        INTO fiado_blocked, fiado_available, fiado_days_max, fiado_message, fiado_age
        FROM ${quoteName(schema)}.credit_status
        WHERE source = ${quoteText(source)} AND customer = fiado_customer AND company = fiado_company;
    END;
    IF fiado_company IS NULL THEN
      SET fiado_verdict = 'fault', fiado_message = 'the file of the guard names no company for this row';
    ELSEIF fiado_blocked IS NULL THEN
      LEAVE fiado;
    END IF;`

const BRL = (amount: string): string => `FORMAT(${amount}, 2, 'de_DE')`

function judging({ stale }: Guard): string {
  const old = quoteText('Crédito não confirmado: o Fiado não responde há ')
  return `    IF fiado_verdict IS NULL THEN
      IF fiado_age > ${stale.afterSeconds} THEN
        SET ${stale.sales === 'refuse' ? "fiado_verdict = 'stale', fiado_refused = 1" : "fiado_verdict = 'old'"},
          fiado_message = CONCAT(${old}, FLOOR(fiado_age / 3600), ' h.');
      ELSEIF fiado_blocked <> 0 THEN
        SET fiado_verdict = 'blocked', fiado_refused = 1,
          fiado_message = COALESCE(NULLIF(LEFT(fiado_message, ${MESSAGE_CHARS_MAX}), ''), ${quoteText('Crédito bloqueado.')});
      ELSEIF fiado_amount > fiado_available THEN
        SET fiado_verdict = 'over', fiado_refused = 1,
          fiado_message = CONCAT(${quoteText('Crédito insuficiente: venda de R$ ')}, ${BRL('fiado_amount')},
            ${quoteText(', disponível R$ ')}, ${BRL('GREATEST(fiado_available, 0)')}, '.');
      ELSEIF fiado_days > fiado_days_max THEN
        SET fiado_verdict = 'term', fiado_refused = 1,
          fiado_message = CONCAT('Prazo de ', fiado_days, ${quoteText(' dias acima do máximo de ')}, fiado_days_max, ' dias.');
      ELSE
        LEAVE fiado;
      END IF;
    END IF;`
}

/** Orders that Fiado holds room for, or that were released there, pass up to their amount. */
function passing(guard: Guard): string {
  const { source, schema, name } = guard
  return `    SELECT COUNT(*) INTO fiado_found FROM ${quoteName(schema)}.guards WHERE name = ${quoteText(name)} AND enabled = 0;
    IF fiado_found = 0 AND fiado_refused = 1 THEN
      SELECT COUNT(*) INTO fiado_found FROM ${quoteName(schema)}.passes
        WHERE source = ${quoteText(source)} AND order_id = fiado_order AND customer = fiado_customer
          AND company = fiado_company AND amount >= ${amountOf('NEW', guard)} AND expires_at > UTC_TIMESTAMP();
    END IF;
    IF fiado_found > 0 THEN SET fiado_verdict = NULL, fiado_refused = 0; END IF;`
}

/** A record that cannot be written changes nothing of what happens to the sale. */
function recording(guard: Guard): string {
  const isEnforced = guard.mode === 'enforce'
  const write = (table: string, refused: number): string => `BEGIN
      DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;
      INSERT INTO ${quoteName(guard.schema)}.${table}
        (at, guard, source, verdict, refused, customer, company, order_id, amount, days, sales_rep, message)
        VALUES (UTC_TIMESTAMP(6), ${quoteText(guard.name)}, ${quoteText(guard.source)}, fiado_verdict, ${refused},
          fiado_customer, fiado_company, fiado_order, fiado_amount, fiado_days, ${guard.salesRep ? `LEFT(${asText('NEW', guard.salesRep)}, 255)` : 'NULL'},
          LEFT(fiado_message, 255));
    END;`
  const refuse = `  IF fiado_refused = 1 THEN
    ${guard.recordRefusals ? write('events_aside', 1) : 'SET fiado_found = NULL;'}
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = fiado_message;
  END IF;`
  const keep = `  IF fiado_verdict IS NOT NULL${isEnforced ? ' AND fiado_refused = 0' : ''} THEN
    ${write('events', 0)}
  END IF;`
  return isEnforced ? `${keep}\n${refuse}` : keep
}
