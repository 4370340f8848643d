declare module 'autocannon' {
  /** The parts of autocannon 9 that the benches use. */
  interface Request {
    method?: string
    path?: string
    headers?: Record<string, string>
    body?: string
    setupRequest?: (request: Request) => Request
  }
  interface Options {
    url: string
    connections: number
    duration: number
    /** Milliseconds. */
    sampleInt: number
    /** How many requests to make, instead of `duration`. */
    amount?: number
    requests: Request[]
  }
  interface Result {
    '2xx': number
    non2xx: number
    errors: number
    timeouts: number
    /** Milliseconds. */
    latency: { p50: number; p99: number; max: number }
    /** A second. */
    requests: { average: number; total: number }
    duration: number
    /** Milliseconds. */
    sampleInt: number
  }
  export default function autocannon(options: Options): Promise<Result>
}
