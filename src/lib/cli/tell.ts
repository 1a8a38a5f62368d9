/** From whatever was thrown to a sentence, a next step and an exit code. */
import {Errors} from '@oclif/core'
import type {Diagnosis, ErrorDocument} from '../report/document.js'
import {readTruth} from '../config/truth.js'
import {jsonText} from '../report/json-text.js'
import {escape} from '../style/escape.js'
import {CliError, Interrupted} from './errors.js'
import {INTERRUPTED_EXIT} from './interrupt.js'
import {timesVerbose} from './verbosity.js'

const USAGE_EXIT = 2
const BUG_EXIT = 70

interface Told {
  readonly code: string
  readonly message: string
  readonly next?: string | undefined
  readonly exitCode: number
}

/**
 * Says it: one JSON document on stdout where JSON is wanted, otherwise on stderr. Returns the exit code.
 * @param json wanted by what stands in no command line
 */
export function tellUser(error: unknown, argv: readonly string[], json = false): number {
  const {code, message, next, exitCode} = tell(error)
  if (json || wantsJson(argv)) {
    const document: ErrorDocument = {schema: 1, error: {code, message, ...(next !== undefined && {next}), exitCode}}
    process.stdout.write(`${jsonText(document)}\n`)
  } else {
    process.stderr.write(`masque: ${escape(message)}\n${next === undefined ? '' : `Try: ${escape(next)}\n`}`)
  }
  if (exitCode === BUG_EXIT && error instanceof Error && !(error instanceof CliError) && timesVerbose(argv) > 0) {
    process.stderr.write(`${error.stack ?? ''}\n`)
  }
  return exitCode
}

/** What an error means to the user. */
function tell(error: unknown): Told {
  if (error instanceof CliError) return {...pick(error), message: withoutFrame(error.message)}
  if (error instanceof Interrupted) return {code: 'interrupted', message: error.message, exitCode: INTERRUPTED_EXIT}
  if (error instanceof Errors.CLIError) {
    const [message = '', ...rest] = error.message.replace(/^The following errors? occurred:\s*/, '').split('\n')
    const hint = rest.find(line => line.trim() !== '')
    const suggestions = error.suggestions?.join('; ')
    const next = suggestions ?? 'the same command with --help'
    return {
      code: 'usage',
      message: (hint && !hint.includes('--help') ? `${message} ${hint.trim()}` : message).replaceAll(
        '=true cannot',
        ' cannot',
      ),
      next,
      exitCode: USAGE_EXIT,
    }
  }
  const {code} = error as NodeJS.ErrnoException
  if (code === 'EMFILE' || code === 'ENFILE') {
    const next = 'raise the limit (ulimit -n), or close what else is running'
    return {code, message: 'this host lets us open no more files', next, exitCode: BUG_EXIT}
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return {
    code: 'bug',
    message: `this is a bug of masque: ${message}`,
    next: 'run it again with -v and report what it prints',
    exitCode: BUG_EXIT,
  }
}

function pick({code, next, exitCode}: CliError): Omit<Told, 'message'> {
  return {code, next: next ?? (exitCode === USAGE_EXIT ? 'the same command with --help' : undefined), exitCode}
}

/** oclif writes its own words around what a flag's parser throws. */
function withoutFrame(message: string): string {
  return message.replace(/^Parsing --\S+ \n\t/, '').replace(/\nSee more help with --help$/, '')
}

/** Also when the flags could not be parsed: whoever asked for JSON gets JSON. */
function wantsJson(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): boolean {
  const format = argv.findIndex(word => word === '--format' || word === '-f')
  const named =
    format >= 0 ? argv[format + 1] : argv.find(word => word.startsWith('--format='))?.slice('--format='.length)
  return (
    argv.includes('--json') ||
    (named ?? env['MASQUE_FORMAT']) === 'json' ||
    readTruth(env['MASQUE_JSON'] ?? '') === true
  )
}

/**
 * The result stands, but could not be written everywhere: told on stderr, as stdout may hold the document already.
 * The strongest true statement is the exit code: interrupted, violated, then our own trouble.
 */
export function reportFailures(failures: readonly CliError[], exitCode: number): number {
  for (const {message, next} of failures) {
    process.stderr.write(`masque: ${escape(message)}\n${next === undefined ? '' : `Try: ${escape(next)}\n`}`)
  }
  return failures.length === 0 || exitCode === INTERRUPTED_EXIT || exitCode === 1 ? exitCode : BUG_EXIT
}

/** For commands that stand or fall with the way to the proxy, and have no document to say it in. */
export function unreachable({code, meaning, next}: Diagnosis): CliError {
  return new CliError(meaning, {code, next, exitCode: 3})
}
