/** `masque shell` at a terminal: a prompt, what comes back above it, and a history. */
import {formatTarget} from '../../tunnel/target.js'
import {makeStyle} from '../../style/style.js'
import {escape} from '../../style/escape.js'
import {BoundedWriter} from '../../shell/screen/bounded-writer.js'
import {complete} from '../../shell/screen/complete.js'
import {Conversation, HOW_TO_LEAVE, type Left} from '../../shell/screen/conversation.js'
import {Lines} from '../../shell/screen/lines.js'
import {promptFor} from '../../shell/screen/prompt.js'
import {Terminal} from '../../shell/screen/terminal.js'
import type {Session} from '../../shell/session/session.js'
import {begin, type RunBegan} from '../evidence.js'
import {INTERRUPTED_EXIT} from '../interrupt.js'
import {reportFailures} from '../tell.js'
import {assemble, type Assembled, type Screen} from './assembly.js'
import {concludeSession} from './document.js'
import {HistoryFile, historyPath} from './history-file.js'
import type {ShellOptions} from './options.js'
import {Recording} from './recording.js'
import {Surroundings} from './surroundings.js'

/** Looks like one in a line that was not understood. */
const MAY_BE_SECRET = /auth|cookie|token|secret|passw|bearer|basic |key/i

/** The exit code. @throws CliError */
export async function runTerminal(options: ShellOptions): Promise<number> {
  const {platform, signal, quiet} = options
  const began = begin(platform.clock)
  const recording = await Recording.open(options, began)
  const history = new HistoryFile(historyPath())
  const earlier = await history.read()
  const page = new Page(options, began)
  await using around = await Surroundings.of(options)
  const parts = {options, around, recording, began, screens: [page], onRunEvent: () => undefined}
  const assembled = assemble(parts)
  if (!quiet) page.answer(greeting(options, around))
  const left = await converse(assembled, page, history, earlier, signal)
  await assembled.session[Symbol.asyncDispose]()
  const {results} = assembled
  const driven = {hasActed: true}
  const document = concludeSession({options, around, results, began, driven, differs: undefined, isConversation: true})
  recording.evidence.record(platform.clock.nowNs(), {kind: 'document', document})
  await history.end()
  const failures = await recording.close()
  if (recording.directory !== undefined) process.stderr.write(`recorded in ${recording.directory}\n`)
  return reportFailures(failures, left === 'interrupted' ? INTERRUPTED_EXIT : 0)
}

async function converse(
  {session, runner}: Assembled,
  page: Page,
  history: HistoryFile,
  earlier: readonly string[],
  signal: AbortSignal,
): Promise<Left> {
  const conversation = new Conversation({
    session,
    runner,
    onError: text => {
      page.error(text)
    },
    onNote: text => {
      page.note(text)
    },
    onChange: () => {
      page.refresh()
    },
  })
  using terminal = page.attach(session, [...earlier].reverse(), conversation)
  const remember = (typed: string): void => {
    const entered = conversation.enter(typed)
    if (entered?.isSecret ?? MAY_BE_SECRET.test(typed)) terminal.forget(typed)
    else history.add(entered?.line ?? typed)
  }
  page.onLine = remember
  const leave = (): void => {
    conversation.leave('interrupted')
  }
  signal.addEventListener('abort', leave, {once: true})
  try {
    return await conversation.over
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

function greeting({tool, proxy, command}: ShellOptions, {templates, target}: Surroundings): readonly string[] {
  const where = templates ? escape(templates.udp.text) : 'no proxy: name one on the command line to open tunnels'
  return [
    `masque ${tool.version} ${command}: ${proxy?.kind === 'self' ? 'our own proxy, ' : ''}${where}`,
    ...(target ? [`@target is ${formatTarget(target)}: open udp @target`] : []),
    HOW_TO_LEAVE,
  ]
}

/** The screen of a terminal: everything appears above the prompt. */
class Page implements Screen {
  readonly #lines: Lines
  readonly #writer = new BoundedWriter(process.stdout)
  #terminal: Terminal | undefined
  onLine: (line: string) => void = () => undefined

  constructor({noColor}: ShellOptions, {ns}: RunBegan) {
    const style = makeStyle({isTerminal: true, env: process.env, noColor})
    this.#lines = new Lines({style, isScript: false, beganNs: ns})
  }

  attach(session: Session, history: readonly string[], conversation: Conversation): Terminal {
    const {tunnels, marks} = session
    this.#terminal = new Terminal({
      input: process.stdin,
      output: process.stdout,
      history,
      prompt: () => promptFor(session),
      complete: line => complete(line, {tunnels: tunnels.names, marks: marks.names}),
      onLine: line => {
        this.onLine(line)
      },
      onInterrupt: hadText => {
        conversation.interrupt(hadText)
      },
      onLeave: () => {
        conversation.leave('left')
      },
    })
    return this.#terminal
  }

  refresh(): void {
    this.#terminal?.refresh()
  }

  /** It stands there already: somebody typed it. */
  line(): void {
    this.refresh()
  }

  event(...[event]: Parameters<Screen['event']>): void {
    this.#print(() => {
      this.#writer.event(this.#lines.event(event))
    })
  }

  answer(lines: readonly string[]): void {
    this.#show(this.#lines.answer(lines))
  }

  outcome(...[outcome]: Parameters<Screen['outcome']>): void {
    this.#show(this.#lines.outcome(outcome))
  }

  note(text: string): void {
    this.#show([this.#lines.note(text)])
  }

  error(text: string): void {
    this.#show([this.#lines.error(text)])
  }

  #show(lines: readonly string[]): void {
    if (lines.length === 0) return
    this.#print(() => {
      this.#writer.lines(lines)
    })
  }

  #print(write: () => void): void {
    if (this.#terminal) this.#terminal.print(write)
    else write()
  }
}
