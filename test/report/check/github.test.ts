/** Annotations of GitHub Actions, read as its runner reads them: ten at most, and none that a peer wrote. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {ResultDocument} from '../../../src/lib/report/document.js'
import {escape} from '../../../src/lib/style/escape.js'
import {failing, honest, hostile, interrupted, many, nothingTested, probe} from './documents.js'
import {anyText, goldenPath, GOLDENS, render, renderSeveral} from './render.js'

interface Command {
  readonly name: string
  readonly title: string
  readonly message: string
}

/** As actions/runner does: the newer form at the start of a line, the older one anywhere in it. */
function commandsOf(text: string): Command[] {
  return text.split('\n').flatMap(line => {
    const found = /^\s*::([\w-]+)(?: title=([^:]*))?::(.*)$/s.exec(line)
    if (found) return [{name: found[1] ?? '', title: decode(found[2] ?? ''), message: decode(found[3] ?? '')}]
    return line.includes('##[') ? [{name: 'old', title: '', message: line}] : []
  })
}

function decode(text: string): string {
  const codes: Readonly<Record<string, string>> = {'%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%'}
  return text.replaceAll(/%(0D|0A|3A|2C|25)/g, code => codes[code] ?? code)
}

async function github(document: ResultDocument): Promise<{commands: Command[]; summary: string}> {
  const pages: string[] = []
  const text = await render('github', document, {summary: {write: page => void pages.push(page)}})
  return {commands: commandsOf(text), summary: pages.join('')}
}

describe('github', () => {
  it.each(GOLDENS)('%s', async (name, make) => {
    await expect(await render('github', make())).toMatchFileSnapshot(goldenPath('github', name))
  })

  it('annotates what turns the exit code, and the page of the step is the markdown', async () => {
    const {commands, summary} = await github(failing())
    expect(commands.map(({name, title}) => `${name} ${title}`)).toEqual([
      'error rfc9298/5/unknown-context over HTTP/3, HTTP/2',
      'error rfc9298/3.1/half-close over HTTP/3',
      'error 1 waiver is over',
      'error 1 waiver is not needed any more',
      'error 1 line of the baseline is stale',
      'warning rfc9298/3.1/idle-timeout over HTTP/3',
    ])
    expect(commands[0]?.message).toContain('\nactual: its payload reached the target')
    expect(summary).toBe(await render('markdown', failing()))
  })

  it('is silent where all is well, and never where it is not', async () => {
    expect((await github(honest())).commands).toEqual([])
    expect((await github(probe())).commands).toEqual([])
    expect((await github(nothingTested())).commands).toMatchObject([{name: 'warning', message: 'Nothing was tested.'}])
    expect((await github(interrupted())).commands.map(({name}) => name)).toEqual(['error', 'error'])
  })

  it('has ten annotations at most: the last one stands for the rest', async () => {
    const {commands} = await github(many())
    expect(commands).toHaveLength(10)
    expect(commands[9]).toMatchObject({name: 'error', title: 'masque: 141 more'})
    expect(commands[9]?.message).toContain('rfc9298/5/requirement-30')
  })

  it('takes any text: no command but ours, and what is in them comes out as it was', async () => {
    const template = await github(hostile('word'))
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(anyText, fc.constantFrom('::stop-commands::x', '##[set-env name=A]b', '%0A::x::')),
        async text => {
          fc.pre(text !== '')
          const {commands} = await github(hostile(text))
          expect(commands.map(({name}) => name)).toEqual(template.commands.map(({name}) => name))
          expect(commands[0]?.message).toContain(`actual: ${escape(text).replaceAll('##[', '#\\x23[')}`.trimEnd())
        },
      ),
    )
  })

  it('of several runs names the file in each', async () => {
    const text = await renderSeveral('github', [
      ['monday.jsonl', failing()],
      ['tuesday.jsonl', interrupted()],
    ])
    const titles = commandsOf(text).map(({title}) => title)
    expect(titles.filter(title => !/^(monday|tuesday)\.jsonl: /.test(title))).toEqual([])
    expect(titles).toContain('tuesday.jsonl: masque check')
  })
})
