/** What tcpdump says of the packets at a host, a line each. */
import {once} from 'node:events'
import {spawn, type ChildProcess} from 'node:child_process'
import {createInterface} from 'node:readline'
import type {Host, Side} from './host.js'

export class Tcpdump implements AsyncDisposable {
  readonly lines: string[] = []

  private constructor(private readonly child: ChildProcess) {}

  /** Resolves when it listens. */
  static async start(host: Host, side: Side, filter: string): Promise<Tcpdump> {
    const words = ['tcpdump', '--immediate-mode', '-l', '-n', '-t', '-v', '-i', side, filter]
    const [name, all] = host.inside(...words)
    const child = spawn(name, all, {stdio: ['ignore', 'pipe', 'pipe']})
    const dump = new Tcpdump(child)
    createInterface({input: child.stdout}).on('line', line => {
      // What follows the first line of a packet is indented.
      if (/^\s/.test(line)) dump.lines.push(`${dump.lines.pop() ?? ''} ${line.trim()}`)
      else dump.lines.push(line)
    })
    const errors = createInterface({input: child.stderr})
    for await (const line of errors) if (line.includes('listening on')) break
    return dump
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null) return
    const ended = once(this.child, 'exit')
    this.child.kill('SIGINT')
    await ended
  }
}
