package network

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"sync"
)

// Pool hands out prefixes: the first client gets those given, the next one those that follow them, and so on.
type Pool struct {
	first []netip.Prefix
	mu    sync.Mutex
	taken map[int]bool
}

// NewPool reads prefixes, with commas between them.
func NewPool(text string) (*Pool, error) {
	var first []netip.Prefix
	for _, part := range fields(text) {
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			return nil, err
		}
		first = append(first, prefix.Masked())
	}
	return &Pool{first: first, taken: make(map[int]bool)}, nil
}

// Take gives the prefixes of one more client, and what returns them.
func (p *Pool) Take() (prefixes []netip.Prefix, release func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	slot := 0
	for p.taken[slot] {
		slot++
	}
	p.taken[slot] = true
	prefixes = make([]netip.Prefix, 0, len(p.first))
	for _, prefix := range p.first {
		for range slot {
			prefix = next(prefix)
		}
		prefixes = append(prefixes, prefix)
	}
	return prefixes, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.taken, slot)
	}
}

// next adds one at the last bit of the prefix.
func next(prefix netip.Prefix) netip.Prefix {
	b := prefix.Addr().AsSlice()
	if prefix.Bits() == 0 {
		return prefix
	}
	last := prefix.Bits() - 1
	add := 1 << (7 - last%8)
	for i := last / 8; i >= 0 && add != 0; i-- {
		add += int(b[i])
		b[i], add = byte(add), add>>8
	}
	address, _ := netip.AddrFromSlice(b)
	return netip.PrefixFrom(address, prefix.Bits())
}

// Range is what may be reached, for one protocol or for all (0).
type Range struct {
	Start, End netip.Addr
	Protocol   uint8
}

// ParseRanges reads START-END or PREFIX, each with @PROTOCOL or without, and commas between them.
func ParseRanges(text string) ([]Range, error) {
	var ranges []Range
	for _, part := range fields(text) {
		place, protocol, _ := strings.Cut(part, "@")
		r, err := parseRange(place)
		if err != nil {
			return nil, err
		}
		if protocol != "" {
			number, err := strconv.ParseUint(protocol, 10, 8)
			if err != nil {
				return nil, fmt.Errorf("protocol of %s: %w", part, err)
			}
			r.Protocol = uint8(number)
		}
		ranges = append(ranges, r)
	}
	return ranges, nil
}

func parseRange(text string) (Range, error) {
	if start, end, isPair := strings.Cut(text, "-"); isPair {
		from, err := netip.ParseAddr(start)
		if err != nil {
			return Range{}, err
		}
		to, err := netip.ParseAddr(end)
		return Range{Start: from, End: to}, err
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return Range{}, err
	}
	b := prefix.Masked().Addr().AsSlice()
	for bit := prefix.Bits(); bit < len(b)*8; bit++ {
		b[bit/8] |= 1 << (7 - bit%8)
	}
	end, _ := netip.AddrFromSlice(b)
	return Range{Start: prefix.Masked().Addr(), End: end}, nil
}

// ParseAddresses reads addresses, with commas between them.
func ParseAddresses(text string) ([]netip.Addr, error) {
	var addresses []netip.Addr
	for _, part := range fields(text) {
		address, err := netip.ParseAddr(part)
		if err != nil {
			return nil, err
		}
		addresses = append(addresses, address)
	}
	return addresses, nil
}

func fields(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' })
}
