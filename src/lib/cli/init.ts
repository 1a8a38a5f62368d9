/** `init`: the sample configuration, into the working directory or onto stdout. */
import {writeFile} from 'node:fs/promises'
import type {Config} from '@oclif/core'
import {LOCAL_NAME} from '../config/files.js'
import {sampleConfig} from '../config/sample.js'
import {jsonText} from '../report/json-text.js'
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
  const told =
    json || format !== 'table' ? `${jsonText({schema: 1, written: LOCAL_NAME})}\n` : `${LOCAL_NAME} written\n`
  process.stdout.write(told)
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
