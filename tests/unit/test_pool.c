/* Workers that end as they should not, with real processes: this program starts itself again. */
#include "tests/unit/plain.h"

#include "redact/work/job.h"
#include "redact/work/pool/pool.h"
#include "redact/work/worker/worker.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <cmocka.h>

enum { MOST = 4 };

struct world {
	arena *mem;
	char *folder;
	const char *path[MOST]; size_t n, started;
	uint32_t seconds;
	bool once, kill_workers, kill_zygote, kill_early, stop_early;
	int birth;
	unsigned kills;
	size_t most_running;
	buf message;
	bool answered[MOST];
	err trouble[MOST];
	err e;
	int stopped;
	pid_t killed;            /* the last one */
};

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	w->mem = arena_new();
	w->folder = test_folder();
	w->seconds = 60;
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;
	remove_folder(w->folder);
	arena_drop(w->mem);
	buf_free(&w->message);
	free(w);
	return 0;
}

static void add(struct world *w, const char *how)
{
	char name[16];
	snprintf(name, sizeof name, "%zu.plain", w->n);
	put(w->folder, name, str_fmt(w->mem, "PLAIN %s\n\n\nwords\n", how).p);
	w->path[w->n++] = test_path(w->folder, name, w->mem);
}

/* Our children in the order of their birth: the zygote is the first. */
static size_t children(pid_t *to, size_t room)
{
	size_t n = 0;
	FILE *f = fopen("/proc/thread-self/children", "r");
	while (f && n < room && fscanf(f, "%d", &to[n]) == 1)
		n++;
	if (f)
		fclose(f);
	return n;
}

/* Before it has answered whoever asked it, and before the next one asks. */
static void kill_zygote_now(void)
{
	pid_t first;
	siginfo_t how;
	if (!children(&first, 1))
		return;
	kill(first, SIGKILL);
	waitid(P_PID, (id_t)first, &how, WEXITED | WNOWAIT);
}

static bool next(void *arg, pool_task *out)
{
	struct world *w = arg;
	if (w->started == w->n)
		return false;
	if (w->kill_early && w->started == 1)
		kill_zygote_now();
	pid_t zygote;
	if (w->stop_early && w->started == 0 && children(&zygote, 1))
		kill(zygote, SIGSTOP);
	job j = { .verb = JOB_TEXT, .name = STR("a.plain"), .seconds = w->seconds };
	buf_clear(&w->message);
	job_print(&w->message, &j);
	*out = (pool_task){
		.message = buf_view(&w->message), .source = w->path[w->started], .seconds = w->seconds, .once = w->once,
		.arg = &w->answered[w->started],
	};
	w->started++;
	return true;
}

static void done(void *arg, void *task, str answer, const err *trouble)
{
	struct world *w = arg;
	size_t i = (size_t)((bool *)task - w->answered);
	w->answered[i] = answer.n > 0;
	if (trouble)
		w->trouble[i] = *trouble;
}

static void idle(void *arg, size_t running)
{
	struct world *w = arg;
	pid_t child[8];
	w->most_running = running > w->most_running ? running : w->most_running;
	if (!w->kills)
		return;
	size_t n = children(child, 8);
	if (w->kill_zygote && n) {
		kill(child[0], SIGKILL);
		w->kills--;
	} else if (w->kill_workers && n > 1 && child[n - 1] != w->killed) {
		/* each once: it is there until it has been waited for */
		kill(w->killed = child[n - 1], SIGSYS);
		w->kills--;
	}
}

static bool go(struct world *w, size_t width)
{
	job opening = { .verb = JOB_TEXT };
	pool_calls calls = { .next = next, .done = done, .idle = idle, .arg = w, .birth = w->birth };
	pool *p = job_open_pool(&opening, &w->e);
	bool ok = p && pool_run(p, &calls, width, &w->stopped, &w->e);
	pool_close(p);
	return ok;
}

static void a_reader_that_was_killed_is_tried_once_more(void **state)
{
	struct world *w = *state;
	add(w, "slow");
	w->kill_workers = true;
	w->kills = 1;
	assert_true(go(w, 2));
	assert_int_equal(w->kills, 0);
	assert_true(w->answered[0]);
	assert_int_equal(w->trouble[0].kind, ERR_NONE);
}

static void one_that_is_killed_again_fails_with_the_signal(void **state)
{
	struct world *w = *state;
	add(w, "slow");
	w->kill_workers = true;
	w->kills = 2;
	assert_true(go(w, 2));
	assert_false(w->answered[0]);
	assert_string_equal(w->trouble[0].text, "the reader was ended by signal 31 (bad system call), and so when it was tried again alone");
}

static void who_knows_better_is_not_tried_again(void **state)
{
	struct world *w = *state;
	add(w, "crash");
	w->once = true;
	assert_true(go(w, 2));
	assert_string_equal(w->trouble[0].text, "the reader was ended by signal 6 (aborted)");
}

static void a_crash_leaves_the_others_alone(void **state)
{
	struct world *w = *state;
	add(w, "crash");
	add(w, "");
	add(w, "");
	assert_true(go(w, 2));
	assert_false(w->answered[0]);
	assert_true(w->answered[1] && w->answered[2]);
}

static void a_hang_that_had_company_is_tried_alone(void **state)
{
	struct world *w = *state;
	add(w, "hang");
	add(w, "");
	w->seconds = 1;
	assert_true(go(w, 2));
	assert_string_equal(w->trouble[0].text, "took longer than 1 s and was stopped, and so when it was tried again alone");
	assert_true(w->answered[1]);
}

static void a_hang_without_company_is_not(void **state)
{
	struct world *w = *state;
	add(w, "hang");
	w->seconds = 1;
	assert_true(go(w, 2));
	assert_string_equal(w->trouble[0].text, "took longer than 1 s and was stopped");
}

static void processor_time_is_told_as_such(void **state)
{
	struct world *w = *state;
	add(w, "spin");
	w->seconds = 1;
	assert_true(go(w, 1));
	assert_non_null(strstr(w->trouble[0].text, " 1 s"));
}

static void what_was_started_stays_when_the_zygote_is_killed(void **state)
{
	struct world *w = *state;
	for (int i = 0; i < MOST; i++)
		add(w, "slow");
	w->kill_zygote = true;
	w->kills = 1;
	assert_true(go(w, 2));
	for (int i = 0; i < MOST; i++)
		assert_true(w->answered[i]);
}

static void who_asked_a_zygote_that_was_killed_gets_a_worker_of_his_own(void **state)
{
	struct world *w = *state;
	for (int i = 0; i < MOST; i++)
		add(w, "");
	w->kill_early = true;
	assert_true(go(w, MOST));
	for (int i = 0; i < MOST; i++) {
		assert_true(w->answered[i]);
		assert_int_equal(w->trouble[i].kind, ERR_NONE);
	}
}

static void a_zygote_that_is_stopped_is_replaced(void **state)
{
	struct world *w = *state;
	for (int i = 0; i < MOST; i++)
		add(w, "");
	w->stop_early = true;
	w->birth = 2000;
	w->seconds = 1;
	alarm(60);
	assert_true(go(w, 2));
	alarm(0);
	for (int i = 0; i < MOST; i++) {
		assert_true(w->answered[i]);
		assert_int_equal(w->trouble[i].kind, ERR_NONE);
	}
}

static void a_file_that_is_gone_is_trouble_of_its_own(void **state)
{
	struct world *w = *state;
	add(w, "");
	add(w, "");
	unlink(w->path[0]);
	assert_true(go(w, 1));
	assert_int_equal(w->trouble[0].kind, ERR_INPUT);
	assert_true(w->answered[1]);
}

static void no_more_run_than_were_asked_for(void **state)
{
	struct world *w = *state;
	for (int i = 0; i < MOST; i++)
		add(w, "");
	assert_true(go(w, 2));
	assert_true(w->most_running <= 2);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], WORKER_COMMAND) == 0)
		return worker_main(&plain_kit);
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_reader_that_was_killed_is_tried_once_more),
		IN_WORLD(one_that_is_killed_again_fails_with_the_signal),
		IN_WORLD(who_knows_better_is_not_tried_again),
		IN_WORLD(a_crash_leaves_the_others_alone),
		IN_WORLD(a_hang_that_had_company_is_tried_alone),
		IN_WORLD(a_hang_without_company_is_not),
		IN_WORLD(processor_time_is_told_as_such),
		IN_WORLD(what_was_started_stays_when_the_zygote_is_killed),
		IN_WORLD(who_asked_a_zygote_that_was_killed_gets_a_worker_of_his_own),
		IN_WORLD(a_zygote_that_is_stopped_is_replaced),
		IN_WORLD(a_file_that_is_gone_is_trouble_of_its_own),
		IN_WORLD(no_more_run_than_were_asked_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
