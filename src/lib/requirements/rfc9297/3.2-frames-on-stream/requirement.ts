import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.2/frames-on-stream',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'destructive',
  needs: [],
  title: 'Frames other than DATA on an established tunnel stream are an error',
  asks: 'Once CONNECT has succeeded, only DATA and permitted extension frames may follow. Another known frame type must be a connection error H3_FRAME_UNEXPECTED (0x105) in HTTP/3, and a stream error in HTTP/2.',
  why: 'A proxy that takes trailers or other frames inside a tunnel disagrees with its neighbours about the state of the stream, which is how smuggling and stuck streams begin.',
  sends:
    'On a connection of its own, opens a tunnel, sends HEADERS on its stream without ending it, then a canary datagram.',
  counts: {
    pass: 'HTTP/3: the connection is closed with 0x105; HTTP/2: the stream is reset with any code, or GOAWAY',
    fail: 'the frame is ignored and the canary still passes',
    warn: 'HTTP/3: a stream reset, or another code, instead of the connection error; HTTP/2: an orderly end',
    inconclusive: 'the tunnel falls silent without any error, which loss alone explains, or it never worked',
  },
  hint: 'Look whether the HTTP library still accepts trailers after the response to CONNECT.',
  pitfalls: [
    'In HTTP/2 HEADERS with END_STREAM ends our side: the frame goes out without it, and a canary shows what happened.',
    'HTTP/2 prescribes no code for this stream error.',
  ],
  see: ['RFC 9114 section 4.4', 'RFC 9113 section 8.5', 'RFC 9114 section 7.2.8'],
})
