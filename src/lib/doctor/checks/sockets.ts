/** How much the kernel holds for us, and whether it joins datagrams when asked to. */
import type {QuicBinding} from '../../native/surface.js'
import type {Context} from '../context.js'
import {missing, ok, warning, type Finding} from '../finding.js'
import {isAtLeast} from '../version.js'
import {noEngine} from './loopback.js'

/** What holds some milliseconds of fast traffic. */
const ENOUGH_BYTES = 1024 * 1024
const WANTED_BYTES = 4 * 1024 * 1024
const GSO_SINCE = '4.18'

export async function buffers({host}: Context): Promise<Finding> {
  const receive = await limit(host, 'rmem_max')
  const send = await limit(host, 'wmem_max')
  const facts = {receiveBytes: receive ?? null, sendBytes: send ?? null}
  if (receive === undefined || send === undefined) return ok('this system does not tell its limits', facts)
  const detail = `up to ${kib(receive)} to receive, ${kib(send)} to send`
  if (Math.min(receive, send) >= ENOUGH_BYTES) return ok(detail, facts)
  return warning({
    detail,
    meaning:
      'at thousands of datagrams a second the kernel drops some before masque reads them: they are counted as our own',
    next: `sysctl -w net.core.rmem_max=${WANTED_BYTES} net.core.wmem_max=${WANTED_BYTES}, as root, before measuring rates`,
    facts,
  })
}

async function limit(host: Context['host'], name: string): Promise<number | undefined> {
  const text = await host.read(`/proc/sys/net/core/${name}`)
  const value = Number(text?.trim())
  return text === undefined || !Number.isSafeInteger(value) ? undefined : value
}

function kib(bytes: number): string {
  return `${Math.floor(bytes / 1024)} KiB`
}

/** GRO is asked of a socket; GSO shows only in sending, so there the kernel's age must do. */
export async function offload({engine, host}: Context): Promise<Finding> {
  if (engine.kind === 'missing') return noEngine()
  const gso = host.platform === 'linux' && isAtLeast(host.kernelRelease, GSO_SINCE)
  const {binding} = engine.platform
  if (!binding) return noEngine()
  const gro = takesGro(binding)
  const facts = {gso, gro, kernel: host.kernelRelease}
  if (gso && gro) return ok('GSO and GRO, used only where throughput is measured', facts)
  return missing({
    detail: `${gso ? 'GSO' : 'no GSO'}, ${gro ? 'GRO' : 'no GRO'}`,
    meaning: 'fewer datagrams a second at the same load; no result is wrong for it',
    facts,
  })
}

function takesGro(binding: QuicBinding): boolean {
  try {
    const endpoint = new binding.QuicEndpoint({local: '127.0.0.1:0', gro: true}, () => undefined)
    endpoint.destroy()
    return true
  } catch {
    return false
  }
}
