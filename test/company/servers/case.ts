/** One way for a server to be bad, and what the command must make of it. */
import type {Fault, Viability} from '../../../src/lib/report/document.js'
import type {CertificateWish} from '../../support/certificate.js'
import type {BadServerOptions, Script} from '../../support/bad-server/server.js'

export interface ServerCase {
  /** What the server does, as a sentence about it: "closes before SETTINGS". */
  readonly name: string
  readonly script: Script
  readonly args?: readonly string[]
  readonly options?: BadServerOptions
  readonly certificate?: CertificateWish
  /** `code` of the diagnosis; none where a tunnel was opened. */
  readonly expected: readonly [exit: number, viability: Viability, blame: Fault | null, code?: string]
}

export const BYTES = {
  /** Looks like nothing in particular. */
  garbage: Uint8Array.from({length: 1000}, (_, index) => (index * 151 + 89) & 0xff),
  mebibyte: new Uint8Array(1 << 20),
} as const

export const never = new Promise<void>(() => undefined)

export async function pause(ms: number): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, ms))
}
