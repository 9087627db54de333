"""Forks a process for each submission, from one that has imported already what takes long to import.

Runs inside bubblewrap, where there is no network and no file but Python's own, and takes orders over a socket from the
one program that it trusts, the grader (`course.grading.wire.orders`). Each student's process gets namespaces of its own
within the sandbox (user, PID, mount, IPC, network, host name), a private folder, limits, and a filter of system calls;
it sees no other process, and when it ends, all that it started ends. All processes of a submission have one budget, and
when it is used up, one of them ends (`budget`).
"""

import contextlib
import ctypes
import gc
import os
import resource
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from course.grading.inside.budget import Budget, inherited_memory

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from course.grading.wire.orders import Limits, Start

NOBODY = 65534
IDLE = 300  # seconds without an order, after which nobody seems to need the spawner any more
SEVERAL = 5  # students' processes: after so many there will be more
_NEW = {"mount": 0x20000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000, "pid": 0x20000000, "net": 0x40000000}
_READ_ONLY, _NOSUID, _NODEV, _BIND, _RECURSIVE, _PRIVATE = 1, 2, 4, 0x1000, 0x4000, 0x40000
_SET_DEATH_SIGNAL, _SET_DUMPABLE, _SET_SECCOMP, _DROP_CAPABILITY, _SET_SUBREAPER = 1, 4, 22, 24, 36
_NO_NEW_PRIVILEGES = 38
_libc = ctypes.CDLL(None, use_errno=True)

# System calls that no notebook needs, by machine: those that hold memory which no limit counts, make namespaces, reach
# into other processes, or have been the way into many a kernel. They fail with EPERM.
_FORBIDDEN = {
    "x86_64": {
        "memfd_create": 319, "memfd_secret": 447, "shmget": 29, "msgget": 68, "semget": 64, "mq_open": 240,
        "unshare": 272, "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "open_tree": 428,
        "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "mount_setattr": 442,
        "socket": 41, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "pidfd_getfd": 438,
        "kcmp": 312, "bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "io_uring_setup": 425,
        "io_uring_enter": 426, "io_uring_register": 427, "add_key": 248, "request_key": 249, "keyctl": 250,
        "name_to_handle_at": 303, "open_by_handle_at": 304, "fanotify_init": 300, "personality": 135,
        "modify_ldt": 154, "kexec_load": 246, "init_module": 175, "finit_module": 313, "quotactl": 179,
        "swapon": 167, "reboot": 169, "acct": 163, "syslog": 103, "vhangup": 153, "iopl": 172, "ioperm": 173,
        "vmsplice": 278,
    },
    "aarch64": {
        "memfd_create": 279, "memfd_secret": 447, "shmget": 194, "msgget": 186, "semget": 190, "mq_open": 180,
        "unshare": 97, "setns": 268, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "open_tree": 428,
        "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "mount_setattr": 442,
        "socket": 198, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "pidfd_getfd": 438,
        "kcmp": 272, "bpf": 280, "perf_event_open": 241, "userfaultfd": 282, "io_uring_setup": 425,
        "io_uring_enter": 426, "io_uring_register": 427, "add_key": 217, "request_key": 218, "keyctl": 219,
        "name_to_handle_at": 264, "open_by_handle_at": 265, "fanotify_init": 262, "personality": 92,
        "kexec_load": 104, "init_module": 105, "finit_module": 273, "quotactl": 60, "swapon": 224, "reboot": 142,
        "acct": 89, "syslog": 116, "vhangup": 58, "vmsplice": 75,
    },
}  # fmt: skip
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3 = 435  # on both
_MMAP, _SETSID, _IOCTL = {"x86_64": 9, "aarch64": 222}, {"x86_64": 112, "aarch64": 157}, {"x86_64": 16, "aarch64": 29}
_SHARED_BY_NO_FILE, _SET_TERMINAL = 0x21, 0x540E  # flags of mmap, command of ioctl
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


class _Held(NamedTuple):
    """A student's process."""

    holder: int  # PID of the process that holds its namespaces
    student: int  # and its own
    over: str = ""  # what was used up, in words, if it had to end for that


def main() -> None:
    """Take orders from the socket whose number is the first argument; the second says whether to isolate."""
    control = socket.socket(fileno=int(sys.argv[1]))
    isolated = sys.argv[2] == "isolated"
    if isolated and os.getuid() == 0:  # root as seen from outside, too; no limit of processes would hold
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        _call(_libc.prctl, _SET_DUMPABLE, 1, 0, 0, 0)  # or its own files in /proc would be root's
    from course.grading.inside.shell import make_shell
    from course.grading.inside.student import attend
    from course.grading.wire.orders import Import, Interrupt, Start, unpack_order

    shell = make_shell()
    base, inherited = _import(sys.argv[3:])
    held: dict[int, _Held] = {}  # by number of the student's process
    has_formatted = False
    budget: Budget | None = None  # of those that are held: a sandbox is for one submission at a time
    control.send(b"0")
    while True:
        if not select.select([control], [], [], budget.wait if budget else IDLE)[0]:
            # A student's process that runs keeps the spawner, too: its time is bounded by the grader.
            if not budget:
                return
            _look(budget, held)
            continue
        data, fds, _, _ = socket.recv_fds(control, 65536, 8)
        if not data:
            return
        order = unpack_order(data)
        status, over = 0, ""
        if isinstance(order, Import):
            base, inherited = _import(order.modules)
        elif isinstance(order, Start):
            if order.number > SEVERAL and not held and not has_formatted:
                _format_an_error(shell)
                base, inherited = _import(())
                has_formatted = True
            sock, sizes, doors = socket.socket(fileno=fds[0]), order.limits, fds[2:]
            if budget:
                for events in fds[1:2]:
                    os.close(events)
            else:
                budget = Budget(sizes, inherited, isolated, _folders(order) if isolated else (), *fds[1:2])
            become = lambda sock=sock, sizes=sizes, order=order: attend(  # noqa: E731
                sock, shell, sizes.output, sizes.message, order.nobody_looks
            )
            held[order.number] = _start(become, order, base, isolated, control, budget, doors)
            sock.close()
        elif isinstance(order, Interrupt):
            _signal(held[order.number].student, signal.SIGINT)
            continue
        else:
            if budget:  # it may have ended after the last look
                _look(budget, held)
            ended = held.pop(order.number)
            status, over = _end(ended), ended.over
            if budget and not held:
                budget.close()
                budget = None
        control.send(f"{status} {over}".encode())


def _import(modules: Sequence[str]) -> tuple[int, int]:
    """Import what students' processes begin with; returns bytes of their address space and of their memory."""
    gc.disable()  # what is imported stays: to look at it again and again takes a tenth of the time
    for module in modules:
        with contextlib.suppress(ImportError):  # then no notebook of this course needs it
            __import__(module)
    gc.collect()
    gc.freeze()  # so that no collection in a forked process writes to all that it shares with this one
    gc.enable()
    return _address_space(), inherited_memory()


def _format_an_error(shell: "InteractiveShell") -> None:
    """As each student's process would for its first one: what that takes is more than most submissions take."""
    try:
        raise ValueError
    except ValueError as error:
        shell.InteractiveTB.structured_traceback(ValueError, error, error.__traceback__, tb_offset=0)
        shell.InteractiveTB.tb = None


def _look(budget: Budget, held: dict[int, _Held]) -> None:
    """End the student's process that has used up the budget, if one has."""
    going_on = {each.holder: number for number, each in held.items() if not each.over}
    over = budget.look(set(going_on))
    if over is not None:
        holder, words = over
        number = going_on[holder]
        held[number] = held[number]._replace(over=words)
        _signal(held[number].student, signal.SIGKILL)


def _folders(order: "Start") -> tuple[str, ...]:
    """Where an isolated process can write."""
    return order.folder, "/dev/shm"


def _start(
    become: Callable[[], None],
    order: "Start",
    base: int,
    isolated: bool,
    control: socket.socket,
    budget: Budget,
    doors: list[int],
) -> _Held:
    """Fork the holder of the namespaces, which forks the student's process and waits for it.

    Args:
        become: what the student's process does.
        order: that says what it may use.
        base: bytes of address space that it begins with.
        isolated: whether it gets namespaces of its own.
        control: closed in both of them, and so is what belongs to the next two.
        budget: of the submission.
        doors: files to write to, so as to join a control group; there may be none. Closed here, too.
    """
    reading, writing = os.pipe()
    holder = os.fork()
    if not holder:
        os.close(reading)
        control.close()
        budget.close()
        _join(doors)
        _hold(become, order, base, isolated, writing)
    for descriptor in (writing, *doors):
        os.close(descriptor)
    told = os.read(reading, 4)
    os.close(reading)
    return _Held(holder, struct.unpack("i", told)[0] if len(told) == 4 else 0)


def _join(doors: list[int]) -> None:
    """Go through the `doors` into a control group, and close them; where Linux does not let it, stay outside."""
    for door in doors:
        with contextlib.suppress(OSError):
            os.write(door, b"0")
        os.close(door)


def _hold(become: Callable[[], None], order: "Start", base: int, isolated: bool, tell: int) -> NoReturn:
    """Make the namespaces, fork the student's process into them, and end as it ends."""
    code = 1
    try:
        _call(_libc.prctl, _SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")  # where the machine has no memory left, the kernel ends this before all others
        if isolated:
            _separate(_folders(order), order.limits.disk)
        else:
            _call(_libc.prctl, _SET_SUBREAPER, 1, 0, 0, 0)
        scratch = order.folder if isolated else tempfile.mkdtemp(prefix="student-")
        student = os.fork()
        if not student:
            try:
                _limit(order.limits, base, isolated, scratch)
                os.close(tell)
                become()
            finally:
                os._exit(0)
        os.write(tell, struct.pack("i", student))
        os.close(tell)
        status = os.waitstatus_to_exitcode(os.waitpid(student, 0)[1])
        code = status if status >= 0 else 128 - status
        if not isolated:
            _sweep(scratch)
    except BaseException as error:
        os.write(2, f"a student's process could not be made: {error}\n".encode())
    finally:
        os._exit(code)


def _separate(folders: tuple[str, ...], disk: int) -> None:
    """Make namespaces of its own, in which it can write to new `folders` of `disk` bytes, and to nothing shared."""
    user, group = os.getuid(), os.getgid()
    _call(_libc.unshare, sum(_NEW.values()))
    for name, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(line)
    _mount(None, b"/", None, _PRIVATE | _RECURSIVE)
    for folder in folders:
        size = f"size={disk},nr_inodes=20000,mode=0700"
        _mount(b"tmpfs", folder.encode(), b"tmpfs", _NOSUID | _NODEV, size.encode())
    _mount(b"devpts", b"/dev/pts", b"devpts", _NOSUID, b"newinstance,ptmxmode=0666,mode=0600,max=64")
    _mount(b"/dev/full", b"/dev/zero", None, _BIND)  # it reads the same, but can't be mapped as memory that is shared
    _mount(b"tmpfs", b"/proc", b"tmpfs", _NOSUID | _NODEV | _READ_ONLY, b"size=0,nr_inodes=2,mode=0555")


def _limit(limits: "Limits", base: int, isolated: bool, scratch: str) -> None:
    """In the student's process: what it may use, and no power that could change that."""
    _call(_libc.prctl, _SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    os.setsid()  # or a signal to its process group would be one to this program
    os.chdir(scratch)
    os.environ["HOME"] = os.environ["TMPDIR"] = scratch
    sys.path.append(scratch)  # at the end, so that no file of the student's takes the place of a library
    for what, limit in (
        # Less than all, so that an error comes to code that takes too much before its process has to be ended.
        (resource.RLIMIT_AS, base + limits.memory - limits.memory // 32),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_FSIZE, limits.disk),
        (resource.RLIMIT_NOFILE, 512),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    if isolated:
        for capability in range(64):
            _libc.prctl(_DROP_CAPABILITY, capability, 0, 0, 0)  # fails for those that this kernel does not know
        header, none = struct.pack("Ii", 0x20080522, 0), bytes(24)
        _call(_libc.capset, header, none)
        _filter_system_calls()


def _filter_system_calls() -> None:
    """A seccomp filter, which every process that the student's starts inherits. Source: seccomp(2), its example."""
    machine = os.uname().machine
    load, equal, at_least, any_bit, mask, give = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
    allow, refuse, unknown = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38  # errno EPERM, ENOSYS
    pretend = 0x00050000  # it returns 0, and nothing was done
    program = [(load, 0, 0, 4), (equal, 1, 0, _AUDIT[machine]), (give, 0, 0, refuse), (load, 0, 0, 0)]
    if machine == "x86_64":  # the numbers of another calling convention
        program += [(at_least, 0, 1, 0x40000000), (give, 0, 0, refuse)]
    for number in _FORBIDDEN[machine].values():
        program += [(equal, 0, 1, number), (give, 0, 0, refuse)]
    program += [(equal, 0, 1, _CLONE3), (give, 0, 0, unknown)]  # then the C library uses clone, whose flags can be seen
    new_namespace = sum(_NEW.values()) | 0x02000000
    program += [(equal, 0, 3, _CLONE[machine]), (load, 0, 0, 16), (any_bit, 0, 1, new_namespace), (give, 0, 0, refuse)]
    # Where Linux groups by session, each would get a share of the processor. A terminal asks for one of its own, and
    # can do without.
    program += [(load, 0, 0, 0), (equal, 0, 1, _SETSID[machine]), (give, 0, 0, pretend)]
    program += [(equal, 0, 3, _IOCTL[machine]), (load, 0, 0, 24), (equal, 0, 1, _SET_TERMINAL), (give, 0, 0, pretend)]
    # Memory that is shared, and that no file of a folder with a limit is behind, stays when most of it is unmapped.
    program += [(load, 0, 0, 0), (equal, 0, 4, _MMAP[machine]), (load, 0, 0, 40), (mask, 0, 0, _SHARED_BY_NO_FILE)]
    program += [(equal, 0, 1, _SHARED_BY_NO_FILE), (give, 0, 0, refuse)]
    program += [(give, 0, 0, allow)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    described = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    _call(_libc.prctl, _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _call(_libc.prctl, _SET_SECCOMP, 2, described, 0, 0)


def _end(held: _Held) -> int:
    """Kill the student's process, if it still runs, and with it all that it started; returns how it ended.

    Returns:
        Its exit status, or 128 and the number of the signal that killed it.
    """
    ended, status = os.waitpid(held.holder, os.WNOHANG)
    if not ended:
        _signal(held.student, signal.SIGKILL)
        # The holder has waited for the first process of the namespace, so all of them are gone when it is.
        status = os.waitpid(held.holder, 0)[1]
    return os.waitstatus_to_exitcode(status)


def _sweep(scratch: str) -> None:
    """Without a namespace that ends: kill what is left over, and remove the files."""
    while True:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            children = file.read().split()
        for child in children:
            _signal(int(child), signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    shutil.rmtree(scratch, ignore_errors=True)


def _mount(source: bytes | None, target: bytes, kind: bytes | None, flags: int, data: bytes | None = None) -> None:
    _call(_libc.mount, source, target, kind, ctypes.c_ulong(flags), data)


def _call(function: Any, *args: Any) -> None:
    if function(*args) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function.__name__}{args[:3]}: {os.strerror(number)}")


def _address_space() -> int:
    """Bytes that the address space of this process has already."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def _signal(pid: int, number: int) -> None:
    try:
        if pid:
            os.kill(pid, number)
    except ProcessLookupError:
        pass


if __name__ == "__main__":
    main()
    os._exit(0)  # to tidy up all that was imported takes a tenth of a second
