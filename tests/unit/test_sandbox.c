/* The sandbox as somebody meets it whose code a document has made a reader run. Each test is a child behind the fences. */
#include "redact/work/pool/ended.h"
#include "redact/work/pool/hand.h"
#include "redact/work/worker/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

/* What a child could do, as its exit status: 0 when it was refused. */
enum { REFUSED = 0, DONE = 1, NO_FENCE = 2 };

typedef int attempt(void *arg);

static bool enter(const char *const *read, size_t n)
{
	sandbox_here on;
	err e = ERR_INIT;
	return sandbox_enter(read, n, &on, &e) && sandbox_narrow(&on);
}

static int status_of(pid_t child)
{
	int status = -1;
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static int try_behind_fences(attempt *what, void *arg)
{
	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		_exit(enter(NULL, 0) ? what(arg) : NO_FENCE);
	int status = status_of(child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

static bool landlock(void) { return sandbox_look().landlock > 0; }
static bool seccomp(void) { return sandbox_look().seccomp; }

#define REFUSES(name, needs, ...) \
	static int try_##name(void *arg) { (void)arg; __VA_ARGS__ } \
	static void name(void **state) \
	{ \
		(void)state; \
		if (!(needs)) \
			skip(); \
		assert_int_equal(try_behind_fences(try_##name, NULL), REFUSED); \
	}

static void *say_so(void *done) { *(int *)done = DONE; return NULL; }
static int start_thread(void *arg)
{
	pthread_t thread;
	int done = REFUSED;
	(void)arg;
	return pthread_create(&thread, NULL, say_so, &done) == 0 && pthread_join(thread, NULL) == 0 ? done : REFUSED;
}

/* Libraries have them, and long documents are read by two. */
static void a_thread_can_be_started(void **state)
{
	(void)state;
	assert_int_equal(try_behind_fences(start_thread, NULL), DONE);
}

static int opened(const char *path, int how) { return open(path, how, 0600) >= 0 ? DONE : REFUSED; }

REFUSES(a_file_of_the_system_cannot_be_read, landlock(), return opened("/etc/passwd", O_RDONLY);)
REFUSES(a_folder_cannot_be_listed, landlock(), return opened("/etc", O_RDONLY | O_DIRECTORY);)
REFUSES(no_file_can_be_made, landlock(), return opened("/tmp/underseal-test-made", O_WRONLY | O_CREAT);)
REFUSES(what_may_be_read_cannot_be_written, landlock(), return opened("/usr/lib/os-release", O_WRONLY);)
REFUSES(another_process_cannot_be_looked_into, landlock(), return opened("/proc/1/environ", O_RDONLY);)
REFUSES(there_is_no_socket, seccomp(), return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0;)
REFUSES(there_is_no_pair_of_sockets, seccomp(), int two[2]; return socketpair(AF_UNIX, SOCK_STREAM, 0, two) == 0;)
REFUSES(no_program_is_started, seccomp(), char *argv[] = { (char *)"true", NULL }; execv("/bin/true", argv); return REFUSED;)
REFUSES(no_process_is_forked, seccomp(), return fork() >= 0;)
REFUSES(no_process_shares_our_memory, seccomp(), return syscall(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0) >= 0;)
REFUSES(no_process_is_cloned_into_a_world_of_its_own, seccomp(),
        return syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0) >= 0 || unshare(CLONE_NEWUSER) == 0;)
REFUSES(the_parent_cannot_be_killed, seccomp(), return kill(getppid(), 0) == 0 || kill(getppid(), SIGKILL) == 0;)
REFUSES(the_parent_cannot_be_signalled_as_a_thread, seccomp(), return syscall(SYS_tgkill, getppid(), getppid(), SIGABRT) == 0;)
REFUSES(nobody_is_traced, seccomp(), return ptrace(PTRACE_ATTACH, getppid(), 0, 0) == 0 || ptrace(PTRACE_TRACEME, 0, 0, 0) == 0;)
REFUSES(nothing_is_mounted, seccomp(), return mount("none", "/mnt", "tmpfs", 0, "") == 0;)
REFUSES(there_are_no_keys, seccomp(), return syscall(SYS_add_key, "user", "a", "b", 1, -4) >= 0 || errno != ENOSYS;)
REFUSES(there_is_no_bpf_and_no_ring, seccomp(), return syscall(SYS_bpf, 0, NULL, 0) >= 0 || syscall(SYS_io_uring_setup, 1, NULL) >= 0 || errno != ENOSYS;)
REFUSES(the_memory_of_others_is_not_read, seccomp(), return syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0) >= 0 || errno != ENOSYS;)
REFUSES(limits_of_others_stay, seccomp(), struct rlimit r; return prlimit(getppid(), RLIMIT_CPU, NULL, &r) == 0;)
REFUSES(a_core_dump_cannot_be_asked_for, seccomp(), struct rlimit r = { 1 << 20, 1 << 20 }; return setrlimit(RLIMIT_CORE, &r) == 0;)
REFUSES(it_cannot_be_made_open_to_debuggers, seccomp(), return prctl(PR_SET_DUMPABLE, 1) == 0;)

REFUSES(its_own_memory_is_no_file, landlock(), return opened("/proc/self/mem", O_RDWR);)
REFUSES(limits_cannot_be_raised_again, seccomp(),
        sandbox_limit((uint64_t)1 << 40, 1000, (uint64_t)1 << 30);
        struct rlimit r = { RLIM_INFINITY, RLIM_INFINITY };
        return setrlimit(RLIMIT_FSIZE, &r) == 0 || setrlimit(RLIMIT_CPU, &r) == 0 || setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 512, 512 }) == 0;)

/* All with arguments of nothing: a call that is there answers that they are wrong. */
REFUSES(calls_that_no_reader_needs_are_not_there, seccomp(),
	static const long none[] = {
		SYS_sendmsg, SYS_sendto, SYS_sendmmsg, SYS_connect, SYS_bind, SYS_listen, SYS_accept4, SYS_shutdown, SYS_ioctl,
		SYS_execveat, SYS_clone3, SYS_vfork, SYS_setns, SYS_unshare, SYS_chroot, SYS_pivot_root, SYS_umount2, SYS_personality,
		SYS_keyctl, SYS_request_key, SYS_userfaultfd, SYS_perf_event_open, SYS_io_uring_enter, SYS_io_uring_register,
		SYS_process_vm_writev, SYS_pidfd_open, SYS_pidfd_getfd, SYS_pidfd_send_signal, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo,
		SYS_tkill, SYS_kill, SYS_open_by_handle_at, SYS_truncate, SYS_ftruncate, SYS_fallocate, SYS_unlinkat, SYS_renameat2,
		SYS_linkat, SYS_symlinkat, SYS_mkdirat, SYS_mknodat, SYS_fchmod, SYS_fchmodat, SYS_fchown, SYS_utimensat, SYS_setxattr,
		SYS_fsetxattr, SYS_setuid, SYS_setresuid, SYS_capset, SYS_setpriority, SYS_sched_setscheduler, SYS_setpgid, SYS_setsid,
		SYS_mq_open, SYS_shmget, SYS_msgget, SYS_semget, SYS_inotify_init1, SYS_fanotify_init, SYS_memfd_secret, SYS_swapon,
		SYS_init_module, SYS_kexec_load, SYS_reboot, SYS_acct, SYS_modify_ldt, SYS_splice, SYS_tee, SYS_vmsplice, SYS_copy_file_range,
	};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		errno = 0;
		if (syscall(none[i], -1, NULL, NULL, NULL, NULL, NULL) == -1 && errno == ENOSYS)
			continue;
		fprintf(stderr, "system call %ld is there\n", none[i]);
		return DONE;
	}
	return REFUSED;)

#ifdef __x86_64__
static int call_as_x32(void *arg)
{
	(void)arg;
	return syscall(0x40000000L | SYS_getpid) > 0;
}

static int call_as_i386(void *arg)
{
	long number = 20, pid; /* getpid(2) there; socket(2) has another number than ours as well */
	(void)arg;
	__asm__ volatile("int $0x80" : "=a"(pid) : "a"(number) : "memory", "r8", "r9", "r10", "r11");
	return pid > 0;
}

static void calls_of_another_kind_of_processor_end_it(void **state)
{
	(void)state;
	if (!seccomp())
		skip();
	assert_int_not_equal(try_behind_fences(call_as_x32, NULL), DONE);
	assert_int_not_equal(try_behind_fences(call_as_i386, NULL), DONE);
}
#else
static void calls_of_another_kind_of_processor_end_it(void **state)
{
	(void)state;
	skip();
}
#endif

/* ---- what it was handed, for more than it was handed for --------------------------------------- */

struct handed { int fd, how; };

static int open_anew(void *arg)
{
	const struct handed *h = arg;
	char path[40];
	snprintf(path, sizeof path, "/proc/self/fd/%d", h->fd);
	return opened(path, h->how);
}

static void a_file_that_was_handed_over_is_not_opened_anew(void **state)
{
	char name[] = "/tmp/underseal-test-XXXXXX";
	int fd = mkstemp(name);
	(void)state;
	if (!landlock())
		skip();
	struct handed source = { open(name, O_RDONLY), O_RDWR }, output = { open(name, O_WRONLY), O_RDONLY };
	struct handed texts = { open("/tmp", O_TMPFILE | O_RDWR, 0600), O_RDWR }, emptied = { source.fd, O_WRONLY | O_TRUNC };
	assert_true(source.fd >= 0 && output.fd >= 0 && texts.fd >= 0);
	assert_int_equal(try_behind_fences(open_anew, &source), REFUSED);
	assert_int_equal(try_behind_fences(open_anew, &emptied), REFUSED);
	assert_int_equal(try_behind_fences(open_anew, &output), REFUSED);
	assert_int_equal(try_behind_fences(open_anew, &texts), REFUSED);
	unlink(name); /* as the texts are, where a file system has no files without names */
	assert_int_equal(try_behind_fences(open_anew, &source), REFUSED);
	assert_int_equal(try_behind_fences(open_anew, &output), REFUSED);
	close(fd);
}

static int write_on(void *arg)
{
	char block[4096] = { 0 };
	sandbox_limit(0, 0, 1 << 20);
	for (unsigned i = 0; i < 512; i++)
		if (write(*(int *)arg, block, sizeof block) < 0)
			return REFUSED;
	return DONE;
}

static void a_file_without_end_ends_with_its_own_signal(void **state)
{
	FILE *f = tmpfile();
	int fd = fileno(f);
	struct stat st;
	(void)state;
	signal(SIGXFSZ, SIG_IGN); /* as the program has it */
	assert_int_equal(try_behind_fences(write_on, &fd), 100 + SIGXFSZ);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_size, 1 << 20);
	fclose(f);
}

static void how_long_a_file_may_become_grows_with_the_source(void **state)
{
	FILE *f = tmpfile();
	hands h = hands_none();
	(void)state;
	assert_true(hands_most_written(&h) == (uint64_t)4 << 30);
	h.fd[HAND_SOURCE] = fileno(f);
	assert_int_equal(ftruncate(fileno(f), (off_t)1 << 30), 0);
	assert_true(hands_most_written(&h) == (uint64_t)68 << 30);
	fclose(f);
}

static void how_much_may_be_answered_grows_with_the_source_and_ends(void **state)
{
	FILE *f = tmpfile();
	hands h = hands_none();
	(void)state;
	assert_true(hands_most_answered(&h) == (uint64_t)1 << 30);
	h.fd[HAND_SOURCE] = fileno(f);
	assert_true(hands_most_answered(&h) == (uint64_t)128 << 20);
	assert_int_equal(ftruncate(fileno(f), 1 << 20), 0);
	assert_true(hands_most_answered(&h) == (uint64_t)384 << 20);
	assert_int_equal(ftruncate(fileno(f), (off_t)1 << 30), 0);
	assert_true(hands_most_answered(&h) == (uint64_t)1 << 30);
	fclose(f);
}

static void who_wrote_without_end_is_told_to_have(void **state)
{
	ended how = { .status = SIGXFSZ };
	err e = ERR_INIT;
	(void)state;
	assert_true(ended_at_limit(&how));
	ended_tell(&how, &(ended_limits){ .file = (uint64_t)4 << 30 }, false, &e);
	assert_string_equal(e.text, "wrote a file of more than 4 GB and was stopped");
}

static int open_many(void *arg)
{
	(void)arg;
	for (unsigned i = 0; i < 600; i++)
		if (dup(0) < 0)
			return REFUSED;
	return DONE;
}

static void open_files_are_counted(void **state)
{
	(void)state;
	assert_int_equal(try_behind_fences(open_many, NULL), REFUSED);
}

static int add_anywhere(void *arg)
{
	return fcntl(*(int *)arg, F_SETFL, 0) == 0;
}

static void who_may_only_add_cannot_write_elsewhere(void **state)
{
	FILE *f = tmpfile();
	int fd = fileno(f);
	(void)state;
	if (!seccomp())
		skip();
	fcntl(fd, F_SETFL, O_APPEND);
	assert_int_equal(try_behind_fences(add_anywhere, &fd), REFUSED);
	assert_true(fcntl(fd, F_GETFL) & O_APPEND);
	fclose(f);
}

/* ---- and what a reader needs is there ---------------------------------------------------------- */

static int work(void *arg)
{
	int handed = *(int *)arg, draft;
	char path[40], block[4];
	void *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	if (p == MAP_FAILED || write(handed, "word", 4) != 4 || lseek(handed, 0, SEEK_SET) != 0 || read(handed, block, 4) != 4)
		return 11;
	if (fcntl(handed, F_SETLKW, &whole) != 0 || opened("/dev/null", O_WRONLY) != DONE || opened("/usr/lib", O_RDONLY) != DONE)
		return 12;
	if ((draft = memfd_create("draft", 0)) < 0)
		return 13;
	snprintf(path, sizeof path, "/proc/self/fd/%d", draft);
	return opened(path, O_RDWR | O_TRUNC) == DONE ? 0 : 14;
}

static void what_was_handed_over_can_be_read_and_written(void **state)
{
	FILE *f = tmpfile();
	int fd = fileno(f);
	(void)state;
	assert_int_equal(try_behind_fences(work, &fd), 0);
	fclose(f);
}

static int read_list(const char *list)
{

	return enter(&list, 1) ? opened(list, O_RDONLY) : NO_FENCE;
}

static void a_file_that_was_named_can_be_read(void **state)
{
	(void)state;
	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		_exit(read_list("/etc/passwd"));
	assert_int_equal(WEXITSTATUS(status_of(child)), DONE);
}

static int abort_now(void *arg)
{
	(void)arg;
	abort();
}

static void an_abort_is_still_told_as_one(void **state)
{
	(void)state;
	assert_int_equal(try_behind_fences(abort_now, NULL), 100 + SIGABRT);
}

static int use_processor(void *arg)
{
	(void)arg;
	sandbox_limit(0, 1, 0);
	for (volatile unsigned i = 1; i; i++)
		;
	return DONE;
}

static void processor_time_ends_with_its_own_signal(void **state)
{
	(void)state;
	assert_int_equal(try_behind_fences(use_processor, NULL), 100 + SIGXCPU);
}

static int take_memory(void *arg)
{
	(void)arg;
	sandbox_limit((uint64_t)256 << 20, 0, 0);
	return malloc((size_t)512 << 20) ? DONE : REFUSED;
}

static void memory_beyond_the_limit_is_not_given(void **state)
{
	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip();
#endif
	assert_int_equal(try_behind_fences(take_memory, NULL), REFUSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_of_the_system_cannot_be_read),
		cmocka_unit_test(a_folder_cannot_be_listed),
		cmocka_unit_test(no_file_can_be_made),
		cmocka_unit_test(what_may_be_read_cannot_be_written),
		cmocka_unit_test(another_process_cannot_be_looked_into),
		cmocka_unit_test(there_is_no_socket),
		cmocka_unit_test(there_is_no_pair_of_sockets),
		cmocka_unit_test(no_program_is_started),
		cmocka_unit_test(no_process_is_forked),
		cmocka_unit_test(no_process_shares_our_memory),
		cmocka_unit_test(a_thread_can_be_started),
		cmocka_unit_test(no_process_is_cloned_into_a_world_of_its_own),
		cmocka_unit_test(the_parent_cannot_be_killed),
		cmocka_unit_test(the_parent_cannot_be_signalled_as_a_thread),
		cmocka_unit_test(nobody_is_traced),
		cmocka_unit_test(nothing_is_mounted),
		cmocka_unit_test(there_are_no_keys),
		cmocka_unit_test(there_is_no_bpf_and_no_ring),
		cmocka_unit_test(the_memory_of_others_is_not_read),
		cmocka_unit_test(limits_of_others_stay),
		cmocka_unit_test(a_core_dump_cannot_be_asked_for),
		cmocka_unit_test(it_cannot_be_made_open_to_debuggers),
		cmocka_unit_test(its_own_memory_is_no_file),
		cmocka_unit_test(limits_cannot_be_raised_again),
		cmocka_unit_test(calls_that_no_reader_needs_are_not_there),
		cmocka_unit_test(calls_of_another_kind_of_processor_end_it),
		cmocka_unit_test(a_file_that_was_handed_over_is_not_opened_anew),
		cmocka_unit_test(a_file_without_end_ends_with_its_own_signal),
		cmocka_unit_test(how_long_a_file_may_become_grows_with_the_source),
		cmocka_unit_test(how_much_may_be_answered_grows_with_the_source_and_ends),
		cmocka_unit_test(who_wrote_without_end_is_told_to_have),
		cmocka_unit_test(open_files_are_counted),
		cmocka_unit_test(who_may_only_add_cannot_write_elsewhere),
		cmocka_unit_test(what_was_handed_over_can_be_read_and_written),
		cmocka_unit_test(a_file_that_was_named_can_be_read),
		cmocka_unit_test(an_abort_is_still_told_as_one),
		cmocka_unit_test(processor_time_ends_with_its_own_signal),
		cmocka_unit_test(memory_beyond_the_limit_is_not_given),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
