import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/3.3/mtu',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'How the ends of an IP tunnel learn which MTU the other side forwards',
  asks: 'The protocol is to let the ends tell each other the MTU they will forward; RFC 9484 has no such signal, only discovery by echo or Packet Too Big. No level is stated.',
  why: 'A wrong idea of the MTU shows as connections that open and then hang at the first full packet, the classic black hole of tunnels.',
  sends:
    'Nothing of its own; coverage is taken from rfc9484/7.2/mtu-1280, rfc9484/7.2/mtu-echo-check and the requirements of RFC 9484 section 10.1.',
  counts: {
    info: 'how the MTU can be found on this proxy: by echo, by Packet Too Big, or not at all',
    inconclusive: 'the requirements it rests on were not run, or came out inconclusive',
  },
  hint: 'Look at whether packets that are too big for the tunnel are answered by Packet Too Big.',
  pitfalls: ['No proxy can be blamed for lacking a signal that RFC 9484 does not define.'],
  see: ['RFC 9484 section 7.2', 'RFC 9484 section 10.1'],
})
