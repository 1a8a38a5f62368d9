package network

import (
	"errors"
	"net"
	"net/netip"
	"sync"
	"syscall"
)

// maxFlows bounds the sockets that one client can make us open.
const maxFlows = 64

type flow struct {
	source, destination         netip.Addr
	sourcePort, destinationPort uint16
}

// flows carries UDP to this machine, with a socket for each flow of the client.
type flows struct {
	mu   sync.Mutex
	open map[flow]*net.UDPConn
}

// send passes data on; answer gets what comes back, and refused is called when nobody listens there.
func (f *flows) send(key flow, data []byte, answer func([]byte), refused func()) {
	socket, err := f.socket(key, answer, refused)
	if err != nil {
		return
	}
	if _, err := socket.Write(data); errors.Is(err, syscall.ECONNREFUSED) {
		refused()
	}
}

func (f *flows) socket(key flow, answer func([]byte), refused func()) (*net.UDPConn, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if socket, ok := f.open[key]; ok {
		return socket, nil
	}
	if len(f.open) >= maxFlows {
		return nil, errors.New("too many flows")
	}
	here := net.IPv4(127, 0, 0, 1)
	if key.destination.Is6() {
		here = net.IPv6loopback
	}
	socket, err := net.DialUDP("udp", nil, &net.UDPAddr{IP: here, Port: int(key.destinationPort)})
	if err != nil {
		return nil, err
	}
	if f.open == nil {
		f.open = make(map[flow]*net.UDPConn)
	}
	f.open[key] = socket
	go receive(socket, answer, refused)
	return socket, nil
}

func receive(socket *net.UDPConn, answer func([]byte), refused func()) {
	buffer := make([]byte, 65536)
	for {
		n, err := socket.Read(buffer)
		switch {
		case err == nil:
			answer(buffer[:n])
		case errors.Is(err, syscall.ECONNREFUSED):
			refused()
		default:
			return
		}
	}
}

func (f *flows) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, socket := range f.open {
		socket.Close()
	}
}
