/** `init`: the sample configuration, into the working directory or onto stdout. */
import {writeFile} from 'node:fs/promises'
import type {Config} from '@oclif/core'
import {LOCAL_NAME} from '../config/files.js'
import {sampleConfig} from '../config/sample.js'
import {documentText, linesText} from '../report/answer-text.js'
import {CliError} from './errors.js'
import {commandsOf} from './settings.js'

export interface InitFlags {
  readonly force: boolean
  readonly stdout: boolean
  readonly json: boolean
  readonly format: string
}

/** @throws CliError */
export async function init(config: Config, {force, stdout, json, format}: InitFlags): Promise<void> {
  const text = sampleConfig(commandsOf(config))
  if (stdout) {
    process.stdout.write(text)
    return
  }
  await write(text, force)
  const asJson = json || format !== 'table'
  process.stdout.write(asJson ? documentText({written: LOCAL_NAME}) : linesText([`${LOCAL_NAME} written`]))
}

async function write(text: string, force: boolean): Promise<void> {
  try {
    await writeFile(LOCAL_NAME, text, {flag: force ? 'w' : 'wx'})
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException
    if (code === 'EEXIST') {
      const next = '--force overwrites it, --stdout prints the new one'
      throw new CliError(`${LOCAL_NAME} is there already`, {code: 'exists', next})
    }
    throw new CliError(`cannot write ${LOCAL_NAME}: ${message}`, {
      code: code ?? 'EIO',
      next: 'check who may write here',
    })
  }
}
