/** What was seen is kept however the process ends: by kill -9 without the end, by Ctrl-C with it. */
import {existsSync} from 'node:fs'
import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {savedLine, type SavedLine} from '../../src/lib/report/saved-run.js'
import {WireError} from '../../src/lib/wire/error.js'
import * as pcapng from '../../src/lib/wire/pcapng.js'
import {masque} from '../interop/support/cli.js'
import type {Ended} from '../interop/support/running.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'masque-killed-'))
})
afterAll(async () => {
  await rm(folder, {recursive: true})
})

interface Kept {
  readonly ended: Ended
  readonly blocks: readonly pcapng.Block[]
  readonly cutPcap: boolean
  readonly lines: readonly SavedLine[]
  readonly secrets: readonly string[]
}

/** Runs for a minute if nobody stops it, and is stopped once five datagrams have crossed the tunnel. */
async function stopped(signal: 'SIGKILL' | 'SIGINT'): Promise<Kept> {
  const file = (kind: string): string => join(folder, `${signal}.${kind}`)
  const [save, pcap, keylog] = [file('jsonl'), file('pcapng'), file('keys')]
  const args = ['--count', '6000', '--interval', '0.01', '--save', save, '--pcap', pcap, '--keylog', keylog]
  await using running = masque('probe', 'udp', 'self', ...args, '--quiet')
  while (!existsSync(save) || ((await readFile(save, 'utf8')).match(/"datagram"/g) ?? []).length < 5) {
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  running.kill(signal)
  const ended = await running.ended
  const text = await readFile(save, 'utf8')
  // What follows the last line end is a line that was cut.
  const lines = text.split('\n').slice(0, -1)
  const secrets = (await readFile(keylog, 'utf8')).trimEnd().split('\n')
  return {
    ended,
    ...readCapture(await readFile(pcap)),
    lines: lines.map(line => savedLine.parse(JSON.parse(line))),
    secrets,
  }
}

function readCapture(file: Uint8Array): Pick<Kept, 'blocks' | 'cutPcap'> {
  const blocks: pcapng.Block[] = []
  try {
    for (const block of pcapng.blocks(file)) blocks.push(block)
    return {blocks, cutPcap: false}
  } catch (error) {
    expect(error).toBeInstanceOf(WireError)
    expect(error).toMatchObject({code: 'truncated'})
    return {blocks, cutPcap: true}
  }
}

function packetsOf({blocks}: Kept): pcapng.Packet[] {
  return blocks.filter(({type}) => type === pcapng.BLOCK.PACKET).map(block => pcapng.readPacket(block))
}

function crossings({lines}: Kept): number[] {
  return lines.flatMap(line => (line.kind === 'tunnel' && line.what.kind === 'datagram' ? [line.number] : []))
}

describe('a run that is killed', () => {
  it('leaves every datagram it had seen, and the secrets ahead of them', async () => {
    const kept = await stopped('SIGKILL')
    expect(kept.ended.signal).toBe('SIGKILL')
    expect(crossings(kept).length).toBeGreaterThanOrEqual(5)
    expect(kept.lines[0]?.kind).toBe('run-begin')
    expect(kept.lines.some(({kind}) => kind === 'document')).toBe(false)
    const inner = packetsOf(kept).filter(packet => packet.interface === 1)
    const cited = inner.map(({comment}) => Number(/event (\d+)/.exec(comment ?? '')?.[1]))
    // Both files were written event by event: at most the very last one is in one of them only.
    expect(cited.slice(0, 5)).toEqual(crossings(kept).slice(0, 5))
    expect(Math.abs(cited.length - crossings(kept).length)).toBeLessThanOrEqual(1)
    expect(kept.secrets.length).toBe(kept.blocks.filter(({type}) => type === pcapng.BLOCK.SECRETS).length)
    expect(kept.secrets.length).toBeGreaterThanOrEqual(4)
  })

  it('by Ctrl-C is told to the end: goodbye, document, exit code', async () => {
    const kept = await stopped('SIGINT')
    expect(kept.ended.code).toBe(130)
    expect(kept.cutPcap).toBe(false)
    expect(kept.lines.at(-1)).toMatchObject({kind: 'document', document: {verdict: 'interrupted', exitCode: 130}})
    // The tunnel and the connection were given up by datagrams of ours, after the last one that the tunnel carried.
    const packets = packetsOf(kept)
    const afterwards = packets.slice(packets.findLastIndex(packet => packet.interface === 1) + 1)
    expect(afterwards.some(({direction}) => direction === 'sent')).toBe(true)
  })
})
