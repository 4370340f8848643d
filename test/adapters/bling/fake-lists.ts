import { addDays, daysBetween } from '../../../src/kernel/day.ts'
import type { FakeReply, PageFault } from '../../conformance/fake-server.ts'
import type { VendorClock } from '../../conformance/vendor.ts'
import { listedContact, listedOrder, listedTitle, type TitleRow } from './fake-rows.ts'
import { failure, type Kept, type Shelf } from './fake-shelf.ts'

const PAGE_ROWS_MAX = 100
const LAST_INCLUDED = 10
const WINDOW_DAYS_MAX = 366
const ZONE = 'America/Sao_Paulo'

/** The lists of the fake, with the filters that Bling has and the defaults that it takes. */
export function answerList(
  resource: string,
  query: URLSearchParams,
  shelf: Shelf,
  clock: VendorClock,
  fault: PageFault,
): FakeReply {
  if (isTooLong(query)) return { status: 400, body: failure('VALIDATION_ERROR', 'O período deve ser de até um ano') }
  const rows =
    resource === '/contatos'
      ? contacts(query, shelf)
      : resource === '/contas/receber'
        ? titles(query, shelf, clock)
        : orders(query, shelf)
  return { body: { data: pageOf(rows, query, fault) } }
}

function isTooLong(query: URLSearchParams): boolean {
  return ['data', 'dataAlteracao'].some((name) => {
    const [first, last] = [query.get(`${name}Inicial`), query.get(`${name}Final`)]
    return first !== null && last !== null && daysBetween(first.slice(0, 10), last.slice(0, 10)) > WINDOW_DAYS_MAX
  })
}

function pageOf(rows: readonly unknown[], query: URLSearchParams, fault: PageFault): readonly unknown[] {
  const limit = Math.min(Number(query.get('limite') ?? 100), PAGE_ROWS_MAX)
  const asked = Number(query.get('pagina') ?? 1)
  const page = fault === 'repeat_page' ? 1 : asked
  if (fault === 'empty_page' && asked === 2 && rows.length > 2 * limit) return []
  return rows.slice((page - 1) * limit, page * limit)
}

function contacts(query: URLSearchParams, shelf: Shelf): unknown[] {
  const type = query.get('idTipoContato')
  const found = changed([...shelf.contacts.values()], query)
    .filter(({ row }) => type === null || row.tiposContato.some(({ id }) => String(id) === type))
    .map(({ row }) => listedContact(row))
    .sort((first, second) => (first.nome < second.nome ? -1 : 1))
  const criterion = query.get('criterio') ?? '3'
  if (criterion === '1') return found.filter(({ situacao }) => situacao !== 'E')
  if (criterion === '2') return found.filter(({ situacao }) => situacao === 'E')
  if (criterion === '4') return found.filter(({ situacao }) => situacao === 'S')
  return found.sort((first, second) => second.id - first.id).slice(0, LAST_INCLUDED)
}

/** Lists are filtered by `name[]` alone: `name` is ignored without a word. */
function titles(query: URLSearchParams, shelf: Shelf, clock: VendorClock): unknown[] {
  const first = query.get('dataInicial') ?? addDays(clock.today(), -365)
  const last = query.get('dataFinal') ?? clock.today()
  const situations = query.getAll('situacoes[]').map(Number)
  const dayOf: Record<string, (title: Kept<TitleRow>) => string | null> = {
    E: ({ row }) => row.dataEmissao,
    V: ({ row }) => row.vencimento,
    R: ({ receivedOn }) => receivedOn,
  }
  const by = dayOf[query.get('tipoFiltroData') ?? 'E'] ?? (() => null)
  return [...shelf.titles.values()]
    .filter((title) => {
      const day = by(title)
      return day !== null && day >= first && day <= last
    })
    .filter(({ row }) => situations.length === 0 || situations.includes(row.situacao))
    .map(({ row }) => listedTitle(row))
    .sort((one, other) => other.id - one.id)
}

function orders(query: URLSearchParams, shelf: Shelf): unknown[] {
  const [first, last] = [query.get('dataInicial') ?? '', query.get('dataFinal') ?? '9999-12-31']
  const situations = query.getAll('idsSituacoes[]').map(Number)
  return changed([...shelf.orders.values()], query)
    .filter(({ row }) => row.data >= first && row.data <= last)
    .filter(({ row }) => situations.length === 0 || situations.includes(row.situacao.id))
    .map(({ row }) => listedOrder(row))
    .sort((one, other) => other.id - one.id)
}

/** `2026-11-21 10:00:00` is the time of São Paulo. */
function changed<Row>(rows: readonly Kept<Row>[], query: URLSearchParams): Kept<Row>[] {
  const instantOf = (name: string): number | null => {
    const text = query.get(name)
    if (text === null) return null
    return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(ZONE).epochMilliseconds
  }
  const first = instantOf('dataAlteracaoInicial') ?? Number.NEGATIVE_INFINITY
  const last = instantOf('dataAlteracaoFinal') ?? Number.POSITIVE_INFINITY
  return rows.filter(({ changedAt }) => changedAt >= first && changedAt <= last)
}
