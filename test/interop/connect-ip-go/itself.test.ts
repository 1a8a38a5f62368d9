/** Our proxies on connect-ip-go, asked by a client on the same library: what they do when nothing of ours is in between. */
import {describe, expect, it} from 'vitest'
import {peerForAll} from '../support/fixture.js'
import {peerProgram} from '../support/peer.js'
import {Running, type Ended} from '../support/running.js'

describe.each(['connect-ip-go', 'connect-ip-go-0.1'])('%s', name => {
  const served = peerForAll(name)

  const client = async (...args: readonly string[]): Promise<Ended> => {
    const template = `https://${served.peer.authority}/.well-known/masque/ip/*/*/`
    await using run = new Running(await peerProgram('connect-ip-go', 'client'), [
      ...['-template', template, '-ca', served.identity.ca, '-timeout', '5s'],
      ...args,
    ])
    return await run.ended
  }

  it.each([
    {how: 'ICMP over IPv4', args: ['-target', '198.51.100.10']},
    {how: 'ICMP over IPv6', args: ['-target', '2001:db8:1::10']},
    {how: 'UDP over IPv4', args: ['-target', '198.51.100.10', '-udp', '7']},
    {how: 'UDP over IPv6', args: ['-target', '2001:db8:1::10', '-udp', '7']},
  ])('echoes $how', async ({args}) => {
    const {code, stdout, stderr} = await client(...args, '-count', '3')
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('{"event":"assigned","prefix":"192.0.2.')
    expect(stdout).toContain('"198.51.100.0-198.51.100.255@0"')
    expect(stdout).toContain('{"event":"result","received":3,"sent":3}')
  })
})
