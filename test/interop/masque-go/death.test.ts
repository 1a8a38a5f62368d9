/** masque-go's proxy dies while datagrams flow: no hang, no crash, and no figure that did not happen. */
import {describe, expect, it} from 'vitest'
import {masque, probed} from '../support/cli.js'
import {identityForAll} from '../support/fixture.js'
import {startPeer} from '../support/peer.js'
import {silence, udpTarget} from '../support/targets.js'
import {until} from '../../support/until.js'

const made = identityForAll()

describe.each(['SIGKILL', 'SIGTERM'] as const)('%s', signal => {
  // Neither lets quic-go say goodbye: the connection is simply not answered any more.
  it('in the middle of a series: the run ends by itself, and counts what came before', async () => {
    await using peer = await startPeer('masque-go', made.identity)
    const args = [peer.authority, '--cacert', made.identity.ca, '-c', '60', '-i', '0.05', '-w', '2']
    await using run = masque('probe', 'udp', ...args, '--format', 'jsonl')
    await run.printed(/"event":"reply".*"number":9,/)
    peer.process.kill(signal)
    const ended = await run.ended
    const lines = ended.stdout.trimEnd().split('\n')
    const replies = lines.filter(line => line.includes('"event":"reply"')).length
    const {
      facts,
      ended: {code, stderr, tookMs},
    } = probed({...ended, stdout: lines.at(-1)!.replace('"event":"result",', '')})
    expect(code, stderr).toBe(3)
    expect(facts.stoppedAfter).toBe(replies)
    expect(facts.because).toContain(`after ${replies} of 60 datagrams`)
    expect(stderr).toBe('')
    expect(tookMs).toBeLessThan(20_000)
    expect(replies).toBeLessThan(60)
    expect(facts.datagrams).toMatchObject({sent: 60, received: replies, lost: 60 - replies})
    // The responder reports over the direct way, which needs no proxy.
    expect(facts.reportCameBy).toBe('direct')
    const {lostUp, lostDown, lost} = facts.datagrams!
    expect(lostUp! + lostDown!).toBe(lost)
  })
})

it('before anything was answered: nobody is accused', async () => {
  await using peer = await startPeer('masque-go', made.identity)
  await using target = await udpTarget(silence)
  const aim = ['--target', `127.0.0.1:${target.port}`, '--payload', 'stun']
  await using run = masque(
    ...['probe', 'udp', peer.authority, '--cacert', made.identity.ca, ...aim],
    ...['-c', '20', '-i', '0.05', '-w', '1', '--json'],
  )
  await until(() => target.asked.length >= 3, 'three datagrams at the target')
  peer.process.kill('SIGKILL')
  const {short, facts} = probed(await run.ended)
  expect(short).toEqual([3, 'accepted', 'unknown'])
  expect(facts.datagrams).toMatchObject({sent: 20, received: 0, lostUp: null, lostDown: null})
  expect(target.asked.length).toBeLessThan(20)
})
