// The two kinds of QUIC peer a bench can start, and what both are given: the same certificate, MTU and offload.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {makeCertificate} from '../../dist/lib/proxy/certificate.js'
import {systemClock} from '../../dist/lib/spec/clock.js'
import {cargo, targetFolder} from '../../scripts/cargo.mjs'

/** An outer datagram that holds a payload of 1200 octets with all that QUIC puts round it, and little more. */
const MTU = 1280

/** The engine driven from JavaScript, and from Rust. */
export const JS = script(new URL('../peers/quic.mjs', import.meta.url))
export const RUST = [join(targetFolder(), 'release', 'examples', 'bench')]
/** Plain UDP. */
export const DGRAM = script(new URL('../peers/dgram.mjs', import.meta.url))

/** Compiles the Rust peer; quick if nothing changed. */
export async function buildRust() {
  const code = await cargo(['build', '--quiet', '--release', '-p', 'masque-engine', '--example', 'bench'])
  if (code === undefined) throw new Error('no cargo found: the measure of these benches is in Rust (https://rustup.rs)')
  if (code !== 0) throw new Error('the Rust peer does not compile')
}

/**
 * Makes a certificate for one run.
 * @template T
 * @param {(commands: PeerCommands) => Promise<T>} use
 * @returns {Promise<T>}
 *
 * @typedef {object} PeerCommands how to start a peer of either kind
 * @property {(kind: readonly string[], mode: 'sink' | 'echo', offload?: boolean) => string[]} server
 * @property {(kind: readonly string[], offload?: boolean) => string[]} client
 */
export async function withPeerCommands(use) {
  const folder = mkdtempSync(join(tmpdir(), 'masque-bench-'))
  try {
    const {certificatesPem, keyPem, pin} = await makeCertificate(['localhost'], systemClock)
    const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
    writeFileSync(certificate, certificatesPem)
    writeFileSync(key, keyPem, {mode: 0o600})
    const settings = offload => [String(MTU), offload ? 'on' : 'off']
    return await use({
      server: (kind, mode, offload = false) => [...kind, 'server', mode, certificate, key, ...settings(offload)],
      client: (kind, offload = false) => [...kind, 'client', Buffer.from(pin).toString('hex'), ...settings(offload)],
    })
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

function script(url) {
  return [process.execPath, fileURLToPath(url)]
}
