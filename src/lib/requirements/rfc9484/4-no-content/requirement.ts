import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4/no-content',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether anything but capsules follows the header section of request and success',
  asks: 'Neither the request nor a successful response has message content; all that follows on the data stream is capsules.',
  why: 'A Content-Length on the success makes strict clients reject the tunnel, and an HTML page or a line of text in front of the capsules puts the parser out of step for good.',
  sends:
    'On a success the response is checked for Content-Length, Content-Type and Transfer-Encoding, and the first octets of the data stream are parsed as capsules.',
  counts: {
    pass: 'none of the three fields is present and the stream parses as capsules from the first octet',
    info: 'a content field or stray octets are present; rfc9297/3.2/no-content-headers judges them',
    inconclusive: 'no request succeeds, or the stream stays empty and no field is present to look at',
  },
  hint: 'Look for a web framework that adds content fields or a default body to every 200.',
  pitfalls: [
    'Error responses may have content.',
    'Front ends and libraries add content fields by themselves: look at the raw header section.',
  ],
  see: ['RFC 9297 section 3.2'],
})
