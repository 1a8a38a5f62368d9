/** Captures are what crossed the wire: tcpdump sees the same datagrams, octet for octet. Needs root. */
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {serve} from '../interop/support/cli.js'
import {freePort} from '../interop/support/ports.js'
import {Running} from '../interop/support/running.js'
import {Recorded, temporaryFolder} from './support/recorded.js'
import {tshark} from './support/tshark.js'

/** UDP payloads to and from a port, in order. */
async function payloads(file: string, port: number, filter: string): Promise<{to: string[]; from: string[]}> {
  const {packets} = await tshark(file, ['udp.srcport', 'udp.payload'], filter)
  const of = (toPort: boolean): string[] =>
    packets
      .filter(packet => (packet['udp.srcport']?.[0] !== String(port)) === toPort)
      .flatMap(packet => packet['udp.payload'] ?? [])
  return {to: of(true), from: of(false)}
}

/** Each takes tshark a third of a second. */
const LOOKS = 20

/**
 * Room for thousands of packets: every slot of the kernel's ring is as large as the longest packet, of which 8 MiB held 32
 * with the default of 256 KiB. A tcpdump that was not scheduled for a moment then lacked some, and never did we: the kernel
 * counted as dropped twice what was missing (on loopback each packet is seen going out and coming in).
 */
const ROOM = ['-s', '16384', '-B', '65536']

it('holds what tcpdump holds', async () => {
  const port = await freePort()
  await using proxy = serve('proxy', '--listen', `127.0.0.1:${port}`, '--allow-target', '127.0.0.1')
  const [, pin = ''] = await proxy.printed(/^pin +(\S+)$/m)
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'tcpdump.pcap')
  const options = ['-i', 'lo', ...ROOM, '-U', '--immediate-mode', '-Z', 'root', '-w', file]
  await using tcpdump = new Running('tcpdump', [...options, `udp port ${port}`])
  await tcpdump.printed(/listening on lo/, 'stderr')
  await using run = await Recorded.run(`127.0.0.1:${port}`, '--http', '3', '--pin', pin)
  const ours = await payloads(run.pcap, port, 'frame.interface_name == "outer"')
  // It writes when it gets round to it, and drops what it has not written when it is told to end.
  for (let look = 0; look < LOOKS && (await payloads(file, port, 'udp')).to.length < ours.to.length; look++);
  tcpdump.kill('SIGINT')
  const {stderr} = await tcpdump.ended
  expect(stderr).toMatch(/^0 packets dropped by kernel$/m)
  const theirs = await payloads(file, port, 'udp')
  expect(ours.to.length).toBeGreaterThan(10)
  expect(ours.to).toEqual(theirs.to)
  // What was on its way when we said goodbye found nobody who could have seen it: how much that is, is chance.
  expect(ours.from.length).toBeGreaterThan(10)
  expect(ours.from).toEqual(theirs.from.slice(0, ours.from.length))
})
