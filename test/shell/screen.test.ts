/** What a person at a prompt meets: completion, the prompt, Ctrl-C, the history; and output that nobody reads fast enough. */
import {describe, expect, it} from 'vitest'
import {BoundedWriter} from '../../src/lib/shell/screen/bounded-writer.js'
import {complete} from '../../src/lib/shell/screen/complete.js'
import {Conversation} from '../../src/lib/shell/screen/conversation.js'
import {promptFor} from '../../src/lib/shell/screen/prompt.js'
import {Answers, differences} from '../../src/lib/shell/script/diff.js'
import type {SavedCrossing} from '../../src/lib/report/saved-run.js'
import {accepting, ShellWorld} from './world.js'

const live = {tunnels: ['t1', 'witness'], marks: ['a']}
const hits = (line: string): readonly string[] => complete(line, live).hits.map(hit => hit.trimEnd())

describe('completion', () => {
  it.each([
    ['se', ['send', 'settings', 'set']],
    ['dr', ['dry']],
    ['dry se', ['send', 'settings', 'set']],
    ['close; fr', ['frame']],
    ['open ', ['udp', 'ip']],
    ['open udp @', ['@target']],
    ['open udp x --htt', ['--http']],
    ['open udp x --http ', ['3', '2', '1.1', 'auto']],
    ['capsule addr', ['ADDRESS_ASSIGN', 'ADDRESS_REQUEST']],
    ['capsule WRAP_UP --varint-width ', ['1', '2', '4', '8']],
    ['reset H3_MES', ['H3_MESSAGE_ERROR']],
    ['expect da', ['datagram']],
    ['expect datagram fr', ['from']],
    ['expect capsule wr', ['WRAP_UP']],
    ['expect response 4', ['4xx']],
    ['expect datagram from w', ['witness']],
    ['expect reset CANC', ['CANCEL']],
    ['use ', ['t1', 'witness', '@focus', '@last', '@all']],
    ['save ', ['a..']],
    ['help fra', ['frame']],
    ['watch ', ['phases', 'outer', 'frames']],
    ['send "open ', []],
    ['nonsense ', []],
  ])('%s', (line, expected) => {
    expect(hits(line)).toEqual(expected)
  })

  it('replaces what is typed, whatever its letters', () => {
    expect(complete('capsule wra', live)).toEqual({hits: ['WRAP_UP '], partial: 'wra'})
  })
})

describe('the prompt', () => {
  it('says where the session stands', async () => {
    const world = new ShellWorld()
    expect(promptFor(world.session)).toBe('masque > ')
    await world.run('open udp 192.0.2.1:53; send "a"; wait 100ms')
    expect(promptFor(world.session)).toBe('h3 t1 udp 192.0.2.1:53 ok 10ms > ')
    await world.line('hold; send "a"')
    expect(promptFor(world.session)).toBe('h3 t1 udp 192.0.2.1:53 ok 10ms (1 held) > ')
    await world.line('close')
    expect(promptFor(world.session)).toBe('h3 t1 udp 192.0.2.1:53 ended (1 held) > ')
  })

  it('and how a request was answered', async () => {
    const world = new ShellWorld({serve: incoming => void incoming.refuse({status: 403, headers: []})})
    await world.run('open udp 192.0.2.1:53 --as x')
    expect(promptFor(world.session)).toBe('h3 x udp 192.0.2.1:53 403 > ')
  })
})

describe('a conversation', () => {
  function talk(world = new ShellWorld()) {
    const said: string[] = []
    const conversation = new Conversation({
      ...world.parts,
      onError: text => said.push(`error ${text}`),
      onNote: text => said.push(text),
      onChange: () => undefined,
    })
    return {world, said, conversation}
  }

  it('Ctrl-C stops what runs and what waits behind it, not the session', async () => {
    const {world, said, conversation} = talk()
    conversation.enter('wait 10s; wait 20s')
    conversation.enter('wait 30s')
    expect(conversation.isRunning).toBe(true)
    conversation.interrupt(false)
    await world.clock.run(Promise.resolve())
    expect([conversation.isRunning, world.clock.now()]).toEqual([false, 0])
    expect(said).toEqual(['stopped; Ctrl-C once more leaves'])
    conversation.enter('wait 1s')
    expect(conversation.isRunning).toBe(true)
    conversation.leave('left')
    expect(await world.clock.run(conversation.over)).toBe('left')
  })

  it('twice leaves, and a line in between begins anew', async () => {
    const {world, said, conversation} = talk()
    conversation.interrupt(false)
    conversation.enter('show')
    await world.clock.run(Promise.resolve())
    conversation.interrupt(true)
    expect(said).toEqual(['Ctrl-C once more leaves'])
    conversation.interrupt(false)
    expect(await world.clock.run(conversation.over)).toBe('interrupted')
  })

  it('quit leaves', async () => {
    const {world, conversation} = talk()
    conversation.enter('quit')
    expect(await world.clock.run(conversation.over)).toBe('left')
  })

  it('!! and !prefix are the lines that were understood, and no secrets', () => {
    const {said, conversation} = talk()
    conversation.enter('history 3')
    conversation.enter('show')
    conversation.enter("header 'cookie: x'")
    expect(conversation.enter('!!')).toEqual({line: 'show', isSecret: false})
    expect(conversation.enter('!hist')).toEqual({line: 'history 3', isSecret: false})
    expect(conversation.enter('!nothing')).toBeUndefined()
    expect(said).toEqual(['show', 'history 3', expect.stringContaining("no line begins with 'nothing'")])
  })

  it('says what was not understood, and runs nothing of that line', async () => {
    const {world, said, conversation} = talk()
    expect(conversation.enter('open udp 192.0.2.1:53; sned "x"')).toBeUndefined()
    await world.clock.run(Promise.resolve())
    expect(said).toEqual([expect.stringContaining('did you mean send?')])
    expect(world.lines).toEqual([])
    expect(conversation.enter("header 'authorization: Bearer x'")).toMatchObject({isSecret: true})
  })

  it('a word may be stopped in the middle of opening', async () => {
    const {world, conversation} = talk(new ShellWorld({serve: () => undefined}))
    conversation.enter('open udp 192.0.2.1:53')
    world.clock.after(100, () => {
      conversation.interrupt(false)
      conversation.leave('left')
    })
    expect(await world.clock.run(conversation.over)).toBe('left')
    expect(world.clock.now()).toBe(100)
  })
})

it('what comes faster than it can be shown is counted', () => {
  const written: string[] = []
  const stream = {write: (text: string) => written.push(text), writableLength: 0}
  const writer = new BoundedWriter(stream, 10)
  writer.event('one')
  stream.writableLength = 11
  writer.event('two')
  writer.event('three')
  stream.writableLength = 0
  writer.event('four')
  expect(written).toEqual(['one\n', '# 2 lines came faster than they can be shown; the saved run has them\n', 'four\n'])
})

describe('two runs', () => {
  const response = (status: number): SavedCrossing => ({kind: 'response', status, headers: [['date', String(status)]]})
  const datagram = (sha256Hex: string): SavedCrossing => ({
    kind: 'datagram',
    carrier: 'frame',
    offset: null,
    lengthBytes: 2,
    headHex: '0061',
    sha256Hex,
  })
  const run = (...steps: (string | SavedCrossing)[]): Answers => {
    const answers = new Answers()
    for (const step of steps) {
      if (typeof step === 'string') answers.line(step)
      else answers.came(step)
    }
    return answers
  }

  it('are the same whatever came when', () => {
    const left = run('open udp x', response(200), 'send "a"', 'expect datagram', datagram('aa'))
    const right = run('open udp x', response(200), 'send "a"', datagram('aa'), 'expect datagram')
    expect(differences(left, right)).toEqual([])
  })

  it('differ in what came back', () => {
    const left = run('open udp x', response(200), 'wait 1s', 'send "a"', datagram('aa'), datagram('aa'))
    const right = run('open udp x', response(403), 'wait 1s', 'send "a"', datagram('aa'))
    expect(differences(left, right)).toEqual([
      'after open udp x',
      '  - response; 200',
      '  + response; 403',
      'after send "a"',
      '  - datagram by frame, 2 octets, beginning 0061',
    ])
  })

  it('of other scripts are not compared further', () => {
    expect(differences(run('open udp x'), run('open udp y'))).toEqual([
      'the scripts differ from here on',
      '  - open udp x',
      '  + open udp y',
    ])
  })
})

it('a peer that gives no credit does not hold the session', async () => {
  const world = new ShellWorld({serve: accepting(), timeoutMs: 500})
  await world.run('open udp 192.0.2.1:53')
  world.session.tunnels.one('t1').tunnel!.raw = () => new Promise(() => undefined)
  expect(await world.line('raw hex:00')).toMatchObject({
    outcome: 'failed',
    why: expect.stringContaining('no credit') as string,
  })
})
