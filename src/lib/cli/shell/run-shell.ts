/** Which kind of session it is: a prompt where a person sits, and otherwise a transcript. Nothing else is guessed. */
import {createInterface} from 'node:readline'
import {itemsOf} from '../../shell/script/drive.js'
import type {ShellOptions} from './options.js'
import {runScript} from './run-script.js'
import {runTerminal} from './run-terminal.js'
import {readWholeScript} from './script-text.js'

/** The exit code. @throws CliError */
export async function runShell(
  options: ShellOptions,
  execute: readonly string[] | undefined,
  onPipeClosed: () => void,
): Promise<number> {
  if (execute !== undefined) {
    const items = await readWholeScript('-x', execute.join('\n'), options.directory)
    return runScript({options, items, onPipeClosed})
  }
  if (process.stdin.isTTY && process.stdout.isTTY && options.format === 'table') return runTerminal(options)
  const {signal} = options
  const stop = (): void => {
    process.stdin.destroy()
  }
  signal.addEventListener('abort', stop, {once: true})
  try {
    return await runScript({options, items: itemsOf(stdinLines()), onPipeClosed})
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

/** From when they are asked for: readline keeps nothing for who listens later. */
async function* stdinLines(): AsyncGenerator<string, void, undefined> {
  yield* createInterface({input: process.stdin, terminal: false})
}
