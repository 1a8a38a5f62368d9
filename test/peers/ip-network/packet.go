// Package network is what stands behind our CONNECT-IP proxies on other people's libraries: hosts in user space that
// answer, or a TUN device. It knows nothing of the tunnel, so that both versions of the library share it.
package network

import (
	"encoding/binary"
	"net/netip"
)

// The protocols that anything here speaks.
const (
	ProtocolICMP   = 1
	ProtocolTCP    = 6
	ProtocolUDP    = 17
	ProtocolICMPv6 = 58
)

const hopLimit = 64

// Packet is an IP packet without options and extension headers, taken apart.
type Packet struct {
	Source, Destination netip.Addr
	Protocol, HopLimit  byte
	Payload             []byte
}

// Parse takes an IP packet apart. It reports false for what is malformed, and for fragments.
func Parse(b []byte) (Packet, bool) {
	switch {
	case len(b) >= 20 && b[0]>>4 == 4:
		header, total := int(b[0]&15)*4, int(binary.BigEndian.Uint16(b[2:]))
		fragment := binary.BigEndian.Uint16(b[6:])&0x3fff != 0
		if header < 20 || total < header || total > len(b) || fragment || Checksum(0, b[:header]) != 0 {
			return Packet{}, false
		}
		return Packet{
			netip.AddrFrom4([4]byte(b[12:16])), netip.AddrFrom4([4]byte(b[16:20])), b[9], b[8], b[header:total],
		}, true
	case len(b) >= 40 && b[0]>>4 == 6:
		total := 40 + int(binary.BigEndian.Uint16(b[4:]))
		if total > len(b) {
			return Packet{}, false
		}
		return Packet{
			netip.AddrFrom16([16]byte(b[8:24])), netip.AddrFrom16([16]byte(b[24:40])), b[6], b[7], b[40:total],
		}, true
	}
	return Packet{}, false
}

// Append puts the packet together behind what b holds.
func (p Packet) Append(b []byte) []byte {
	source, destination := p.Source.AsSlice(), p.Destination.AsSlice()
	if p.Source.Is4() {
		header := make([]byte, 12, 20)
		header[0] = 4<<4 | 5
		binary.BigEndian.PutUint16(header[2:], uint16(20+len(p.Payload)))
		header[6] = 0x40 // Not to be fragmented.
		header[8], header[9] = p.HopLimit, p.Protocol
		header = append(append(header, source...), destination...)
		binary.BigEndian.PutUint16(header[10:], Checksum(0, header))
		return append(append(b, header...), p.Payload...)
	}
	header := make([]byte, 8, 40)
	header[0] = 6 << 4
	binary.BigEndian.PutUint16(header[4:], uint16(len(p.Payload)))
	header[6], header[7] = p.Protocol, p.HopLimit
	header = append(append(header, source...), destination...)
	return append(append(b, header...), p.Payload...)
}

// Checksum is the one of RFC 1071, begun with what the pseudo header adds up to.
func Checksum(sum uint32, b []byte) uint16 {
	for ; len(b) >= 2; b = b[2:] {
		sum += uint32(b[0])<<8 | uint32(b[1])
	}
	if len(b) == 1 {
		sum += uint32(b[0]) << 8
	}
	for sum>>16 != 0 {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// Seal fills in the checksum at an offset of the payload; ICMP of IPv4 is the one without a pseudo header.
func (p Packet) Seal(offset int) Packet {
	var sum uint32
	if p.Protocol != ProtocolICMP {
		pseudo := append(p.Source.AsSlice(), p.Destination.AsSlice()...)
		sum = uint32(^Checksum(0, pseudo)) + uint32(p.Protocol) + uint32(len(p.Payload))
	}
	p.Payload[offset], p.Payload[offset+1] = 0, 0
	value := Checksum(sum, p.Payload)
	if value == 0 && p.Protocol == ProtocolUDP {
		value = 0xffff
	}
	binary.BigEndian.PutUint16(p.Payload[offset:], value)
	return p
}

// Sealed reports whether the checksum over the payload is right.
func (p Packet) Sealed() bool {
	var sum uint32
	if p.Protocol != ProtocolICMP {
		pseudo := append(p.Source.AsSlice(), p.Destination.AsSlice()...)
		sum = uint32(^Checksum(0, pseudo)) + uint32(p.Protocol) + uint32(len(p.Payload))
	}
	return Checksum(sum, p.Payload) == 0
}

// reply goes back to where p came from.
func (p Packet) reply(payload []byte) Packet {
	return Packet{p.Destination, p.Source, p.Protocol, hopLimit, payload}
}
