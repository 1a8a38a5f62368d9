/** The page: whatever a peer said, its tags are those of ours; nothing is loaded, and nothing runs. */
import {createHash} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {escape} from '../../../src/lib/style/escape.js'
import {failing, hostile, many, nothingTested, probe} from './documents.js'
import {anyText, EVIL, goldenPath, GOLDENS, render, renderSeveral} from './render.js'

const TAG = /^<(?:!doctype html|\/[a-z0-9]+|[a-z0-9]+(?:\s+[a-zA-Z-]+="[^"<>]*"| open| checked)*\s*\/?)>$/

/** Every `<` begins a tag of ours; a picture has as many lines as its words need. */
function tagsOf(page: string): string[] {
  const tags = page.replace(/<style>.*?<\/style>/s, '').match(/<[^>]*>?/g) ?? []
  for (const tag of tags) expect(tag).toMatch(TAG)
  return tags
}

const withoutPictures = (page: string): string => page.replaceAll(/<svg.*?<\/svg>/gs, '')
const namesOf = (tags: readonly string[]): string => tags.map(tag => /^<\/?[!a-z0-9]+/.exec(tag)?.[0]).join(' ')

function textOf(page: string): string {
  return page.replaceAll(/<[^>]*>/g, '').replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
}

describe('html', () => {
  it.each(GOLDENS)('%s', async (name, make) => {
    await expect(await render('html', make())).toMatchFileSnapshot(goldenPath('html', name))
  })

  it('takes any text: tags and attributes stay the same, and the text is there to be read', async () => {
    const template = namesOf(tagsOf(withoutPictures(await render('html', hostile('word')))))
    await fc.assert(
      fc.asyncProperty(anyText, async text => {
        fc.pre(text !== '')
        const page = await render('html', hostile(text))
        expect(namesOf(tagsOf(withoutPictures(page)))).toBe(template)
        for (const tag of tagsOf(page)) expect(tag).not.toMatch(/^<(script|style |link|img|iframe|object|base|a |form)/)
        expect(textOf(page)).toContain(escape(text))
        expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u)
      }),
      {numRuns: 40},
    )
  })

  it('loads nothing, runs nothing, and its policy is that of its own style', async () => {
    for (const document of [failing(), many(60), probe(), hostile(EVIL)]) {
      const page = await render('html', document)
      const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? []
      const hash = createHash('sha256').update(style).digest('base64')
      const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
      expect(page).toContain(`<meta http-equiv="Content-Security-Policy" content="${policy}" />`)
      expect(style).not.toMatch(/url\(|@import|</)
      const attributes = tagsOf(page).join(' ')
      expect(attributes).not.toMatch(/ (src|srcset|style|on\w+|action|data|poster)=/)
      const links = [...attributes.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
      for (const href of links)
        expect(href).toMatch(/^(#run-\d+|https:\/\/(www\.rfc-editor|datatracker\.ietf)\.org\/[^"]*)$/)
    }
  })

  it('is open where somebody has to act, and nowhere else', async () => {
    const page = await render('html', failing())
    const open = [...page.matchAll(/<details class="r ([^"]*)" open>/g)].map(([, label]) => label)
    expect(open).toEqual(['fail', 'error'])
    expect(page).toContain('<details class="r fail excused">')
  })

  it('has a button for every label there is, and a rule for every button', async () => {
    const page = await render('html', failing())
    const buttons = [...page.matchAll(/id="show-([a-z-]+)"/g)].map(([, id]) => id ?? '')
    expect(buttons).toEqual('all pass fail warn info inconclusive not-applicable waived error'.split(' '))
    for (const id of buttons.slice(1)) {
      expect(page).toContain(`#show-${id}:checked~main .r:not(.${id})`)
      expect(page).toContain(`class="r ${id}`)
    }
    // Style sheets see only what comes after.
    expect(page.indexOf('<main>')).toBeGreaterThan(page.lastIndexOf('type="radio"'))
  })

  it('draws what happened, and tells it in words', async () => {
    const page = await render('html', failing())
    const [picture = ''] = /<svg.*?<\/svg>/s.exec(page) ?? []
    expect(picture.match(/class="sent"/g)).toHaveLength(3)
    expect(picture.match(/class="received"/g)).toHaveLength(2)
    expect(picture.match(/class="lane"/g)).toHaveLength(2)
    expect(picture).toContain('role="img"')
    expect(textOf(page)).toContain('9.75 ms, received, tunnel 2 (witness): datagram, context 0, 8 octets')
  })

  it('draws no more than anybody looks at, and says so', async () => {
    const [first] = failing().results
    const [moment] = first!.timeline!
    const timeline = Array.from({length: 5000}, (_, index) => ({
      ...moment!,
      lane: `lane ${index}`,
      what: 'x'.repeat(5000),
    }))
    const page = await render('html', {...failing(), results: [{...first!, timeline}]})
    expect(page).toContain('4900 more')
    expect(page.match(/class="lane"/g)).toHaveLength(6)
  })

  it('of 1500 results is small', async () => {
    const page = await render('html', many(1500))
    expect(page.match(/<details class="r /g)?.length).toBeGreaterThan(1400)
    expect(Buffer.byteLength(page)).toBeLessThan(2 * 1024 * 1024)
  })

  it('is one page of several runs, which begins with a list of them', async () => {
    const page = await renderSeveral('html', [
      ['monday.jsonl', failing()],
      [`${EVIL}.jsonl`, nothingTested()],
      ['probe.jsonl', probe()],
    ])
    expect(page.match(/<!doctype html>/g)).toHaveLength(1)
    expect(page.match(/type="radio"/g)).toHaveLength(9)
    expect(textOf(page)).toContain('masque: 3 runs')
    for (const number of [1, 2, 3]) expect(page).toMatch(new RegExp(`href="#run-${number}".*id="run-${number}"`, 's'))
    tagsOf(page)
  })
})
