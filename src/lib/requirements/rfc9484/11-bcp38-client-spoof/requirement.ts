import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/11/bcp38-client-spoof',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder'],
  title: 'Packets with a forged source do not leave the proxy',
  asks: 'Where an endpoint knows the prefix from which its peer may send, for example by ADDRESS_ASSIGN, it must prevent source address spoofing.',
  why: "Any client can otherwise forge its source for reflection attacks, or speak as another client. The proxy's network is the one that gets blocked for it.",
  sends:
    'Sends tagged UDP packets to our own responder with forged sources (neighbours in the pool, the proxy, private, test, loopback, multicast, unspecified), framed by packets with the valid source.',
  counts: {
    pass: 'none of the forged packets arrives, the valid one does',
    fail: 'a packet arrives with the forged source, 3 times, or its reply goes to another session of ours that owns that address',
    warn: 'it arrives with a source rewritten by NAT, or the stream is aborted instead of a plain drop',
    info: 'an ICMP error for the source address comes back',
    inconclusive: 'the valid packet is lost, or the proxy assigned nothing and the known prefix is unclear',
  },
  hint: 'Look for source validation that exists for one IP version only, or is left to a NAT that rewrites anything.',
  pitfalls: [
    'Filters behind the proxy drop forged packets too: only an ICMP error from the proxy attributes the drop.',
    'Sources inside an assigned prefix, or in ranges that we advertised, are legitimate.',
    'Tag the payloads, so that copies with a translated source are recognised.',
  ],
  see: ['RFC 2827 section 3', 'RFC 9484 section 7.2'],
})
