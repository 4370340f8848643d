import { companiesOf, type Guard } from './guard-file.ts'
import { MESSAGE_CHARS_MAX } from './message.ts'
import { amountOf, asText, BINARY, companyOf, daysOf, keyOf } from './row.ts'
import { quoteName, quoteText } from './statement.ts'

/** Told in every body, so that an old trigger is known for one. */
const TRIGGER_VERSION = 2

const TEXT = (length: number): string => `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`

/**
 * A sale that is free costs one read by primary key and little else: every variable and every statement of a trigger is
 * paid for by each row. Only what is not free, or what could not be looked at, is judged. Whatever fails in here lets
 * the sale through.
 */
export const bodyOf = (guard: Guard, judged: string, orderId: string): string => `BEGIN
  DECLARE fiado_suspect INT;
  DECLARE fiado_amount DECIMAL(20,2);
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION SET fiado_suspect = 1;
    SET fiado_amount = ${judged};
    IF fiado_amount > 0 THEN
${screening(guard)}
    END IF;
  END;
  IF fiado_suspect THEN
${judging(guard, judged, orderId)}
  END IF;
END`

/**
 * A SELECT of its own, since InnoDB locks what any other statement reads. `IS NOT TRUE`: what nobody can compare is no
 * more free than what is too much.
 */
function screening(guard: Guard): string {
  const { source, schema, stale } = guard
  const [customer, company, days] = [keyOf('NEW', guard.customer), companyOf('NEW', guard), daysOf('NEW', guard)]
  const free = [
    // As text: a column that is no number any more would be 0 as a number.
    "blocked = '0'",
    '(fiado_amount > available) IS NOT TRUE',
    ...(days === 'NULL' ? [] : [`(${days} > term_days_max) IS NOT TRUE`]),
    `TIMESTAMPDIFF(SECOND, as_of, UTC_TIMESTAMP()) <= ${stale.afterSeconds}`,
  ]
  const named = guard.company ? `${company} ${BINARY}` : quoteText(companiesOf(guard)[0] ?? '')
  const unnamed = guard.company ? ` + (${company} IS NULL AND ${customer} IS NOT NULL)` : ''
  return `      SELECT COUNT(*)${unnamed} INTO fiado_suspect FROM ${quoteName(schema)}.credit_status
        WHERE source = ${quoteText(source)} AND customer = ${customer} ${BINARY} AND company = ${named}
          AND (${free.join(' AND ')}) IS NOT TRUE;`
}

const settingOf = (name: string, value: string): string =>
  value === 'NULL' ? '' : `        SET fiado_${name} = ${value};\n`

const judging = (guard: Guard, judged: string, orderId: string): string => `    BEGIN
      DECLARE fiado_version INT DEFAULT ${TRIGGER_VERSION};
      DECLARE fiado_customer, fiado_order, fiado_sales_rep ${TEXT(255)};
      DECLARE fiado_company ${TEXT(64)}${guard.company ? '' : ` DEFAULT ${quoteText(companiesOf(guard)[0] ?? '')}`};
      DECLARE fiado_days, fiado_days_max, fiado_blocked, fiado_age, fiado_found INT;
      DECLARE fiado_available DECIMAL(20,2);
      DECLARE fiado_message ${TEXT(512)};
      DECLARE fiado_verdict ${TEXT(16)};
      DECLARE fiado_refused INT DEFAULT 0;
      fiado: BEGIN
        DECLARE EXIT HANDLER FOR SQLEXCEPTION
        BEGIN
          GET DIAGNOSTICS CONDITION 1 fiado_message = MESSAGE_TEXT;
          SET fiado_verdict = 'fault', fiado_refused = 0;
        END;
        SET fiado_amount = ${judged};
        SET fiado_customer = ${keyOf('NEW', guard.customer)};
${[settingOf('company', companyOf('NEW', guard)), settingOf('days', daysOf('NEW', guard))].join('')}${reading(guard)}
${verdict(guard)}
${settingOf('order', orderId)}${passing(guard)}
      END;
${recording(guard)}
    END;`

/** A customer of whom Fiado has said nothing passes untouched; a company that the file does not name is a fault. */
const reading = ({ source, schema }: Guard): string => `        BEGIN
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

function verdict({ stale }: Guard): string {
  const old = quoteText('Crédito não confirmado: o Fiado não responde há ')
  return `        IF fiado_verdict IS NULL THEN
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
  return `        SELECT COUNT(*) INTO fiado_found FROM ${quoteName(schema)}.guards WHERE name = ${quoteText(name)} AND enabled = 0;
        IF fiado_found = 0 AND fiado_refused = 1 THEN
          SELECT COUNT(*) INTO fiado_found FROM ${quoteName(schema)}.passes
            WHERE source = ${quoteText(source)} AND order_id = fiado_order AND customer = fiado_customer
              AND company = fiado_company AND amount >= ${amountOf('NEW', guard)} AND expires_at > UTC_TIMESTAMP();
        END IF;
        IF fiado_found > 0 THEN SET fiado_verdict = NULL, fiado_refused = 0; END IF;`
}

/** A record that cannot be written changes nothing of what happens to the sale; a column that is gone, nothing of it. */
function recording(guard: Guard): string {
  const isEnforced = guard.mode === 'enforce'
  const salesRep = guard.salesRep
    ? `\n          SET fiado_sales_rep = LEFT(${asText('NEW', guard.salesRep)}, 255);`
    : ''
  const write = (table: string, refused: number): string => `BEGIN
          DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;${salesRep}
          INSERT INTO ${quoteName(guard.schema)}.${table}
            (at, guard, source, verdict, refused, customer, company, order_id, amount, days, sales_rep, message)
            VALUES (UTC_TIMESTAMP(6), ${quoteText(guard.name)}, ${quoteText(guard.source)}, fiado_verdict, ${refused},
              fiado_customer, fiado_company, fiado_order, fiado_amount, fiado_days, fiado_sales_rep, LEFT(fiado_message, 255));
        END;`
  const refuse = `      IF fiado_refused = 1 THEN
        ${guard.recordRefusals ? write('events_aside', 1) : 'SET fiado_found = NULL;'}
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = fiado_message;
      END IF;`
  const keep = `      IF fiado_verdict IS NOT NULL${isEnforced ? ' AND fiado_refused = 0' : ''} THEN
        ${write('events', 0)}
      END IF;`
  return isEnforced ? `${keep}\n${refuse}` : keep
}
