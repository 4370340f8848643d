import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { composeApp } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createReadinessProbe } from '../../src/web/readiness.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { bearer, buildToyApp, FULL_KEY, orderRoom } from './toy-app.ts'

async function compose(url: string) {
  const settings = readConfig({ FIADO_DATABASE_URL: url, FIADO_NOW: '2026-11-21T10:00:00-03:00', FIADO_DEMO: '0' })
  if ('faults' in settings) throw new Error(JSON.stringify(settings.faults))
  return composeApp(settings.config, pino({ level: 'silent' }))
}

describe.each(dialects)('health on %s', (dialect) => {
  it('is not ready before the migrations, and ready with the age of each sync after them', async () => {
    const { url, drop } = await createDatabaseUrl(dialect)
    const { app, db, clock, start, stop } = await compose(url)
    try {
      expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' })
      const early = await app.inject('/readyz')
      expect(early.statusCode).toBe(503)
      expect(early.headers['retry-after']).toBe('2')
      expect(early.json().errors).toEqual([{ path: 'schema', message: expect.stringContaining('create_receivables') }])

      await start()
      await db.insert(
        'sources',
        ['name', 'last_success_at', 'created_at'],
        [
          ['omie', clock.now() - 90_000, 1],
          ['tiny', null, 1],
        ],
      )
      await expect.poll(async () => (await app.inject('/readyz')).statusCode, { timeout: 5_000 }).toBe(200)
      expect((await app.inject('/readyz')).json()).toEqual({
        status: 'ready',
        sources: [
          { source: 'omie', lastSuccessAt: '2026-11-21T09:58:30-03:00', ageSeconds: 90 },
          { source: 'tiny', lastSuccessAt: null, ageSeconds: null },
        ],
      })
      const metrics = (await app.inject('/metrics')).body
      expect(metrics).toContain('fiado_sync_age_seconds{source="omie"} 90')
      expect(metrics).not.toContain('source="tiny"')
      expect(metrics).toContain('fiado_database_connections{state="waiting"} 0')
      expect(metrics).toContain('process_cpu_user_seconds_total')
    } finally {
      await stop()
      await drop()
    }
  })
})

describe('a database that is away', () => {
  it('is told by /readyz and by routes that need it, while /healthz and /metrics answer', async () => {
    const { app, stop } = await compose('mysql://root@127.0.0.1:1/fiado')
    try {
      const ready = await app.inject('/readyz')
      expect(ready.statusCode).toBe(503)
      expect(ready.json().errors).toMatchObject([{ path: 'database' }])
      const keys = await app.inject({ url: '/v1/keys', headers: { authorization: 'Bearer any' } })
      expect(keys.statusCode).toBe(503)
      expect(keys.headers['retry-after']).toBe('2')
      expect((await app.inject('/healthz')).statusCode).toBe(200)
      expect((await app.inject('/metrics')).statusCode).toBe(200)
    } finally {
      await stop()
    }
  })

  it('is asked one question at a time and given up on after two seconds', async () => {
    let asked = 0
    const never = new Promise<never>(() => undefined)
    const probe = createReadinessProbe(
      { all: () => never } as never,
      () => {
        asked++
        return never
      },
      () => asked * 10_000,
    )
    const answers = await Promise.all([probe(), probe(), probe()])
    expect(answers[0]?.faults).toMatchObject([{ path: 'database' }])
    await probe()
    expect(asked).toBe(1)
  })
})

describe('metrics', () => {
  it('times requests by route pattern and status class, never by address', async () => {
    const { app, metrics } = await buildToyApp([orderRoom])
    const headers = bearer(FULL_KEY)
    await app.inject({ method: 'POST', url: '/v1/toys/7/orders', headers, payload: { order: { amount: '1.00' } } })
    await app.inject({ method: 'POST', url: '/v1/toys/8/orders', headers, payload: {} })
    await app.inject('/v1/toys/9/nowhere')
    const text = await metrics.render()
    const label = 'method="POST",route="/v1/toys/:id/orders"'
    expect(text).toContain(`fiado_http_request_seconds_count{${label},status="2xx"} 1`)
    expect(text).toContain(`fiado_http_request_seconds_count{${label},status="4xx"} 1`)
    expect(text).not.toMatch(/toys\/[789]/)
    await app.close()
  })

  it('read the guards once a scrape, and go without them while the database is away', async () => {
    const metrics = createMetrics()
    let asked = 0
    let isAway = false
    metrics.observe({
      ...{ pool: () => ({ used: 0, free: 0, waiting: 0 }), syncAges: async () => [] },
      guards: async () => {
        asked += 1
        if (isAway) throw new Error('the database is away')
        return [
          { guard: 'pedidos', waiting: 3, comparedSecondsAgo: 90, isFailing: true, isDrifting: false },
          { guard: 'notas', waiting: 0, comparedSecondsAgo: null, isFailing: false, isDrifting: null },
        ]
      },
    })
    const readings = (text: string) => text.split('\n').filter((line) => line.startsWith('fiado_guard_'))
    expect(readings(await metrics.render())).toEqual([
      'fiado_guard_waiting_accounts{guard="pedidos"} 3',
      'fiado_guard_waiting_accounts{guard="notas"} 0',
      'fiado_guard_comparison_age_seconds{guard="pedidos"} 90',
      'fiado_guard_failing{guard="pedidos"} 1',
      'fiado_guard_failing{guard="notas"} 0',
      'fiado_guard_drift{guard="pedidos"} 0',
    ])
    expect(asked).toBe(1)
    isAway = true
    expect([readings(await metrics.render()), asked]).toEqual([[], 2])
  })

  it('counts decisions, reasons and jobs', async () => {
    const { app, metrics } = await buildToyApp([])
    metrics.recordCheck('reserve', 'blocked', 0.002)
    metrics.recordReason('no_credit', 'block')
    metrics.recordJob('verify', 'failed', 1)
    const text = (await app.inject('/metrics')).body
    expect(text).toContain('fiado_decisions_total{mode="reserve",decision="blocked"} 1')
    expect(text).toContain('fiado_reasons_total{code="no_credit",severity="block"} 1')
    expect(text).toContain('fiado_check_seconds_count{mode="reserve"} 1')
    expect(text).toContain('fiado_job_seconds_count{job="verify",outcome="failed"} 1')
    await app.close()
  })
})

describe('the log', () => {
  it('names the route, the key and the request, and nothing that was sent', async () => {
    const { app, log } = await buildToyApp([orderRoom])
    const payload = { order: { amount: '1.00', note: 'Maria da Silva' } }
    await app.inject({ method: 'POST', url: '/v1/toys/52998224725/orders', headers: bearer(FULL_KEY), payload })
    expect(log).toMatchObject([
      { method: 'POST', route: '/v1/toys/:id/orders', status: 200, keyId: 'key_full', requestId: expect.any(String) },
    ])
    expect(JSON.stringify(log)).not.toMatch(/Maria|52998224725|full-key/)
    await app.close()
  })
})
