"""A terminal for a test: runs a program on a pty, types what it is told when it sees what it waits for, shows everything."""
import fcntl, json, os, pty, select, signal, struct, sys, termios, time

program, steps = json.loads(sys.argv[1]), json.loads(sys.argv[2])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(program[0], program)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
seen = b""


def read_until(wanted, limit):
    """What came since the last step has to hold this."""
    global seen
    began, end = len(seen), time.monotonic() + limit
    while wanted not in seen[began:]:
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        if not ready:
            sys.stderr.write("never seen: %r\n" % wanted)
            os.kill(pid, signal.SIGKILL)
            break
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        if not more:
            break
        seen += more


for step in steps:
    if "wait" in step:
        read_until(step["wait"].encode(), 20)
    elif "columns" in step:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, step["columns"], 0, 0))
        os.kill(pid, signal.SIGWINCH)
    else:
        # One key at a time: what comes in one piece is taken for a paste.
        for key in step["type"]:
            os.write(terminal, key.encode())
            time.sleep(0.01)
while True:
    try:
        more = os.read(terminal, 65536)
    except OSError:
        break
    if not more:
        break
    seen += more
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(status))
