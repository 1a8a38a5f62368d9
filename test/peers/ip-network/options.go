package network

import (
	"flag"
	"net/netip"
)

// Options are the flags that proxies on either version of the library have.
type Options struct {
	Listen, Cert, Key, Template                   string
	addresses, routes, hosts, routers, deviceName string
}

// Setup is what the flags come to.
type Setup struct {
	Pool    *Pool
	Routes  []Range
	hosts   []netip.Addr
	routers []netip.Addr
	device  *Device
}

// ParseOptions reads the command line.
func ParseOptions() *Options {
	o := &Options{}
	flag.StringVar(&o.Listen, "listen", "127.0.0.1:4443", "ADDR:PORT")
	flag.StringVar(&o.Cert, "cert", "", "certificate (PEM)")
	flag.StringVar(&o.Key, "key", "", "its key (PEM)")
	flag.StringVar(&o.Template, "template", "", "URI template, which has no variables")
	flag.StringVar(&o.addresses, "address", "192.0.2.2/32,2001:db8::2/128", "prefixes of the first client")
	flag.StringVar(&o.routes, "route", "192.0.2.1/32,198.51.100.0/24,2001:db8::1/128,2001:db8:1::/48", "what is advertised")
	flag.StringVar(&o.hosts, "host", "198.51.100.10,2001:db8:1::10", "addresses that answer")
	flag.StringVar(&o.routers, "router", "192.0.2.1,2001:db8::1", "addresses of the router before them")
	flag.StringVar(&o.deviceName, "tun", "", "a TUN device instead of the hosts")
	flag.Parse()
	return o
}

// Set makes what is asked for.
func (o *Options) Set() (s Setup, err error) {
	if s.Pool, err = NewPool(o.addresses); err != nil {
		return s, err
	}
	if s.Routes, err = ParseRanges(o.routes); err != nil {
		return s, err
	}
	if s.hosts, err = ParseAddresses(o.hosts); err != nil {
		return s, err
	}
	if s.routers, err = ParseAddresses(o.routers); err != nil {
		return s, err
	}
	if o.deviceName != "" {
		s.device, err = OpenDevice(o.deviceName)
	}
	return s, err
}

// Attach joins one client's tunnel to what is behind the proxy.
func (s Setup) Attach(prefixes []netip.Prefix, send func([]byte)) (receive func([]byte), detach func()) {
	if s.device != nil {
		return s.device.Receive, s.device.Attach(prefixes, send)
	}
	hosts := &Hosts{Routers: s.routers, Addresses: s.hosts, Send: send}
	return hosts.Receive, hosts.Close
}

// ReturnError gives an ICMP error back to the sender of a packet that a tunnel could not take: only a kernel listens.
func (s Setup) ReturnError(icmp []byte) {
	if s.device != nil && icmp != nil {
		s.device.Receive(icmp)
	}
}
