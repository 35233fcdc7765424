#include "redact/work/worker/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- Landlock -------------------------------------------------------------------------------- */

/* As of version 6 (include/uapi/linux/landlock.h): the system's header may be older than its kernel. */
struct ruleset {
	uint64_t fs, net, scoped;
};

enum {
	FIRST_RIGHTS = 13,    /* bits of version 1: execute ... make symbolic links */
	SINCE_REFER = 2, SINCE_TRUNCATE = 3, SINCE_NET = 4, SINCE_DEVICES = 5, SINCE_SCOPES = 6,
	BIND_AND_CONNECT = 3, ABSTRACT_SOCKETS_AND_SIGNALS = 3,
};

/* What a library may look into while it makes itself ready. */
static const char *const system_files[] = {
	"/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/urandom",
};

static int landlock_version(void)
{
	long v = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	return v > 0 ? (int)v : 0;
}

/* All that the version knows is taken away; what of it comes back is said by rules. */
static struct ruleset everything(int version, size_t *size)
{
	struct ruleset r = { .fs = ((uint64_t)1 << FIRST_RIGHTS) - 1 };
	r.fs |= (uint64_t)(version >= SINCE_REFER) << 13;
	r.fs |= (uint64_t)(version >= SINCE_TRUNCATE) << 14;
	r.fs |= (uint64_t)(version >= SINCE_DEVICES) << 15;
	r.net = version >= SINCE_NET ? BIND_AND_CONNECT : 0;
	r.scoped = version >= SINCE_SCOPES ? ABSTRACT_SOCKETS_AND_SIGNALS : 0;
	*size = version >= SINCE_SCOPES ? 24 : version >= SINCE_NET ? 16 : 8;
	return r;
}

static bool allow(int rules, const char *path, uint64_t rights)
{
	int fd = open(path, O_PATH | O_CLOEXEC);
	struct stat st;
	if (fd < 0)
		return true; /* what is not there needs no leave */
	if (fstat(fd, &st) != 0 || !S_ISDIR(st.st_mode))
		rights &= ~(uint64_t)LANDLOCK_ACCESS_FS_READ_DIR;
	struct landlock_path_beneath_attr rule = { .allowed_access = rights, .parent_fd = fd };
	bool ok = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	close(fd);
	return ok;
}

static bool close_landlock(const char *const *read, size_t n)
{
	const uint64_t look = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
	int version = landlock_version();
	size_t size;
	if (!version)
		return true;
	struct ruleset all = everything(version, &size);
	int rules = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
	bool ok = rules >= 0;
	for (size_t i = 0; ok && i < sizeof system_files / sizeof *system_files; i++)
		ok = allow(rules, system_files[i], look);
	/* Tesseract opens it to throw away what it has to say. */
	ok = ok && allow(rules, "/dev/null", look | LANDLOCK_ACCESS_FS_WRITE_FILE | (all.fs & (uint64_t)1 << 14));
	for (size_t i = 0; ok && i < n; i++)
		ok = allow(rules, read[i], look);
	ok = ok && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	if (rules >= 0)
		close(rules);
	return ok;
}

/* ---- seccomp --------------------------------------------------------------------------------- */

/* Memory, files that are open or that Landlock lets be opened, clocks, and the end. Names that a processor or
 * libseccomp does not know are passed over. */
static const char *const calls[] = {
	"brk", "mmap", "mmap2", "munmap", "mremap", "mprotect", "madvise", "membarrier", "memfd_create",
	"read", "readv", "pread64", "preadv", "write", "writev", "sendfile", "sendfile64", "lseek", "_llseek", "close", "close_range",
	"fstat", "fstat64", "newfstatat", "fstatat64", "stat", "stat64", "lstat", "lstat64", "statx", "fstatfs", "fstatfs64",
	"open", "openat", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents", "getdents64", "getcwd",
	"dup", "poll", "ppoll", "recvmsg",
	"clock_gettime", "clock_gettime64", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times",
	"getpid", "gettid", "getppid", "getuid", "geteuid", "getgid", "getegid", "getrandom", "getrusage", "getrlimit", "ugetrlimit",
	"sysinfo", "uname", "sched_getaffinity", "sched_yield", "getcpu",
	"futex", "set_robust_list", "set_tid_address", "rseq", "arch_prctl", "sigaltstack",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigreturn", "restart_syscall", "exit", "exit_group",
};

static bool permit(scmp_filter_ctx f, const char *name)
{
	int number = seccomp_syscall_resolve_name(name);
	return number == __NR_SCMP_ERROR || seccomp_rule_add(f, SCMP_ACT_ALLOW, number, 0) == 0;
}

/* Calls of which one form alone is harmless. */
static bool permit_forms(scmp_filter_ctx f)
{
	const unsigned new_worlds = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS |
	                            CLONE_NEWCGROUP;
	/* Not F_SETFL: who may only add to a file could write where he likes, not F_SETOWN and its kin: they send signals. */
	static const int forms[] = { F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_GETLK, F_SETLK, F_SETLKW };
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)forms[i])) != 0)
			return false;
	/* abort() signals itself; whom else a worker may not, sandbox_narrow() says. */
	return seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A2(SCMP_CMP_EQ, SIGABRT)) == 0
	    && seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, new_worlds, 0)) == 0
	    && seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2, SCMP_A0(SCMP_CMP_EQ, 0),
	                        SCMP_A1(SCMP_CMP_NE, RLIMIT_CORE)) == 0
	    && seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_PDEATHSIG)) == 0
	    && seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP)) == 0
	    && seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_DUMPABLE)) == 0;
}

static bool has_seccomp(void)
{
	const uint32_t action = SECCOMP_RET_ERRNO;
	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static bool close_seccomp(void)
{
	if (!has_seccomp())
		return true;
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	bool ok = f && seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 && permit_forms(f);
	for (size_t i = 0; ok && i < sizeof calls / sizeof *calls; i++)
		ok = permit(f, calls[i]);
	ok = ok && seccomp_load(f) == 0;
	seccomp_release(f);
	return ok;
}

/* The first filter holds the processor's kind of calls fast already. Written by hand, for every worker loads it:
 * no new process but threads of this one, no change of how it is run, no signal but to itself. */
static bool close_narrower(void)
{
	const unsigned number = offsetof(struct seccomp_data, nr), first = offsetof(struct seccomp_data, args[0]);
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, number),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_prctl, 5, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_tgkill, 2, 5),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, first),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 3, 2),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, first),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)getpid(), 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (ENOSYS & SECCOMP_RET_DATA)),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof code / sizeof *code, code };
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void limit(int what, rlim_t most, rlim_t more)
{
	struct rlimit old;
	if (getrlimit(what, &old) == 0 && (old.rlim_max == RLIM_INFINITY || most < old.rlim_max))
		setrlimit(what, &(struct rlimit){ most, most + more });
}

/* Where a shell has set a limit that comes earlier the signal stays as it was, and what is written tells of it. */
static void limit_files(rlim_t most)
{
	struct rlimit old;
	if (getrlimit(RLIMIT_FSIZE, &old) != 0 || (old.rlim_cur != RLIM_INFINITY && old.rlim_cur <= most))
		return;
	signal(SIGXFSZ, SIG_DFL);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){ most, most });
}

void sandbox_go_first(void)
{
	static const char score[] = "500"; /* of 1000, proc(5) */
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (write(fd, score, sizeof score - 1) < 0)
		errno = 0; /* who was told to go earlier still, or has no such file */
	close(fd);
}

/* A reader started by root would be one that sets its own limits, and signals whom it likes. What it must read may belong to
 * others, though: Landlock says what that is. */
static bool drop_rights(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct has[_LINUX_CAPABILITY_U32S_3];
	memset(has, 0, sizeof has);
	if (syscall(SYS_capget, &head, has) != 0)
		return false;
	uint32_t read = has[0].effective & (1u << CAP_DAC_READ_SEARCH);
	memset(has, 0, sizeof has);
	has[0].effective = has[0].permitted = read;
	return syscall(SYS_capset, &head, has) == 0;
}

void sandbox_limit(uint64_t memory, uint32_t seconds, uint64_t file)
{
	enum { GRACE = 5 }; /* from SIGXCPU to SIGKILL */
	if (memory && SANDBOX_LIMITS)
		limit(RLIMIT_AS, memory, 0);
	if (seconds)
		limit(RLIMIT_CPU, seconds, GRACE);
	if (file)
		limit_files(file);
}

sandbox_here sandbox_look(void)
{
	return (sandbox_here){ .landlock = landlock_version(), .seccomp = has_seccomp() };
}

bool sandbox_enter(const char *const *read, size_t n, sandbox_here *on, err *e)
{
	enum { OPEN_FILES = 256 };
	*on = sandbox_look();
	limit(RLIMIT_CORE, 0, 0);
	limit(RLIMIT_NOFILE, OPEN_FILES, 0);
	prctl(PR_SET_DUMPABLE, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && drop_rights() && close_landlock(read, n) && close_seccomp())
		return true;
	return err_set(e, ERR_SYSTEM, "the sandbox of a reader cannot be closed: %s", strerror(errno));
}

bool sandbox_narrow(const sandbox_here *on)
{
	return !on->seccomp || close_narrower();
}
