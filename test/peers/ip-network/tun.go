package network

import (
	"fmt"
	"net/netip"
	"os"
	"sync"
	"syscall"
	"unsafe"
)

// Device is a TUN device (Linux): the kernel routes instead of Hosts. Who opened it gives it addresses and routes.
type Device struct {
	file    *os.File
	mu      sync.Mutex
	clients map[netip.Prefix]func([]byte)
}

// OpenDevice opens or makes it, for which one must be root, or it must be ours.
func OpenDevice(name string) (*Device, error) {
	fd, err := syscall.Open("/dev/net/tun", syscall.O_RDWR|syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("/dev/net/tun: %w", err)
	}
	// struct ifreq: a name of 16 octets, then flags.
	var request [40]byte
	copy(request[:15], name)
	*(*uint16)(unsafe.Pointer(&request[16])) = syscall.IFF_TUN | syscall.IFF_NO_PI
	if _, _, errno := syscall.Syscall(
		syscall.SYS_IOCTL, uintptr(fd), syscall.TUNSETIFF, uintptr(unsafe.Pointer(&request[0])),
	); errno != 0 {
		syscall.Close(fd)
		return nil, fmt.Errorf("TUN device %s: %w", name, errno)
	}
	d := &Device{file: os.NewFile(uintptr(fd), name), clients: make(map[netip.Prefix]func([]byte))}
	go d.read()
	return d, nil
}

// Attach sends packets for these prefixes to a client, until detach.
func (d *Device) Attach(prefixes []netip.Prefix, send func([]byte)) (detach func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, prefix := range prefixes {
		d.clients[prefix] = send
	}
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		for _, prefix := range prefixes {
			delete(d.clients, prefix)
		}
	}
}

// Receive gives a packet to the kernel, which may refuse it.
func (d *Device) Receive(b []byte) { _, _ = d.file.Write(b) }

func (d *Device) read() {
	buffer := make([]byte, 65536)
	for {
		n, err := d.file.Read(buffer)
		if err != nil {
			return
		}
		if send := d.client(buffer[:n]); send != nil {
			send(buffer[:n])
		}
	}
}

func (d *Device) client(b []byte) func([]byte) {
	var destination netip.Addr
	switch {
	case len(b) >= 20 && b[0]>>4 == 4:
		destination = netip.AddrFrom4([4]byte(b[16:20]))
	case len(b) >= 40 && b[0]>>4 == 6:
		destination = netip.AddrFrom16([16]byte(b[24:40]))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for prefix, send := range d.clients {
		if prefix.Contains(destination) {
			return send
		}
	}
	return nil
}
