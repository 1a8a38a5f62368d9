package network

import (
	"encoding/binary"
	"net/netip"
	"slices"
)

// EchoPort is where every host echoes UDP and accepts TCP connections, as far as a SYN goes (RFC 862).
const EchoPort = 7

// Hosts answers one client's packets in user space: a router, and one hop behind it the hosts, which reply to ICMP echo,
// echo UDP, and reset TCP connections to any other port. UDP to their other ports goes to the same port of this
// machine, so that a responder there can be asked.
type Hosts struct {
	// Routers speak for what is not there.
	Routers []netip.Addr
	// Addresses are those that answer.
	Addresses []netip.Addr
	// Send takes what goes to the client.
	Send func([]byte)

	flows flows
}

// Receive is given each packet of the client.
func (h *Hosts) Receive(b []byte) {
	p, ok := Parse(b)
	if !ok {
		return
	}
	switch {
	case slices.Contains(h.Routers, p.Destination):
		h.answer(p, b)
	case p.HopLimit <= 1:
		h.complain(p, b, timeExceeded)
	case !slices.Contains(h.Addresses, p.Destination):
		h.complain(p, b, hostUnreachable)
	default:
		h.answer(p, b)
	}
}

// Close ends what the client has begun.
func (h *Hosts) Close() { h.flows.close() }

func (h *Hosts) answer(p Packet, b []byte) {
	if !p.Sealed() {
		return
	}
	switch {
	case p.Protocol == ProtocolICMP && p.Source.Is4(), p.Protocol == ProtocolICMPv6 && p.Source.Is6():
		h.echo(p)
	case p.Protocol == ProtocolUDP && len(p.Payload) >= 8:
		h.udp(p, b)
	case p.Protocol == ProtocolTCP && len(p.Payload) >= 20:
		h.tcp(p)
	default:
		h.complain(p, b, protocolUnreachable)
	}
}

func (h *Hosts) send(p Packet) { h.Send(p.Append(nil)) }

func (h *Hosts) echo(p Packet) {
	request, reply := byte(8), byte(0)
	if p.Source.Is6() {
		request, reply = 128, 129
	}
	if len(p.Payload) < 8 || p.Payload[0] != request {
		return
	}
	payload := slices.Clone(p.Payload)
	payload[0] = reply
	h.send(p.reply(payload).Seal(2))
}

func (h *Hosts) udp(p Packet, b []byte) {
	source, destination := binary.BigEndian.Uint16(p.Payload), binary.BigEndian.Uint16(p.Payload[2:])
	answer := func(data []byte) { h.send(p.reply(datagram(destination, source, data)).Seal(6)) }
	if destination == EchoPort {
		answer(slices.Clone(p.Payload[8:]))
		return
	}
	refused := slices.Clone(b)
	h.flows.send(flow{p.Source, p.Destination, source, destination}, p.Payload[8:], answer, func() {
		h.complain(p, refused, portUnreachable)
	})
}

func datagram(source, destination uint16, data []byte) []byte {
	b := make([]byte, 8, 8+len(data))
	binary.BigEndian.PutUint16(b, source)
	binary.BigEndian.PutUint16(b[2:], destination)
	binary.BigEndian.PutUint16(b[4:], uint16(8+len(data)))
	return append(b, data...)
}

const (
	fin, syn, rst, ack = 1, 2, 4, 16
	mssOption          = 4 + 20
)

// A SYN is answered, and nothing comes of it: enough to see which options cross a tunnel.
func (h *Hosts) tcp(p Packet) {
	flags, begun := p.Payload[13], binary.BigEndian.Uint32(p.Payload[4:])
	if flags&rst != 0 {
		return
	}
	length := 20
	open := binary.BigEndian.Uint16(p.Payload[2:]) == EchoPort && flags&(syn|ack) == syn
	if open {
		length = mssOption
	}
	b := make([]byte, length)
	copy(b, p.Payload[2:4])
	copy(b[2:], p.Payload[:2])
	b[12] = byte(length/4) << 4
	switch {
	case open:
		b[13] = syn | ack
		binary.BigEndian.PutUint32(b[4:], 0x5eed5eed)
		binary.BigEndian.PutUint32(b[8:], begun+1)
		binary.BigEndian.PutUint16(b[14:], 0xffff)
		copy(b[20:], []byte{2, 4, 1220 >> 8, 1220 & 0xff})
	case flags&syn != 0:
		b[13] = rst | ack
		binary.BigEndian.PutUint32(b[8:], begun+1)
	default:
		b[13] = rst
		copy(b[4:8], p.Payload[8:12])
	}
	h.send(p.reply(b).Seal(16))
}
