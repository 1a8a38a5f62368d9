/** What words do, over the memory transport in virtual time. */
import {describe, expect, it} from 'vitest'
import {GrammarError} from '../../src/lib/shell/grammar/error.js'
import {UserError} from '../../src/lib/shell/session/outcome.js'
import type {Ending} from '../../src/lib/http/ending.js'
import type {Tunnel} from '../../src/lib/http/transport.js'
import * as capsule from '../../src/lib/wire/capsule.js'
import {hex} from '../support/bytes.js'
import {accepting, ShellWorld} from './world.js'

const OPEN = 'open udp 192.0.2.53:53'

describe('a conversation', () => {
  it('shows what goes and what comes, with time, delta and what answers what', async () => {
    const world = new ShellWorld()
    await world.run(`${OPEN}\nsend "hello"\nwait 20ms\nsend zero:100 --as capsule; wait 1s\nclose`)
    expect(world.transcript.split('\n')).toEqual([
      'open udp 192.0.2.53:53',
      '#1   - 0.000   +0.0ms connected to 192.0.2.1:443 over HTTP/3 in 0.0ms',
      '#2   > 0.000   +0.0ms t1 CONNECT-UDP 192.0.2.53:53',
      '#3   < 0.010  +10.0ms t1 response 200; capsule-protocol: ?1',
      'send "hello"',
      '#4   > 0.010   +0.0ms t1 DATAGRAM ctx 0 len 5 by frame "hello"',
      'wait 20ms',
      '#5   < 0.020  +10.0ms t1 DATAGRAM ctx 0 len 5 by frame, echo of #4 in 10.0ms "hello"',
      'send zero:100 --as capsule',
      '#6   > 0.030  +10.0ms t1 DATAGRAM ctx 0 len 100 by capsule 00 00 00 00 00 00 00 00…',
      'wait 1s',
      '#7   < 0.040  +10.0ms t1 DATAGRAM ctx 0 len 100 by capsule, echo of #6 in 10.0ms 00 00 00 00 00 00 00 00…',
      'close',
      '#8   > 1.030   +990ms t1 ended: we closed the tunnel',
    ])
  })

  it('is a script again: what begins with # is a comment', async () => {
    const first = new ShellWorld()
    await first.run(`${OPEN}\nsend "hello"\nexpect datagram within 1s\nshow #4`)
    const second = new ShellWorld()
    await second.run(first.transcript)
    expect(second.transcript).toBe(first.transcript)
  })

  it('escapes all that a peer writes', async () => {
    const world = new ShellWorld({
      serve: incoming => void incoming.refuse({status: 403, headers: [['x', '\x1b[2J']]}, hex('1b5b324a')),
    })
    await world.run(`${OPEN}; headers`)
    expect(world.transcript).not.toContain('\x1b')
    expect(world.transcript).toContain('x: \\x1b[2J')
  })

  it('shows datagrams although a capsule before them never becomes whole, and says so', async () => {
    const serve = accepting(tunnel => {
      void tunnel.raw(capsule.write(0x40n, hex('0102'), {length: 9n}))
      void tunnel.send({kind: 'datagram', payload: hex('00ff'), carrier: 'frame'})
    })
    const world = new ShellWorld({serve})
    await world.run(`${OPEN}; wait 3s; close`)
    expect(world.transcript).toContain('DATAGRAM ctx 0 len 1 by frame ff')
    expect(world.transcript).toContain('capsule reserved 0x40 len 9 is not whole: 2 octets came so far')
    expect(world.transcript).toContain('capsule reserved 0x40 len 9, of which 2 are kept: 01 02')
  })
})

describe('sending', () => {
  const sent = async (script: string): Promise<Uint8Array[]> => {
    const got: Uint8Array[] = []
    const serve = accepting(tunnel => {
      tunnel.sink = {onDatagram: (bytes, start, end) => void got.push(bytes.slice(start, end))}
    })
    await new ShellWorld({serve}).run(`${OPEN}\n${script}\nwait 1s`)
    return got
  }

  it.each([
    ['send "hi"', '006869'],
    ['send hex:00ff', '0000ff'],
    ['send base64:AAEC', '00000102'],
    ['set context 2; send "x"', '0278'],
    ['datagram --context 64 "x"', '404078'],
    ['datagram --context 0 --width 8 "x"', 'c00000000000000078'],
    ['datagram --bare hex:40', '40'],
    ['send text:"a b"', '00612062'],
  ])('%s', async (line, expected) => {
    expect((await sent(line)).map(bytes => Buffer.from(bytes).toString('hex'))).toEqual([expected])
  })

  it('as often as asked, to all tunnels, from a file', async () => {
    const world = new ShellWorld()
    world.files.set('q.bin', hex('0a0b'))
    await world.run(`${OPEN}; ${OPEN} --as other --fresh; send @q.bin --on @all --times 2; wait 1s`)
    expect(world.lines.filter(line => line.includes('echo of'))).toHaveLength(4)
    expect(world.pairs).toHaveLength(2)
  })

  it('says which rule a spoilt capsule breaks', async () => {
    const world = new ShellWorld()
    await world.run(`${OPEN}; capsule 0x40 "ab" --length 9; capsule 0x41 "ab" --truncate 1`)
    expect(world.transcript).toContain('breaks RFC 9297 section 3.2: the length says 9, the value has 2')
    expect(world.transcript).toContain('breaks RFC 9297 section 3.2: cut off after 1 of 5 octets')
    await world.run(`frame SETTINGS`.replace('frame', `${OPEN}; frame`))
    expect(world.transcript).toContain('breaks RFC 9114 section 4.4: SETTINGS on the stream of an open tunnel')
  })

  it('a wider integer is legal, and no breach', async () => {
    const world = new ShellWorld()
    await world.run(`${OPEN}; capsule 0x40 "ab" --varint-width 8`)
    expect(world.transcript).not.toContain('breaks')
    expect(world.transcript).toContain('18 octets')
  })

  it('holds until flush', async () => {
    const world = new ShellWorld()
    await world.run(`${OPEN}; hold; send "a"; send "b"; wait 1s`)
    expect(world.transcript).not.toContain('DATAGRAM')
    await world.line('flush; wait 1s')
    expect(world.lines.filter(line => line.includes('echo of'))).toHaveLength(2)
  })

  it('says what did not leave, and that it is our own doing', async () => {
    const world = new ShellWorld()
    const outcome = await world.run(`${OPEN}; send zero:5000`)
    expect(outcome).toMatchObject({outcome: 'failed'})
    expect(world.transcript).toContain('NOT SENT: larger than the 1150 octets a frame can carry')
  })

  it('dry shows octets and sends nothing', async () => {
    const world = new ShellWorld()
    await world.run(`${OPEN}; dry send "hi"; dry capsule 0x40 "ab" --length 9; dry open udp 192.0.2.7:7; wait 1s`)
    expect(world.lines.filter(line => /^#\d/.test(line))).toHaveLength(3)
    expect(world.transcript).toContain('hex:00006869')
    expect(world.transcript).toContain('Quarter Stream ID 0')
    expect(world.transcript).toContain(':path: /.well-known/masque/udp/192.0.2.7/7/')
  })
})

describe('endings', () => {
  const code = async (line: string): Promise<Ending> => {
    let tunnel: Tunnel | undefined
    const world = new ShellWorld({serve: accepting(made => (tunnel = made))})
    await world.run(`${OPEN}; ${line}; wait 1s`)
    return world.clock.run(tunnel!.ended)
  }

  it('reset takes names and numbers', async () => {
    expect(await code('reset H3_DATAGRAM_ERROR')).toMatchObject({how: 'reset', code: 0x33n})
    expect(await code('reset 0x10e')).toMatchObject({how: 'reset', code: 0x10en})
  })

  it('a name of another version of HTTP is refused, as its number means something else', async () => {
    const world = new ShellWorld()
    expect(await world.run(`${OPEN}; reset CANCEL`)).toMatchObject({outcome: 'failed'})
    expect(world.transcript).toContain('CANCEL is a code of HTTP/2, and t1 is HTTP/3')
  })

  it('fin ends our direction', async () => {
    expect(await code('fin')).toMatchObject({how: 'finished'})
  })

  it('what is over takes nothing more', async () => {
    const world = new ShellWorld()
    expect(await world.run(`${OPEN}; close; send "x"`)).toMatchObject({outcome: 'failed'})
    expect(world.transcript).toContain('t1 is not open (ended)')
  })
})

describe('settings', () => {
  it('show lists all, with where they come from', async () => {
    const world = new ShellWorld()
    await world.run(`set context 2; header 'x-test: 1'; header 'authorization: Bearer s3cret'; ${OPEN}; show`)
    expect(world.lines.slice(world.lines.indexOf('show') + 1)).toEqual([
      '#   http 3 (default)',
      '#   datagrams auto (default)',
      '#   context 2 (typed)',
      '#   timeout 5000ms (default)',
      '#   header user-agent: masque/test (command line)',
      '#   header x-test: 1 (typed)',
      '#   header authorization: [secret] (typed)',
      '#   connection to 192.0.2.1:443 over HTTP/3',
      '#   t1 udp 192.0.2.53:53 over HTTP/3: ok, up to 1150 octets in a frame (in focus)',
    ])
    expect(world.transcript).not.toContain('s3cret')
  })

  it('unset goes back, and header fields go away', async () => {
    const world = new ShellWorld()
    await world.run(`set context 2; unset context; header 'x: 1'; unset header x; header`)
    expect(world.transcript).toMatch(/header user-agent: masque\/test \(command line\)$/)
    expect(world.session.sticky.get('context')).toBe(0n)
  })
})

describe('marks', () => {
  it('save writes the lines between two of them', async () => {
    const world = new ShellWorld()
    await world.run(`mark a; ${OPEN}; send "x"; mark b; close; save a..b case.masque`)
    expect(world.files.get('case.masque')).toBe('open udp 192.0.2.53:53\nsend "x"\nmark b\n')
  })

  it('a mark that is not there', async () => {
    const world = new ShellWorld()
    expect(await world.run('mark a; save b.. x.masque')).toMatchObject({outcome: 'failed'})
  })
})

it('names that nobody has are found before anything is sent', async () => {
  await expect(new ShellWorld().run(`${OPEN}; send "x" --on t2`)).rejects.toThrow(GrammarError)
  const world = new ShellWorld()
  expect(await world.line('send "x"')).toMatchObject({outcome: 'failed'})
  expect(UserError.name).toBe('UserError')
})

it('keeps what is recent: of the rest it says where it is', async () => {
  const world = new ShellWorld()
  for (let number = 0; number < 12_000; number++) world.session.note('x')
  expect(world.session.events.size).toBe(10_000)
  expect(await world.line('show #1')).toMatchObject({outcome: 'failed'})
  expect(world.transcript).toContain('there are #2001 to #12000, older ones are in the saved run')
  expect(await world.line('show #2001')).toMatchObject({outcome: 'done'})
})

it('keeps no more octets than it may', async () => {
  const world = new ShellWorld()
  const what = {kind: 'octets', bytes: new Uint8Array(1 << 20), meant: 'x', breaks: []} as const
  for (let number = 0; number < 40; number++) world.session.emit('sent', 't1', what)
  expect(world.session.events.size).toBe(16)
})
