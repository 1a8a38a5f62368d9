/**
 * A line into statements, and statements into words: the same for what is typed, scripts, `-x` and pipes. Only the first
 * word of a statement is ever a command; whatever data looks like, it cannot become one.
 */
import {GrammarError} from './error.js'

export interface Token {
  /** What it stands for: quotes are gone, escapes resolved. */
  readonly text: string
  /** Begins with a quote, and so is text, whatever it looks like. */
  readonly isQuoted: boolean
  /** Where it begins in the line, from 1. */
  readonly column: number
}

/** At least one. */
export type Statement = readonly [word: Token, ...rest: readonly Token[]]

const ESCAPES: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', '0': '\0', '"': '"', '\\': '\\'}

/** @throws GrammarError */
export function readLine(line: string): readonly Statement[] {
  const reader = new LineReader(line)
  const statements: Statement[] = []
  for (;;) {
    const tokens = reader.statement()
    const [word, ...rest] = tokens
    if (word) statements.push([word, ...rest])
    if (reader.atEnd) return statements
  }
}

class LineReader {
  #at = 0

  constructor(private readonly line: string) {}

  get atEnd(): boolean {
    return this.#at >= this.line.length
  }

  /** The words up to a semicolon or the end; none for an empty statement. */
  statement(): readonly Token[] {
    const tokens: Token[] = []
    for (;;) {
      while (/\s/.test(this.#next)) this.#at++
      if (this.#comes(tokens.length === 0 ? /^#/ : /^#(?!\d)/)) this.#at = this.line.length
      if (this.atEnd) return tokens
      if (this.#next === ';') {
        this.#at++
        return tokens
      }
      tokens.push(this.#token())
    }
  }

  get #next(): string {
    return this.line.charAt(this.#at)
  }

  #comes(pattern: RegExp): boolean {
    return pattern.test(this.line.slice(this.#at, this.#at + 2))
  }

  /** Quoted and unquoted parts that stand together are one word. */
  #token(): Token {
    const column = this.#at + 1
    const isQuoted = this.#next === '"' || this.#next === "'"
    let text = ''
    while (!this.atEnd && !/[\s;]/.test(this.#next)) {
      if (this.#next === '"') text += this.#doubleQuoted()
      else if (this.#next === "'") text += this.#singleQuoted()
      else text += this.#plain()
    }
    return {text, isQuoted, column}
  }

  #plain(): string {
    const character = String.fromCodePoint(this.line.codePointAt(this.#at) ?? 0)
    if (/\p{C}/u.test(character)) {
      const code = (character.codePointAt(0) ?? 0).toString(16)
      const meant = `"\\u{${code}}", in quotes`
      throw new GrammarError('there is a character in it that cannot be seen', {column: this.#at + 1, meant})
    }
    this.#at += character.length
    return character
  }

  #singleQuoted(): string {
    const from = this.#at + 1
    const end = this.line.indexOf("'", from)
    if (end < 0) throw unclosed(from)
    this.#at = end + 1
    return this.line.slice(from, end)
  }

  #doubleQuoted(): string {
    const opened = ++this.#at
    let text = ''
    while (this.#next !== '"') {
      if (this.atEnd) throw unclosed(opened)
      text += this.#next === '\\' ? this.#escape() : this.line.charAt(this.#at++)
    }
    this.#at++
    return text
  }

  #escape(): string {
    const column = this.#at + 1
    const rest = this.line.slice(this.#at)
    const unicode = /^\\u\{([0-9a-fA-F]{1,6})\}/.exec(rest)
    const code = Number.parseInt(unicode?.[1] ?? '', 16)
    if (unicode && code <= 0x10ffff) {
      this.#at += unicode[0].length
      return String.fromCodePoint(code)
    }
    const plain = ESCAPES[rest.charAt(1)]
    if (plain !== undefined) {
      this.#at += 2
      return plain
    }
    const meant = rest.startsWith('\\x') ? 'hex:, which takes octets' : `\\\\, which is one backslash`
    throw new GrammarError(`${rest.slice(0, 2)} is no escape; there are \\n \\r \\t \\0 \\" \\\\ \\u{…}`, {
      column,
      meant,
    })
  }
}

function unclosed(column: number): GrammarError {
  return new GrammarError('the quote that begins here is not closed', {column, example: 'send "hello"'})
}
