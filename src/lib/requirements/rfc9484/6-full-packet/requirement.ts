import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/6/full-packet',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'What happens to context 0 payloads that are not exactly one IP packet',
  asks: 'In context 0 the payload is one complete IP packet, from the version field to its last octet.',
  why: 'Surplus octets that are forwarded can smuggle a second packet past the checks made on the first. A proxy that closes the stream gives one bad packet the power over a whole tunnel.',
  sends:
    'Sends payloads shorter than the inner total length, longer by padding, two packets in a row, and an empty one, each between two echoes. A responder captures what leaves the proxy.',
  counts: {
    pass: 'mismatches are dropped or padding is trimmed, and the stream stays open',
    info: 'what was done with each; a closed stream, surplus octets sent on, or a second packet forwarded are named',
    inconclusive: 'the echo before the probe fails, or no responder can see what leaves',
  },
  hint: "Look for a forwarder that writes the datagram's length instead of the length in the IP header.",
  pitfalls: [
    'A failed check is a forwarding error, so closing the stream is at odds with the text, though no keyword stands on it.',
    'Link-layer padding and network card offload at the responder add or hide trailing octets: compare the IP total length.',
  ],
  see: ['RFC 9484 section 7.2'],
})
