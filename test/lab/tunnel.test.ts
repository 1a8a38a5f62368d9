/** `probe udp` from one host through a proxy on another to a responder on a third, with nothing in the way. */
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {format, parse} from '../../src/lib/net/address.js'
import {makeCertificate} from '../support/certificate.js'
import {duringAll} from './support/during.js'
import {probeUdp, serve} from './support/program.js'
import {CARRIES, summary} from './support/summary.js'
import {RESPONDER_PORT, TunnelLab} from './support/tunnel-lab.js'

const PHASES = ['names', 'udp', 'quic', 'certificate', 'alpn', 'settings', 'request', 'response']

describe.each(['v4', 'v6'] as const)('over IP%s', family => {
  const lab = duringAll(() => TunnelLab.create(family))

  it('carries both ways, and says what the far side saw', async () => {
    const probed = await lab().probe('--count', '5', '--interval', '0.01')
    expect(summary(probed)).toEqual(CARRIES)
    const {document, facts} = probed
    expect(document.roads).toMatchObject([{address: lab().proxyAddress, tls: {checkedBy: 'pin'}}])
    expect(document.roads[0]!.attempts.map(({phase}) => phase)).toEqual(PHASES)
    expect(facts).toMatchObject({
      target: lab().responderAddress,
      because: null,
      datagrams: {sent: 5, received: 5, lost: 0, lostUp: 0, lostDown: 0, ownDrops: 0, duplicates: 0},
      // From the proxy with 64, and one router between.
      egress: {ttl: 63, tos: 0, ecn: 'Not-ECT', dscp: 0},
      reportCameBy: 'direct',
    })
  })

  it('the egress address is that of the proxy on the far side', async () => {
    const {facts, document} = await lab().probe('--count', '1')
    expect(parse(facts.egress!.address!)?.ip).toBe(lab().hosts.proxy.right[family])
    expect(document.responder?.observedEgress).toBe(facts.egress!.address)
  })

  it('marks made on the way from the proxy to the target are told', async () => {
    const header = family === 'v4' ? 'ip' : 'ip6'
    await using _ = await lab().hosts.core.rules('forward', `meta l4proto udp ${header} dscp set ef`)
    const {facts} = await lab().probe('--count', '2')
    expect(facts.egress).toMatchObject({tos: 0xb8, dscp: 46, ecn: 'Not-ECT'})
  })

  it('to a target of the other family', async () => {
    const other = family === 'v4' ? 'v6' : 'v4'
    const {target, proxy} = lab().hosts
    await using responder = await lab().serveResponder(format(target.left[other], RESPONDER_PORT))
    const probed = await lab().probeTo(responder.announced.listening, '--count', '2')
    expect(summary(probed)).toEqual(CARRIES)
    expect(parse(probed.facts.egress!.address!)?.ip).toBe(proxy.right[other])
  })

  it('with no way past the proxy, the tunnel is enough', async () => {
    const port = RESPONDER_PORT + 1
    await using responder = await lab().serveResponder(format(lab().hosts.target.left[family], port))
    await using _ = await lab().hosts.proxy.rules('forward', `udp dport ${port} drop`)
    const probed = await lab().probeTo(responder.announced.listening, '--count', '3')
    expect(summary(probed)).toEqual(CARRIES)
    expect(probed.facts).toMatchObject({reportCameBy: 'tunnel', datagrams: {received: 3, lostUp: 0, lostDown: 0}})
  })
})

describe('with a certificate of an authority', () => {
  const lab = duringAll(() => TunnelLab.create())
  const files = duringAll(async () => {
    const path = await mkdtemp(join(tmpdir(), 'masque-lab-'))
    return {path, [Symbol.asyncDispose]: () => rm(path, {recursive: true})}
  })

  it('--cacert trusts it for the names in it', async () => {
    const {hosts, environment, responderAddress} = lab()
    const {certificatesPem, keyPem, caPem} = await makeCertificate({names: ['proxy.example'], addresses: []})
    const [cert, key, ca] = ['cert.pem', 'key.pem', 'ca.pem'].map(name => join(files().path, name)) as [
      string,
      string,
      string,
    ]
    await Promise.all([writeFile(cert, certificatesPem), writeFile(key, keyPem), writeFile(ca, caPem)])
    const listen = format(hosts.proxy.left.v4, 443)
    await using _ = await serve(hosts.proxy, ['proxy', '--listen', listen, '--cert', cert, '--key', key])
    const words = ['proxy.example', '--resolve', `proxy.example:443:${hosts.proxy.left.v4}`, '--cacert', ca]
    const aim = ['--responder', responderAddress, '--count', '2']
    const probed = await probeUdp(hosts.client, [...words, ...aim], environment)
    expect(summary(probed)).toEqual(CARRIES)
    expect(probed.document.roads).toMatchObject([{address: listen, tls: {checkedBy: 'roots', problem: null}}])
  })
})
