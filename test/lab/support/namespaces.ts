/**
 * Namespaces that go away whatever happens. A small shell waits for the end of its input, which comes when we close
 * it and also when this process is killed; then it ends what still runs in the namespaces, and deletes them.
 */
import {spawn, type ChildProcess} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {once} from 'node:events'
import {command} from './command.js'

const SWEEP = `
cat >/dev/null
for name in "$@"; do
  [ -e "/run/netns/$name" ] || continue
  pids=$(ip netns pids "$name") && [ -n "$pids" ] && kill -KILL $pids
  ip netns del "$name" || failed=1
done
exit \${failed:-0}
`

export class Namespaces implements AsyncDisposable {
  readonly #sweeper: ChildProcess

  /** @param full the names of the namespaces, by the names they were asked for */
  private constructor(readonly full: ReadonlyMap<string, string>) {
    const names = [...full.values()]
    // Of a session of its own, so that Ctrl-C at the tests does not end it too.
    this.#sweeper = spawn('sh', ['-c', SWEEP, 'sweeper', ...names], {
      stdio: ['pipe', 'ignore', 'inherit'],
      detached: true,
    })
  }

  /** One namespace for each name, with loopback up. */
  static async create(names: readonly string[]): Promise<Namespaces> {
    const unique = randomBytes(4).toString('hex')
    const made = new Namespaces(new Map(names.map(name => [name, `masque-${unique}-${name}`])))
    try {
      for (const name of made.full.values()) {
        await command('ip', ['netns', 'add', name])
        await command('ip', ['-n', name, 'link', 'set', 'lo', 'up'])
      }
    } catch (error) {
      await made[Symbol.asyncDispose]()
      throw error
    }
    return made
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#sweeper, 'exit')
    this.#sweeper.stdin?.end()
    const [code] = (await ended) as [number | null]
    if (code !== 0) throw new Error(`not every namespace of ${[...this.full.values()].join(', ')} could be deleted`)
  }
}
