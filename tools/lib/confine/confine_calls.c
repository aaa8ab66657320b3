/* confine_calls.c: a filter of system calls (seccomp(2)), written by hand: the library that writes such filters costs
 * every start of a program more than the whole of this, and what is needed is a list.
 *
 * It names what is refused, not what is allowed: which calls the libraries make differs between their versions, and a
 * call that is missing would be met on somebody's machine in the middle of a night. Calls that came after those we know
 * do not exist here (ENOSYS), so that the list stays whole; the libraries then do as on an older kernel. */
#include "confine/confine_int.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#if defined(__x86_64__)
static const uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
static const uint32_t architecture = 0; /* numbers of calls are not known: no filter */
#endif

/* The last that the list was made with; those of the other way to number calls (x32) are behind it as well. */
enum { LAST_CALL = SYS_set_mempolicy_home_node };

static const int refused[] = {
    /* other processes */
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_process_madvise,
    SYS_kcmp,
    SYS_pidfd_getfd,
    SYS_pidfd_send_signal,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    SYS_tkill,
    SYS_perf_event_open,
    /* what goes round the other calls */
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_bpf,
    SYS_userfaultfd,
    SYS_open_by_handle_at,
    /* who one is */
    SYS_setuid,
    SYS_setgid,
    SYS_setreuid,
    SYS_setregid,
    SYS_setresuid,
    SYS_setresgid,
    SYS_setfsuid,
    SYS_setfsgid,
    SYS_setgroups,
    SYS_capset,
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    /* what Landlock does not know of files */
    SYS_fchownat,
    SYS_mknodat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_fsetxattr,
    SYS_removexattr,
    SYS_lremovexattr,
    SYS_fremovexattr,
    SYS_quotactl,
    SYS_quotactl_fd,
    SYS_fanotify_init,
#ifdef SYS_chown
    SYS_chown,
    SYS_lchown,
    SYS_mknod,
    SYS_chmod,
#endif
    /* the machine */
    SYS_kexec_load,
    SYS_kexec_file_load,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_move_mount,
    SYS_open_tree,
    SYS_fsopen,
    SYS_fsconfig,
    SYS_fsmount,
    SYS_fspick,
    SYS_mount_setattr,
    SYS_chroot,
    SYS_setns,
    SYS_unshare,
    SYS_swapon,
    SYS_swapoff,
    SYS_reboot,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_acct,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_clock_adjtime,
    SYS_adjtimex,
    SYS_syslog,
    SYS_vhangup,
    SYS_nfsservctl,
    SYS_personality,
#ifdef SYS_iopl
    SYS_iopl,
    SYS_ioperm,
    SYS_modify_ldt,
#endif
};

static const int of_programs[] = {SYS_execve, SYS_execveat};
static const int of_sockets[] = {SYS_connect, SYS_bind, SYS_listen};
static const int of_accepting[] = {SYS_accept, SYS_accept4};

enum { MOST = 512 };

typedef struct filter {
    struct sock_filter code[MOST];
    unsigned short length;
} filter;

static void
add_code(filter *f, struct sock_filter code)
{
    g_assert(f->length < MOST);
    f->code[f->length++] = code;
}

static void
add_load(filter *f, size_t offset)
{
    add_code(f, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void
add_return(filter *f, uint32_t what)
{
    add_code(f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, what));
}

static void
refuse_call(filter *f, int call, int error)
{
    add_code(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 1));
    add_return(f, SECCOMP_RET_ERRNO | (uint32_t)error);
}

static void
refuse_calls(filter *f, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        refuse_call(f, calls[i], EPERM);
}

/* The lower half of an argument is what these calls look at (int, and flags). Refused unless it is `allowed`. */
static void
refuse_but(filter *f, int call, unsigned argument, uint32_t allowed)
{
    add_code(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4));
    add_load(f, offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t));
    add_code(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed, 1, 0));
    add_return(f, SECCOMP_RET_ERRNO | EPERM);
    add_load(f, offsetof(struct seccomp_data, nr));
}

static void
refuse_value(filter *f, int call, unsigned argument, uint32_t value)
{
    add_code(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4));
    add_load(f, offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t));
    add_code(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
    add_return(f, SECCOMP_RET_ERRNO | EPERM);
    add_load(f, offsetof(struct seccomp_data, nr));
}

static void
refuse_bits(filter *f, int call, unsigned argument, uint32_t bits)
{
    add_code(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4));
    add_load(f, offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t));
    add_code(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1));
    add_return(f, SECCOMP_RET_ERRNO | EPERM);
    add_load(f, offsetof(struct seccomp_data, nr));
}

/* Another machine's numbers of calls are none of ours: nothing here makes such a call. */
static void
begin_filter(filter *f)
{
    f->length = 0;
    add_load(f, offsetof(struct seccomp_data, arch));
    add_code(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0));
    add_return(f, SECCOMP_RET_KILL_PROCESS);
    add_load(f, offsetof(struct seccomp_data, nr));
}

/* 0, or errno. Every thread gets it, or none. */
static int
enter_filter(const filter *f)
{
    const struct sock_fprog program = {.len = f->length, .filter = (struct sock_filter *)f->code};
    const long refusing = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
    return refusing > 0 ? EBUSY : refusing ? errno : 0;
}

bool
confine_filters(void)
{
    const uint32_t action = SECCOMP_RET_ERRNO;
    return architecture && syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static void
refuse_processes(filter *f, unsigned may)
{
    const uint32_t own = (uint32_t)getpid();
    refuse_bits(f, SYS_clone, 0,
                CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID |
                    CLONE_NEWNET);
    refuse_call(f, SYS_clone3, ENOSYS); /* its flags are in memory, where no filter looks; the C library takes clone */
    if (!(may & CONFINE_WORKERS)) {
        refuse_but(f, SYS_kill, 0, own);
        refuse_but(f, SYS_tgkill, 0, own);
        refuse_call(f, SYS_fchmodat, EPERM); /* what an older version let others look at is closed by the parent */
    }
    refuse_but(f, SYS_prlimit64, 0, 0);
    if (!(may & CONFINE_PROGRAMS))
        refuse_calls(f, of_programs, G_N_ELEMENTS(of_programs));
}

static void
refuse_sockets(filter *f, unsigned may)
{
    if (may & CONFINE_WORKERS)
        refuse_but(f, SYS_socketpair, 0, AF_UNIX);
    else
        refuse_call(f, SYS_socketpair, EPERM);
    if (may & CONFINE_LISTEN) {
        refuse_but(f, SYS_socket, 0, AF_INET);
        refuse_call(f, SYS_connect, EPERM);
        return;
    }
    refuse_call(f, SYS_socket, EPERM);
    refuse_calls(f, of_sockets, G_N_ELEMENTS(of_sockets));
    refuse_calls(f, of_accepting, G_N_ELEMENTS(of_accepting));
}

int
confine_calls(unsigned may)
{
    if (!confine_filters())
        return 0;
    filter f;
    begin_filter(&f);
    add_code(&f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, LAST_CALL, 0, 1));
    add_return(&f, SECCOMP_RET_ERRNO | ENOSYS);
    refuse_calls(&f, refused, G_N_ELEMENTS(refused));
    refuse_processes(&f, may);
    refuse_sockets(&f, may);
    refuse_value(&f, SYS_ioctl, 1, TIOCSTI); /* as if somebody had typed it */
    refuse_value(&f, SYS_ioctl, 1, TIOCLINUX);
    add_return(&f, SECCOMP_RET_ALLOW);
    return enter_filter(&f);
}

int
confine_calls_listening(void)
{
    if (!confine_filters())
        return 0;
    filter f;
    begin_filter(&f);
    refuse_call(&f, SYS_socket, EPERM);
    refuse_calls(&f, of_sockets, G_N_ELEMENTS(of_sockets));
    add_return(&f, SECCOMP_RET_ALLOW);
    return enter_filter(&f);
}
