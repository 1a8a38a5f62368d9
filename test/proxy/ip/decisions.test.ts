/** Decisions of the IP policy that an honest proxy has no use for: each changes what it says it changes. */
import {describe, expect, it} from 'vitest'
import {datapath} from './support/datapath.js'
import {datagram, echo, words} from './support/packets.js'

const FAR = '198.51.100.7'

describe('a policy may', () => {
  it('give up the tunnel for a packet that is wrong, or none', () => {
    const {client, toNetwork} = datapath({packets: {onTrouble: () => 'abort'}})
    const one = client()
    one.ip.fromClient(Uint8Array.of(0x50))
    expect(one.aborted).toBe(1)
    one.ip.fromClient(echo('203.0.113.200', FAR))
    expect(one.aborted).toBe(2)
    expect({toNetwork, toClient: one.toClient}).toEqual({toNetwork: [], toClient: []})
  })

  it('filter by taste, in either direction', () => {
    const {client, toNetwork, arrive} = datapath({
      packets: {
        filters: ({bytes, protocol}, direction) => protocol === 17 && bytes.length > 30 === (direction === 'up'),
      },
    })
    const one = client()
    one.ip.fromClient(datagram(one.addresses[4], FAR, 9))
    one.ip.fromClient(echo(one.addresses[4], FAR))
    expect(toNetwork.map(words)).toHaveLength(1)
    arrive(datagram(FAR, one.addresses[4], 9))
    arrive(echo(FAR, one.addresses[4]))
    expect(one.toClient).toHaveLength(2)
    expect(one.ip.counts.dropped).toBe(1)
  })

  it('limit what one client sends', () => {
    const {client, toNetwork} = datapath({packets: {rate: {perSecond: 10, burst: 2}}})
    const one = client()
    for (let count = 0; count < 5; count++) one.ip.fromClient(echo(one.addresses[4], FAR))
    expect({sent: toNetwork.length, ...one.ip.counts}).toMatchObject({sent: 2, up: 2, dropped: 3})
  })

  it('hand what comes from the network to every client', () => {
    const {client, arrive} = datapath({packets: {recipients: 'everybody'}})
    const [one, two] = [client(), client()]
    arrive(echo(FAR, one.addresses[4]))
    expect([one.toClient.length, two.toClient.length]).toEqual([1, 1])
  })

  it('keep ICMP out of a tunnel for another protocol', () => {
    const {client, toNetwork} = datapath({
      packets: {icmpAlways: false},
      scope: {prefixes: undefined, protocol: 17},
    })
    const one = client()
    one.ip.fromClient(echo(one.addresses[4], FAR))
    expect(toNetwork).toEqual([])
  })

  it('spoil its errors', () => {
    const {client} = datapath({reachable: ['203.0.113.0/24'], icmp: {finishes: error => error.subarray(0, 28)}})
    const one = client()
    one.ip.fromClient(echo(one.addresses[4], FAR))
    expect(one.toClient.map(({length}) => length)).toEqual([28])
  })
})
