import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-both-links',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'untestable',
  needs: ['capture'],
  title: 'That an observer of both links can match traffic by size and time',
  asks: 'The quic-proxy draft states that tunnelled and forwarded traffic alike stay open to matching by size and time. Nothing is asked; it is a limit of every proxy with low delay.',
  why: "Whoever sees both the client's and the target's side of a proxy can join them, which users who expect anonymity ought to know.",
  sends:
    'Nothing. It would need captures on both links at once and a statistical study, which is outside what one vantage point can do.',
  counts: {
    info: 'a text for reports: the limit applies to every proxy of this kind',
  },
  hint: 'Keep in mind that no setting of a single proxy removes this; two proxies under different operators make it harder.',
  pitfalls: ['A clean result in the other rows of this group does not speak about this threat.'],
  see: ['draft-ietf-masque-quic-proxy section 10.1'],
  status: {
    kind: 'untestable',
    reason: 'It needs an observer on both sides of the proxy at once; from one end no verdict is possible',
  },
})
