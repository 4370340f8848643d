import type { ErpAdapter } from './sync/contract.ts'

/** Every adapter of this program, by id. The only file that imports them. */
export const adapters: readonly ErpAdapter[] = []
