/** `masque replay FILE PROXY`: a script, run against any proxy, with an exit code that says what came of it. */
import {readFile} from 'node:fs/promises'
import {dirname} from 'node:path'
import {text as readAll} from 'node:stream/consumers'
import {CliError} from '../errors.js'
import {AnswersSink, compare, readAnswers} from './compare.js'
import type {ShellOptions} from './options.js'
import {runScript} from './run-script.js'
import {readWholeScript} from './script-text.js'

export interface ReplayRun {
  readonly options: Omit<ShellOptions, 'directory'>
  /** `-`: standard input. */
  readonly file: string
  readonly diff: string | undefined
  readonly onPipeClosed: () => void
}

/** The exit code. @throws CliError */
export async function runReplay({options, file, diff, onPipeClosed}: ReplayRun): Promise<number> {
  const directory = file === '-' ? process.cwd() : dirname(file)
  const items = await readWholeScript(file, await scriptText(file), directory)
  const run = {options: {...options, directory}, items, onPipeClosed}
  if (diff === undefined) return runScript(run)
  const earlier = await readAnswers(diff)
  const sink = new AnswersSink()
  return runScript({...run, sinks: [sink], onOver: () => compare(diff, earlier, sink.answers)})
}

async function scriptText(file: string): Promise<string> {
  try {
    return file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8')
  } catch (error) {
    const {code = 'EIO', message} = error as NodeJS.ErrnoException
    throw new CliError(`cannot read ${file}: ${message}`, {code, next: 'check the path and who may read it'})
  }
}
