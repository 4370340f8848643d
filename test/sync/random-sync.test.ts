import { afterEach, describe, expect, it } from 'vitest'
import { formatCents, parseCents } from '../../src/kernel/cents.ts'
import { dialects } from '../harness/databases.ts'
import type { Program } from '../harness/program.ts'
import { RandomChoices } from '../receivables/random-choices.ts'
import { openSyncBusiness, SOURCE, type SyncBusiness } from './business.ts'
import { away, MemoryVendor } from './memory-vendor.ts'

const CUSTOMERS = 12
const STEPS = 240
const STEPS_PER_SYNC = 8
const RESTART_EVERY = 5
const OVERDUE_ON = '2026-11-03'
const LATER_ON = '2026-12-20'
const TAKES_MS = 90_000

/** What people and payments do in the ERP, as a model that is much simpler than what is tested. */
class Model {
  readonly vendor = new MemoryVendor({ openListing: { receivables: 'nightly' }, pageSize: 7 })
  readonly titles = new Map<string, { customer: string; open: string; dueOn: string; isBad: boolean }>()
  /** What a person wrote last into the block fields. */
  readonly byHand = new Map<string, { blocked: string; note: string }>()
  readonly known = new Set<string>()
  private readonly choices: RandomChoices

  constructor(choices: RandomChoices) {
    this.choices = choices
  }

  step(): void {
    const customer = `C${this.choices.whole(1, CUSTOMERS)}`
    const title = `T${this.choices.whole(1, CUSTOMERS * 4)}`
    const what = this.choices.whole(1, 10)
    if (what <= 5) this.change(title, customer)
    else if (what === 6) this.remove(title)
    else if (what === 7) this.spoil(title)
    else if (what === 8) this.block(customer)
    else this.arrive(customer)
  }

  /** A customer may come long after the titles. */
  arrive(customer: string): void {
    this.known.add(customer)
    this.vendor.customer(customer, { limit: { mode: 'unlimited' } })
  }

  private change(title: string, customer: string): void {
    const owner = this.titles.get(title)?.customer ?? customer
    const open = this.choices.one(['0.00', '10.01', '250.00'])
    const dueOn = this.choices.one([OVERDUE_ON, LATER_ON])
    this.titles.set(title, { customer: owner, open, dueOn, isBad: false })
    this.vendor.title(title, owner, open, dueOn)
  }

  private remove(title: string): void {
    this.titles.delete(title)
    this.vendor.remove('receivables', title)
  }

  /** For a while nobody can read it; what was known of it stands. */
  private spoil(title: string): void {
    const found = this.titles.get(title)
    if (!found || found.open === '0.00') return
    found.isBad = true
    this.vendor.spoil('receivables', title)
  }

  private block(customer: string): void {
    if (!this.known.has(customer)) return
    const mark = this.choices.one([
      { blocked: 'S', note: 'ordem do dono' },
      { blocked: 'N', note: 'liberado pelo dono' },
    ])
    this.byHand.set(customer, mark)
    this.vendor.marks.set(customer, mark)
    this.arrive(customer)
  }

  mendAll(): void {
    for (const [title, { isBad }] of this.titles) if (isBad) this.vendor.mend('receivables', title)
    for (let n = 1; n <= CUSTOMERS; n++) this.arrive(`C${n}`)
  }

  open(customer: string, of: (dueOn: string) => boolean = () => true): string {
    const own = [...this.titles.values()].filter((title) => title.customer === customer && of(title.dueOn))
    return formatCents(own.reduce((sum, { open }) => sum + (parseCents(open) as bigint), 0n))
  }
}

describe.each(dialects)('an ERP that fails at random, on %s', (dialect) => {
  let business: SyncBusiness | null = null
  afterEach(async () => {
    await business?.close()
    business = null
  })

  it.each([1, 2, 61])(
    'ends with what the ERP has, and blocks whom it should (seed %i)',
    { timeout: TAKES_MS },
    async (seed) => {
      const choices = new RandomChoices(seed)
      const model = new Model(choices)
      const { vendor } = model
      business = await openSyncBusiness(dialect, vendor, {
        source: 'writeBack: { mode: on, dailyCap: 100000 }',
        // No run but those that the test begins.
        composition: { isQuiet: true },
      })
      const begin = async (program: Program, kind: string): Promise<string> => {
        const { body } = await program.call('POST', '/v1/syncs', { source: SOURCE, kind, allowRemovals: true })
        for (;;) {
          const state = (await program.call('GET', `/v1/syncs/${body.id}`)).body.state
          if (state !== 'running') return state
          await new Promise((resolve) => setTimeout(resolve, 2))
        }
      }
      let program = business.program
      const outcomes = new Set<string>()
      vendor.onAsk = () => {
        if (choices.whole(1, 100) <= 8) throw away()
      }
      for (let step = 1; step <= STEPS; step++) {
        model.step()
        if (step % STEPS_PER_SYNC !== 0) continue
        if (choices.whole(1, RESTART_EVERY) === 1) program = await business.another()
        outcomes.add(await begin(program, choices.one(['changes', 'changes', 'nightly', 'full'])))
      }
      expect([...outcomes].sort()).toEqual(['done', 'failed'])

      vendor.onAsk = () => {}
      model.mendAll()
      expect(await begin(program, 'changes')).toBe('done')
      expect(await begin(program, 'nightly')).toBe('done')
      // Once more for what was blocked or freed by a person while the last run was on its way.
      expect(await begin(program, 'changes')).toBe('done')
      for (let n = 1; n <= CUSTOMERS; n++) {
        const customer = `C${n}`
        const { exposure, status } = (await program.call('GET', `/v1/customers/${SOURCE}/${customer}/credit`)).body
        const overdue = model.open(customer, (dueOn) => dueOn === OVERDUE_ON)
        expect(exposure, customer).toMatchObject({ open: model.open(customer), overdue })
        const mark = vendor.markOf(customer)
        const byHand = model.byHand.get(customer) ?? { blocked: 'N', note: 'visita às terças' }
        const isForeign = byHand.blocked === 'S'
        expect(status, customer).toBe(isForeign ? 'stop' : 'normal')
        if (isForeign || overdue === '0.00') expect(mark, customer).toEqual(byHand)
        else expect(mark, customer).toMatchObject({ blocked: 'S', note: expect.stringMatching(/^Fiado: /) })
      }
      expect((await program.call('POST', '/v1/positions/verify')).body.drift).toEqual([])
      expect((await program.call('GET', `/v1/sources/${SOURCE}/quarantine`)).body.records).toEqual([])
    },
  )
})
