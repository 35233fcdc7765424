/* underseal seal: a folder of redacted files becomes one encrypted, signed, dated file. */
#include "cli/command.h"
#include "cli/watch.h"
#include "redact/base/file.h"
#include "redact/base/log.h"
#include "share/bundle.h"
#include "share/envelope.h"
#include "share/expiry.h"
#include "share/fingerprint.h"
#include "share/notice.h"
#include "share/opener.h"
#include "share/passphrase.h"
#include "share/sender.h"
#include "share/terminal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct seal_args {
	char *output, *expires, *to, *matter, *notice, *pass_file, *pass_out, *key_pass_file;
	char **recipients;       /* ended by NULL */
	int accept_weak, include_unproven, armour;
};

static bool need_something(err *e, const char *what, const char *hint)
{
	err_set(e, ERR_USAGE, "%s", what);
	return err_hint(e, "%s", hint);
}

static bool check_args(const struct seal_args *a, const operands *ops, err *e)
{
	if (ops->n != 1)
		return need_something(e, ops->n ? "more than one folder" : "no folder to seal",
		                      "underseal seal DIR -o FILE.age --expires 30d");
	if (!a->output)
		return need_something(e, "no name for the bundle", "say it with -o FILE.age");
	if (!a->expires)
		return need_something(e, "no date of expiry", "say it with --expires 30d, or a date");
	if (a->pass_file && a->pass_out)
		return need_something(e, "--passphrase-file and --passphrase-out exclude each other",
		                      "--passphrase-out is for a passphrase that is made here");
	if (a->recipients && (a->pass_file || a->pass_out))
		return need_something(e, "a bundle is sealed to keys or with a passphrase, not both",
		                      "leave --recipient out, or the passphrase");
	const char *why = manifest_label_trouble(str_of(a->to));
	if (why)
		return err_set(e, ERR_USAGE, "--to: %s", why);
	why = manifest_label_trouble(str_of(a->matter));
	return !why || err_set(e, ERR_USAGE, "--matter: %s", why);
}

static str folder_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? (str){ path, (size_t)(slash - path) } : STR("");
}

/* A passphrase that lies beside its bundle travels with it, sooner or later. */
static bool check_pass_out(const struct seal_args *a, const char *folder, arena *mem, err *e)
{
	char *out = file_resolve(a->pass_out, mem, e);
	char *bundle_path = out ? file_resolve(a->output, mem, e) : NULL;
	char *sealed = bundle_path ? file_resolve(folder, mem, e) : NULL;
	if (!sealed)
		return false;
	if (!str_eq(folder_part(out), folder_part(bundle_path)) && !file_is_below(out, sealed))
		return true;
	err_set(e, ERR_USAGE, "%s: the passphrase would lie beside the bundle", a->pass_out);
	return err_hint(e, "write it to another folder, and send it another way");
}

/* Reads or makes the passphrase; a made one that goes to a file is written at once, so that there
 * never is a bundle that nobody can open. */
static bool get_passphrase(const struct seal_args *a, const char *folder, arena *mem, secret *pass,
                           err *e)
{
	if (a->pass_file)
		return passphrase_read(a->pass_file, pass, e) &&
		       (a->accept_weak || passphrase_judge(pass, e));
	if (a->pass_out)
		return check_pass_out(a, folder, mem, e) && passphrase_make(pass, e) &&
		       passphrase_write(a->pass_out, pass, e);
	if (!terminal_there()) {
		err_set(e, ERR_USAGE, "there is no terminal to show the passphrase on");
		return err_hint(e, "say --passphrase-out FILE to have it written, or --passphrase-file FILE "
		                   "to choose it");
	}
	return passphrase_make(pass, e);
}

static void tell(const struct seal_args *a, const bundle_made *made)
{
	char not_after[EXPIRY_TEXT], hex[FINGERPRINT_HEX], spoken[FINGERPRINT_TEXT] = "";
	size_t documents = 0;
	for (size_t i = 0; i < made->said.n; i++)
		documents += made->said.files[i].role == ROLE_DOCUMENT;
	for (size_t i = 0; i < made->nleft; i++)
		log_note(STR_FMT ": left out, it never travels", STR_ARG(made->left_out[i]));
	if (made->said.unproven)
		log_warn("%s: holds documents without proof, and says so", a->output);
	expiry_print(not_after, made->said.not_after);
	fingerprint_hex(hex, &made->said.sender);
	fingerprint_words(spoken, &made->said.sender, NULL);
	printf("sealed %zu %s into %s\n", documents, documents == 1 ? "document" : "documents",
	       a->output);
	printf("expires     %s\n", not_after);
	printf("sealed by   %s\n            %s\n", spoken, hex);
	if (a->pass_out)
		printf("passphrase  in %s\n", a->pass_out);
	for (size_t i = 0; a->recipients && a->recipients[i]; i++)
		printf("opened by   %s\n", a->recipients[i]);
	fflush(stdout);
}

/* The recipient's page lies beside the bundle. The bundle is sealed by now, so what goes wrong here
 * is told and no more. */
static void put_opener(const char *bundle, arena *mem)
{
	char *path;
	opener_state state;
	err e = ERR_INIT;
	if (!opener_beside(bundle, mem, &path, &state, &e))
		log_warn("%s", e.text);
	else if (state == OPENER_OTHER)
		log_note("%s: is another file than this program's page, and was left as it is", path);
	else
		printf("opener      %s opens it in a browser; send both\n", path);
}

/* Keys of those who may open it. */
static bool read_recipients(char *const *given, arena *mem, envelope_lock *lock, err *e)
{
	size_t room = 0;
	agex25519_recipient *list = NULL;
	for (size_t i = 0; given && given[i]; i++)
		if (!agex25519_recipient_read(str_of(given[i]), ARENA_PUSH(mem, list, lock->n, room), e))
			return err_wrap(e, "--recipient %s", given[i]);
	lock->recipients = list;
	return true;
}

static bool seal(const struct seal_args *a, const char *folder, const secret *pass, int64_t now,
                 int64_t not_after, arena *mem, err *e)
{
	sign_key key;
	char *made_key = NULL;
	str notice = STR("");
	envelope_lock lock = { .pass = pass->n ? pass : NULL, .work = ENVELOPE_WORK, .armour = a->armour };
	if ((a->notice && !notice_read(a->notice, mem, &notice, e)) || !read_recipients(a->recipients, mem, &lock, e) ||
	    !sender_load(a->key_pass_file, SENDER_ASK, mem, &key, &made_key, e))
		return false;
	if (made_key)
		log_note("%s: made, your key for signing bundles; keep it, and see underseal keys --help", made_key);
	meter line = { 0 };
	bundle_order order = {
		.folder = folder, .output = a->output, .now = now, .not_after = not_after,
		.to = str_of(a->to), .matter = str_of(a->matter), .notice = notice,
		.include_unproven = a->include_unproven, .lock = lock, .key = &key, .watch = watch_with(&line),
	};
	bundle_made made;
	bool ok = bundle_seal(&order, mem, &made, e);
	meter_clear(&line);
	sign_key_drop(&key);
	if (!ok)
		return false;
	if (pass->n && !a->pass_file && !a->pass_out &&
	    !terminal_show("\nThe passphrase, shown only now. Send it another way than the bundle:\n\n    ",
	                   pass, "\n\n", e)) {
		unlink(a->output);
		return false;
	}
	tell(a, &made);
	put_opener(a->output, mem);
	return true;
}

static int seal_run(const command *self, int argc, const char **argv, arena *mem)
{
	struct seal_args a = { 0 };
	operands ops;
	struct poptOption table[] = {
		{ NULL, 'o', POPT_ARG_STRING, &a.output, 0, "the bundle to write", "FILE.age" },
		{ "expires", 0, POPT_ARG_STRING, &a.expires, 0,
		  "until when it may be opened: 12h, 30d, 6w or a date as 2026-12-31", "WHEN" },
		{ "to", 0, POPT_ARG_STRING, &a.to, 0, "for whom it is; the opener shows it", "LABEL" },
		{ "matter", 0, POPT_ARG_STRING, &a.matter, 0, "what it belongs to", "LABEL" },
		{ "notice", 0, POPT_ARG_STRING, &a.notice, 0,
		  "a text that every opener shows first and asks to accept: a protective order, a claw-back", "FILE" },
		{ "recipient", 'r', POPT_ARG_ARGV, &a.recipients, 0,
		  "seal to a recipient's age key (age1...) instead of with a passphrase; may be repeated", "KEY" },
		{ "armor", 0, POPT_ARG_NONE, &a.armour, 0,
		  "write text that can be pasted into a message, a third larger", NULL },
		{ "passphrase-file", 0, POPT_ARG_STRING, &a.pass_file, 0,
		  "take the passphrase from a file instead of making one", "FILE" },
		{ "passphrase-out", 0, POPT_ARG_STRING, &a.pass_out, 0,
		  "write the made passphrase to a new file that only you can read", "FILE" },
		{ "key-password-file", 0, POPT_ARG_STRING, &a.key_pass_file, 0,
		  "the password of your signing key, instead of asking", "FILE" },
		{ "accept-weak", 0, POPT_ARG_NONE, &a.accept_weak, 0,
		  "take a passphrase that is easy to guess", NULL },
		{ "include-unproven", 0, POPT_ARG_NONE, &a.include_unproven, 0,
		  "seal documents without proof too, and say so in the bundle", NULL },
		POPT_TABLEEND,
	};
	err e = ERR_INIT;
	int status = options_read(self, argc, argv, table, mem, &ops);
	if (status < 0) {
		secret pass = { NULL, 0 };
		int64_t now = (int64_t)time(NULL), not_after = 0;
		bool have = false;
		bool ok = secret_guard(&e) && check_args(&a, &ops, &e) &&
		          expiry_parse(str_of(a.expires), now, &not_after, &e);
		ok = ok && (a.recipients || (have = get_passphrase(&a, ops.list[0], mem, &pass, &e))) &&
		     seal(&a, ops.list[0], &pass, now, not_after, mem, &e);
		if (have && !ok && a.pass_out)
			unlink(a.pass_out);
		secret_drop(&pass);
		if (!ok)
			log_err(&e);
		status = err_exit(e.kind);
	}
	return status;
}

const command cmd_seal = {
	.name = "seal",
	.summary = "put redacted files into one encrypted, signed, expiring bundle",
	.usage = "DIR -o FILE.age --expires 30d|DATE [--to LABEL] [--matter LABEL]",
	.about =
		"DIR is the folder that `underseal redact` wrote. Every document in it must have passed its\n"
		"proof and be unchanged since; otherwise nothing is sealed.\n"
		"\n"
		"A passphrase of six words is made and shown once. Give it to the recipient by telephone or\n"
		"in person, not in the mail that carries the bundle.\n"
		"\n"
		"With --recipient a bundle is sealed to keys that recipients made with age-keygen, and needs no\n"
		"passphrase. It is signed with your own key: underseal keys shows its ten words, which the\n"
		"recipient compares by telephone.\n"
		"\n"
		"After the date, underseal refuses to open the bundle. That is a promise of this program, not\n"
		"a lock: whoever has the file and the passphrase can open it on any day with another program\n"
		"that reads the age format, and files once taken out do not expire.\n"
		"\n"
		"Example:\n"
		"    underseal seal out -o okonjo.age --expires 30d --to \"Barrow LLP\"",
	.run = seal_run,
};
