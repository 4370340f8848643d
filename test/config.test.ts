import { describe, expect, it } from 'vitest'
import { maskPassword, readConfig } from '../src/config.ts'

describe('readConfig', () => {
  it('takes the documented defaults and freezes the result', () => {
    const result = readConfig({})
    if ('faults' in result) throw new Error('an empty environment must be enough')
    expect(result.config).toEqual({
      databaseUrl: 'sqlite:./data/fiado.db',
      host: '127.0.0.1',
      port: 3000,
      apiKey: null,
      configFolder: 'config',
      timeZone: 'America/Sao_Paulo',
      frozenAt: null,
      demo: true,
      logLevel: 'info',
      rateLimit: 2000,
      trustedProxies: [],
      environment: {},
    })
    expect(Object.isFrozen(result.config)).toBe(true)
  })

  it('reads every variable', () => {
    const environment = {
      OMIE_APP_KEY: 'for a source file to refer to',
      FIADO_DATABASE_URL: 'mysql://fiado:s3cret@db:3306/fiado',
      FIADO_HOST: '0.0.0.0',
      FIADO_PORT: '8080',
      FIADO_API_KEY: 'a-key',
      FIADO_CONFIG: '/etc/fiado',
      FIADO_TIME_ZONE: 'America/Manaus',
      FIADO_NOW: '2026-11-21T10:00:00-03:00',
      FIADO_DEMO: '0',
      FIADO_LOG_LEVEL: 'debug',
      FIADO_RATE_LIMIT: '0',
      FIADO_TRUSTED_PROXIES: '10.0.0.7, 172.18.0.0/16,::1',
    }
    expect(readConfig(environment)).toEqual({
      unknownNames: [],
      config: {
        databaseUrl: 'mysql://fiado:s3cret@db:3306/fiado',
        host: '0.0.0.0',
        port: 8080,
        apiKey: 'a-key',
        configFolder: '/etc/fiado',
        timeZone: 'America/Manaus',
        frozenAt: '2026-11-21T10:00:00-03:00',
        demo: false,
        logLevel: 'debug',
        rateLimit: 0,
        trustedProxies: ['10.0.0.7', '172.18.0.0/16', '::1'],
        environment,
      },
    })
  })

  it('reports all faults at once, each by the name of its variable', () => {
    const result = readConfig({
      FIADO_DATABASE_URL: 'postgres://host/db',
      FIADO_PORT: '70000',
      FIADO_API_KEY: 'two words',
      FIADO_TIME_ZONE: 'Brasilia',
      FIADO_NOW: 'yesterday',
      FIADO_DEMO: 'yes',
      FIADO_LOG_LEVEL: 'loud',
      FIADO_RATE_LIMIT: '-1',
    })
    if (!('faults' in result)) throw new Error('these settings must be refused')
    expect(result.faults.map((fault) => fault.path).toSorted()).toEqual([
      'FIADO_API_KEY',
      'FIADO_DATABASE_URL',
      'FIADO_DEMO',
      'FIADO_LOG_LEVEL',
      'FIADO_NOW',
      'FIADO_PORT',
      'FIADO_RATE_LIMIT',
      'FIADO_TIME_ZONE',
    ])
    expect(result.faults.find((fault) => fault.path === 'FIADO_DATABASE_URL')?.message).toContain('mysql://')
  })

  it.each(['mysql://host', 'mysql://host/', 'mysql://host/a/b', 'sqlite:', 'fiado.db', ''.padEnd(3, ' ')])(
    'refuses the database %j',
    (url) => {
      expect(readConfig({ FIADO_DATABASE_URL: url })).toHaveProperty('faults.0.path', 'FIADO_DATABASE_URL')
    },
  )

  it.each(['nginx', '10.0.0.0/33', '10.0.0.1/', '10.0.0.1/8/8', '1.2.3', '10.0.0.1,', '0.0.0.0/-1'])(
    'does not trust the proxy %j',
    (text) => {
      expect(readConfig({ FIADO_TRUSTED_PROXIES: text })).toHaveProperty('faults.0.path', 'FIADO_TRUSTED_PROXIES')
    },
  )

  it('counts an empty variable as unset and names those it does not know', () => {
    const result = readConfig({ FIADO_PORT: '', FIADO_NOW: '', FIADO_PROT: '1', HOME: '/root' })
    expect(result).toHaveProperty('config.port', 3000)
    expect(result).toHaveProperty('unknownNames', ['FIADO_PROT'])
  })
})

describe('maskPassword', () => {
  it('hides the password and nothing else', () => {
    expect(maskPassword('mysql://fiado:s3cret@db:3306/fiado')).toBe('mysql://fiado:***@db:3306/fiado')
    expect(maskPassword('mysql://root@127.0.0.1:3307/fiado')).toBe('mysql://root@127.0.0.1:3307/fiado')
    expect(maskPassword('sqlite:./data/fiado.db')).toBe('sqlite:./data/fiado.db')
  })
})
