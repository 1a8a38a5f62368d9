import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.1/full-list',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether every ADDRESS_ASSIGN repeats the full list of addresses',
  asks: 'Each ADDRESS_ASSIGN carries all addresses currently assigned. An address that was sent before and is missing has been removed; an empty capsule removes all.',
  why: 'With a proxy that sends only what is new, a correct client gives up its first address as soon as it gets a second, and its open connections break.',
  sends:
    'Addresses are requested in two steps, and the second ADDRESS_ASSIGN is searched for the first address; then the first address is used for an echo for more than 10 s.',
  counts: {
    pass: 'every later capsule lists all addresses that still work',
    info: 'a later capsule leaves out an address that goes on working for more than 10 s; or the address left out stops working, which is a legal removal',
    inconclusive: 'no second assignment happens, for example because the proxy gives one address per family only',
  },
  hint: 'Look for code that answers each ADDRESS_REQUEST with the new entry alone instead of the whole list.',
  pitfalls: [
    'Refusal entries with an all-zero address should not reappear in later capsules.',
    'An address that still works briefly after its removal may be a delay only: allow 10 s.',
  ],
  see: [],
})
