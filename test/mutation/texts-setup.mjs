// Behind each file: what its worker has come by so far.
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll} from 'vitest'

globalThis.masqueTexts ??= new Set()

afterAll(() => {
  const {MASQUE_TEXTS: folder, VITEST_POOL_ID: worker} = process.env
  writeFileSync(join(folder, `said-${worker}-${process.pid}.json`), JSON.stringify([...globalThis.masqueTexts]))
})
