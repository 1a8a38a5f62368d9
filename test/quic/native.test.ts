import {beforeAll, describe} from 'vitest'
import {loadBinding} from '../../src/lib/native/binding.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'
import {until} from '../support/until.js'
import {quicContract} from './contract.js'

let certificate: TestCertificate
let other: TestCertificate

beforeAll(async () => {
  ;[certificate, other] = await Promise.all([makeCertificate(), makeCertificate()])
})

describe('the native engine', () => {
  quicContract(() => ({binding: loadBinding(), certificate, otherCaPem: other.caPem, run: work => work, until}))
})
