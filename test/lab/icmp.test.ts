/** ICMP errors made by real kernels on the way: which they are, of whom, and about what, as our sockets report them. */
import {beforeAll, describe, expect, it} from 'vitest'
import {format, parse} from '../../src/lib/net/address.js'
import {ascii} from '../support/bytes.js'
import {until} from '../support/until.js'
import {Agent, type AgentSocket, type HeardError} from './support/agent.js'
import {chain} from './support/chain.js'
import {duringAll} from './support/during.js'

interface Rejection {
  readonly word: string
  readonly type: number
  readonly code: number
  readonly error: string
}

/** As nftables names them, with what RFC 792, RFC 1812 and RFC 4443 call them and what Linux makes of them. */
const REJECTIONS: Readonly<Record<'v4' | 'v6', readonly Rejection[]>> = {
  v4: [
    {word: 'net-unreachable', type: 3, code: 0, error: 'ENETUNREACH'},
    {word: 'host-unreachable', type: 3, code: 1, error: 'EHOSTUNREACH'},
    {word: 'port-unreachable', type: 3, code: 3, error: 'ECONNREFUSED'},
    {word: 'net-prohibited', type: 3, code: 9, error: 'ENETUNREACH'},
    {word: 'host-prohibited', type: 3, code: 10, error: 'EHOSTUNREACH'},
    {word: 'admin-prohibited', type: 3, code: 13, error: 'EHOSTUNREACH'},
  ],
  v6: [
    {word: 'no-route', type: 1, code: 0, error: 'ENETUNREACH'},
    {word: 'admin-prohibited', type: 1, code: 1, error: 'EACCES'},
    {word: 'addr-unreachable', type: 1, code: 3, error: 'EHOSTUNREACH'},
    {word: 'port-unreachable', type: 1, code: 4, error: 'ECONNREFUSED'},
    {word: 'policy-fail', type: 1, code: 5, error: 'EACCES'},
    {word: 'reject-route', type: 1, code: 6, error: 'EACCES'},
  ],
}

const lab = duringAll(() => chain('near', 'router', 'far'))
const near = duringAll(() => new Agent(lab().hosts.near))
const far = duringAll(() => new Agent(lab().hosts.far))

describe.each([
  {family: 'v4', origin: 'icmp', prefix: 'icmp type'},
  {family: 'v6', origin: 'icmpv6', prefix: 'icmpv6 type'},
] as const)('IP$family', ({family, origin, prefix}) => {
  let to: AgentSocket

  beforeAll(async () => {
    to = await far().open({local: format(lab().hosts.far.left[family], 0)})
  })

  /** The error that answers one packet; nothing else comes, and the socket goes on afterwards. */
  async function answer(destination: string, options: {readonly ttl?: number} = {}): Promise<HeardError> {
    const from = await near().open({local: format(lab().hosts.near.right[family], 0), remote: destination})
    expect(await from.send(ascii('question'), options)).toBe('sent')
    await until(() => from.errors.length > 0, 'an ICMP error')
    const [error] = from.errors
    expect(error).toMatchObject({origin, destination})
    expect(error).not.toHaveProperty('mtu')
    expect(Buffer.from(error!.quoted, 'base64').toString()).toBe('question')
    expect(await from.send(ascii('more'), options)).toBe('sent')
    return error!
  }

  const router = (): string => format(lab().hosts.router.left[family], 0)

  it('port unreachable comes from the host itself', async () => {
    const host = lab().hosts.far.left[family]
    const [type, code] = family === 'v4' ? [3, 3] : [1, 4]
    const expected = {type, code, error: 'ECONNREFUSED', offender: format(host, 0)}
    expect(await answer(format(host, 9))).toMatchObject(expected)
  })

  it('hop limit exceeded comes from the router where it ran out', async () => {
    const [type, code] = family === 'v4' ? [11, 0] : [3, 0]
    expect(await answer(to.address, {ttl: 1})).toMatchObject({type, code, error: 'EHOSTUNREACH', offender: router()})
    expect(to.packets).toEqual([])
  })

  it.each(REJECTIONS[family])('a firewall says: $word', async ({word, type, code, error}) => {
    await using _ = await lab().hosts.router.rules('forward', `udp dport ${port(to)} reject with ${prefix} ${word}`)
    expect(await answer(to.address)).toMatchObject({type, code, error, offender: router()})
    expect(to.packets).toEqual([])
  })

  it('a router without a route says so', async () => {
    const [type, code, nowhere] = family === 'v4' ? [3, 0, '203.0.113.7'] : [1, 0, '2001:db8:ffff::7']
    await lab().hosts.near.ip(`route add ${nowhere} via ${lab().hosts.router.left[family]}`)
    expect(await answer(format(nowhere, 443))).toMatchObject({type, code, error: 'ENETUNREACH', offender: router()})
  })
})

function port({address}: AgentSocket): number {
  return parse(address)!.port
}
