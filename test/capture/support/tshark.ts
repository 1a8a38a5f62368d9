/** Wireshark's opinion of a capture. Without tshark these tests are an error: .ci/capture installs it. */
import {Running} from '../../interop/support/running.js'

/** Checksums are looked at only when asked for. */
const STRICT = ['-o', 'ip.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE']
/** What it says whoever starts it as root, as CI does. */
const ABOUT_ROOT = /^Running as user .*\n/gm

export interface Read {
  readonly code: number | null
  readonly stderr: string
  /** A packet: by field all values, in the order they stand in the packet. */
  readonly packets: readonly Readonly<Record<string, readonly string[]>>[]
}

/** The packets that match `filter`, as these fields. */
export async function tshark(file: string, fields: readonly string[], filter = ''): Promise<Read> {
  const wanted = fields.flatMap(field => ['-e', field])
  const args = ['-n', '-r', file, '-Y', filter, ...STRICT, '-T', 'fields', '-E', 'occurrence=a', '-E', 'aggregator=;']
  // A home of its own: what the developer prefers must not decide about tests.
  const running = new Running('tshark', [...args, ...wanted], {
    env: {HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent'},
  })
  const {code, stdout, stderr} = await running.ended
  const rows = stdout.split('\n').filter(line => line !== '')
  const packets = rows.map(row => {
    const values = row.split('\t').map(cell => (cell === '' ? [] : cell.split(';')))
    return Object.fromEntries(fields.map((field, index) => [field, values[index] ?? []]))
  })
  return {code, stderr: stderr.replaceAll(ABOUT_ROOT, ''), packets}
}
