/**
 * `probe ip` through a kernel: what it says of addresses, hops, echo, UDP and TCP is what the target's own tcpdump saw,
 * over every version of HTTP.
 */
import {describe, expect, it} from 'vitest'
import {format, parse} from '../../src/lib/net/address.js'
import {resultDocument} from '../../src/lib/report/document.js'
import {ipFacts, type IpFacts} from '../../src/lib/report/ip-facts.js'
import {ResponderKey} from '../../src/lib/responder/message.js'
import {until} from '../support/until.js'
import {Agent} from './support/agent.js'
import {duringAll} from './support/during.js'
import {ipLab} from './support/ip-lab.js'
import {serve, start} from './support/program.js'
import {RESPONDER_PORT} from './support/tunnel-lab.js'
import {Tcpdump} from './support/tcpdump.js'

type Family = NonNullable<IpFacts['ipv4']>

const HTTP_PORT = 8080
const COUNT = 4
/** The kernels of the proxy's host and of the router forward; the proxy's program takes no hop beside them. */
const [SENT_HOPS, FAR_HOPS] = [64, 62]
const KERNEL = {v4: '203.0.113.130', v6: '2001:db8:77::2'}

const {lab, served} = ipLab()
const target = duringAll(() => new Agent(lab().hosts.target))
const key = ResponderKey.random().toString()

describe.each(['v4', 'v6'] as const)('probe ip over IP%s, by what the target sees', family => {
  const responder = duringAll(() => {
    const listen = format(lab().hosts.target.left[family], RESPONDER_PORT)
    return serve<{listening: string}>(lab().hosts.target, ['responder', '--listen', listen], {
      MASQUE_RESPONDER_KEY: key,
    })
  })

  it('addresses, echo, UDP, TCP and the way', async () => {
    const there = lab().hosts.target.left[family]
    await target().ask('listen', {host: there, port: HTTP_PORT})
    await using dump = await Tcpdump.start(lab().hosts.target, 'left', family === 'v4' ? 'ip' : 'ip6')
    const {exitCode, document, roads} = await probe(responder().announced.listening)
    expect([exitCode, document.verdict]).toEqual([0, 'met'])
    expect(roads.map(({http}) => http)).toEqual(['3', '2', '1.1'])
    await until(() => dump.lines.filter(line => line.includes('Flags [R]')).length === roads.length, 'the last TCP')
    for (const road of roads) check(road[family === 'v4' ? 'ipv4' : 'ipv6']!, there, dump.lines)
  })

  function check(facts: Family, there: string, lines: readonly string[]): void {
    const {source, egress, datagrams, echo, tcp, trace} = facts
    const ours = lines.filter(line => new RegExp(` ${source}(\\.\\d+)? > `).test(line))
    const sent = (what: RegExp, hops: number): string[] =>
      ours.filter(line => what.test(line) && Number(/(?:ttl|hlim) (\d+)/.exec(line)![1]) === hops)

    expect([egress.identity, egress.sentHopLimit, egress.ttl]).toEqual(['assigned', SENT_HOPS, FAR_HOPS])
    expect(parse(egress.address!)!.ip).toBe(source)
    const port = parse(egress.address!)!.port
    const series = sent(new RegExp(` ${source}\\.${port} > ${there}\\.${RESPONDER_PORT}: .*UDP, length 160$`), FAR_HOPS)
    expect([series.length, datagrams!.received, datagrams!.lost]).toEqual([datagrams!.sent, COUNT, 0])

    const [toResponder] = echo
    expect(toResponder).toMatchObject({to: there, sent: 3, received: 3, altered: 0, hopLimit: FAR_HOPS, errors: []})
    expect(sent(/echo request/, FAR_HOPS)).toHaveLength(toResponder!.sent)

    const [syn] = sent(/Flags \[S\],/, FAR_HOPS)
    expect(syn).toContain('(correct)')
    const answer = lines.find(line => line.includes(`> ${source}.`) && line.includes('Flags [S.]'))
    const [, size, scale] = /mss (\d+),sackOK,.*wscale (\d+)\]/.exec(answer!)!
    expect(tcp).toMatchObject([
      {answer: 'open', options: [`MSS ${size}`, 'SACK permitted', 'timestamps', `window scale ${scale}`]},
    ])

    expect(trace!.hops.map(({from, what}) => [from, what])).toEqual([
      [KERNEL[family], 'time-exceeded'],
      [lab().hosts.router.left[family], 'time-exceeded'],
      [there, 'reached'],
    ])
    // The third one has one hop left when it arrives, and the proxy and the router took the others.
    expect(sent(/echo request/, 1)).toHaveLength(1)
    expect(ours.filter(line => /bad udp|incorrect/.test(line))).toEqual([])
  }

  async function probe(aim: string) {
    const {listening, pin} = served().announced
    const words = [listening, '--pin', pin, '--http', '3', '--http', '2', '--http', '1.1', '--tcp', String(HTTP_PORT)]
    const short = ['-c', String(COUNT), '-i', '0.02', '--no-sizes', '--no-reconnect', '--sessions', '1']
    const env = {MASQUE_RESPONDER_KEY: key}
    const all = ['probe', 'ip', '--json', ...words, ...short, '--responder', aim]
    const {exitCode, stdout} = await start(lab().hosts.client, all, env)
    const document = resultDocument.parse(JSON.parse(stdout))
    const facts: IpFacts = ipFacts.parse(document.facts)
    return {exitCode, document, roads: facts.roads}
  }
})
