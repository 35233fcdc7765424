/* underseal keys: the user's own key for signing bundles, and the senders he knows. */
#include "cli/command.h"
#include "cli/out.h"
#include "redact/base/file.h"
#include "redact/base/log.h"
#include "share/fingerprint.h"
#include "share/known.h"
#include "share/manifest.h"
#include "share/sender.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

struct keys_args {
	char *output, *label, *password_file, *new_password_file;
	int no_password;
	arena *mem;
};

static bool show(const sign_public *pub, err *e)
{
	char hex[FINGERPRINT_HEX], spoken[FINGERPRINT_TEXT], key[SIGN_PUBLIC_TEXT];
	if (!fingerprint_words(spoken, pub, e))
		return false;
	fingerprint_hex(hex, pub);
	sign_public_print(key, pub);
	printf("words       %s\nhex         %s\nkey         %s\n", spoken, hex, key);
	return true;
}

static bool own_key(sign_public *out, err *e)
{
	arena *mem = arena_new();
	char *path = signkey_path(mem, e);
	bool ok = path && signkey_public(path, out);
	if (path && !ok) {
		err_set(e, ERR_INPUT, "%s: there is no signing key yet", path);
		err_hint(e, "underseal keys make; or the first underseal seal makes one");
	}
	arena_drop(mem);
	return ok;
}

/* ---- what can be done ----------------------------------------------------------------------------- */

static bool do_show(const struct keys_args *a, const char *operand, err *e)
{
	(void)operand;
	sign_public own;
	known_list known;
	err none = ERR_INIT;
	if (!known_load(a->mem, &known, e))
		return false;
	if (own_key(&own, &none)) {
		puts("your key");
		if (!show(&own, e))
			return false;
	} else {
		puts("you have no signing key yet; the first underseal seal makes one");
	}
	for (size_t i = 0; i < known.n; i++) {
		const known_sender *s = &known.list[i];
		printf("\n" STR_FMT "%sknown since " STR_FMT "\n", STR_ARG(s->label), s->label.n ? ", " : "", STR_ARG(s->since));
		if (!show(&s->pub, e))
			return false;
	}
	return true;
}

static bool do_make(const struct keys_args *a, const char *operand, err *e)
{
	(void)operand;
	sign_key key;
	char *made = NULL, *path = signkey_path(a->mem, e);
	if (!path)
		return false;
	if (signkey_exists(path)) {
		err_set(e, ERR_USAGE, "%s: you have a signing key already", path);
		return err_hint(e, "recipients know you by it; move the file away only if it was lost to somebody");
	}
	if (!sender_load(a->new_password_file, a->no_password ? SENDER_OPEN : SENDER_ASK, a->mem, &key, &made, e))
		return false;
	printf("made        %s\n", path);
	bool ok = show(&key.pub, e);
	sign_key_drop(&key);
	return ok;
}

static bool do_password(const struct keys_args *a, const char *operand, err *e)
{
	(void)operand;
	sign_key key;
	sign_public own;
	char *made, *path = signkey_path(a->mem, e);
	secret password = { NULL, 0 };
	if (!path || !own_key(&own, e) || !sender_load(a->password_file, SENDER_OPEN, a->mem, &key, &made, e))
		return false;
	bool ok = (a->no_password || sender_new_password(a->new_password_file, &password, e)) &&
	          signkey_save(path, &key, password.n ? &password : NULL, true, e);
	if (ok)
		printf("%s: %s\n", path, password.n ? "locked with the new password" : "has no password now");
	secret_drop(&password);
	sign_key_drop(&key);
	return ok;
}

static bool do_export(const struct keys_args *a, const char *operand, err *e)
{
	(void)operand;
	sign_public own;
	buf text = { 0 };
	if (!own_key(&own, e))
		return false;
	signkey_print_public(&own, &text);
	bool ok = true;
	if (a->output)
		ok = file_write(a->output, buf_view(&text), 0644, false, e);
	else
		fwrite(text.p, 1, text.n, stdout);
	buf_free(&text);
	return ok;
}

/* A key as it is printed, or a file that holds one on its last line. */
static bool read_public(const char *given, arena *mem, sign_public *out, err *e)
{
	str text, line;
	if (sign_public_read(str_of(given), out))
		return true;
	if (!file_read(given, 4096, mem, &text, NULL)) {
		err_set(e, ERR_USAGE, "%s: neither a public key nor a file with one", given);
		return err_hint(e, "the sender has both from: underseal keys export");
	}
	while (str_cut(&text, '\n', &line))
		if (sign_public_read(str_trim(line), out))
			return true;
	return err_set(e, ERR_USAGE, "%s: holds no public key", given);
}

static bool do_trust(const struct keys_args *a, const char *operand, err *e)
{
	known_list known;
	sign_public pub;
	const char *why = manifest_label_trouble(str_of(a->label));
	if (why)
		return err_set(e, ERR_USAGE, "--label: %s", why);
	return read_public(operand, a->mem, &pub, e) && known_load(a->mem, &known, e) &&
	       known_add(&known, &pub, (int64_t)time(NULL), str_of(a->label), e) && show(&pub, e);
}

static bool do_forget(const struct keys_args *a, const char *operand, err *e)
{
	known_list known;
	if (!known_load(a->mem, &known, e))
		return false;
	for (size_t i = 0; i < known.n; i++)
		if (fingerprint_is(&known.list[i].pub, str_of(operand)))
			return known_forget(&known, &known.list[i].pub, e);
	err_set(e, ERR_USAGE, "%s: no such sender is known", operand);
	return err_hint(e, "underseal keys lists them; give the ten words, the hex digits or the key");
}

static const struct action {
	const char *name;
	bool operand;
	bool (*run)(const struct keys_args *a, const char *operand, err *e);
} actions[] = {
	{ "show", false, do_show },     { "make", false, do_make },   { "password", false, do_password },
	{ "export", false, do_export }, { "trust", true, do_trust },  { "forget", true, do_forget },
};

static int keys_run(const command *self, int argc, const char **argv, arena *mem)
{
	struct keys_args a = { .mem = mem };
	operands ops;
	struct poptOption table[] = {
		{ NULL, 'o', POPT_ARG_STRING, &a.output, 0, "export: the file to write, instead of the terminal", "FILE.pub" },
		{ "label", 0, POPT_ARG_STRING, &a.label, 0, "trust: your words for the sender", "TEXT" },
		{ "key-password-file", 0, POPT_ARG_STRING, &a.password_file, 0,
		  "password: the present one, instead of asking", "FILE" },
		{ "new-password-file", 0, POPT_ARG_STRING, &a.new_password_file, 0,
		  "make, password: the new one, instead of asking", "FILE" },
		{ "no-password", 0, POPT_ARG_NONE, &a.no_password, 0,
		  "make, password: a key that only the file's permissions protect", NULL },
		POPT_TABLEEND,
	};
	err e = ERR_INIT;
	int status = options_read(self, argc, argv, table, mem, &ops);
	if (status >= 0)
		return status;
	const char *what = ops.n ? ops.list[0] : "show";
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
		const struct action *one = &actions[i];
		if (strcmp(what, one->name) != 0)
			continue;
		if (ops.n > 1 + (size_t)one->operand || (one->operand && ops.n < 2))
			return out_usage(one->operand ? "name one key" : "too many words", "underseal keys --help");
		return secret_guard(&e) && one->run(&a, one->operand ? ops.list[1] : NULL, &e) ? 0 : out_wrong(&e);
	}
	return out_usage("that cannot be done with keys", "underseal keys [show|make|password|export|trust|forget]");
}

const command cmd_keys = {
	.name = "keys",
	.summary = "make, show and export your signing key; the senders you know",
	.usage = "[show | make | password | export [-o FILE.pub] | trust KEY|FILE.pub | forget WORDS]",
	.about =
		"Every bundle is signed with your own key, which the first `underseal seal` makes. Recipients\n"
		"know you by it: they compare its ten words with you by telephone, once. It lies in\n"
		"~/.config/underseal/sender.key, in the format of minisign, locked with a password if you gave\n"
		"one.\n"
		"\n"
		"  show      your key, and the senders whose bundles were opened here (as without a word)\n"
		"  make      make the key\n"
		"  password  give the key another password, or none\n"
		"  export    the public key, for recipients and for minisign -V\n"
		"  trust     know a sender before his first bundle\n"
		"  forget    know a sender no more\n"
		"\n"
		"Example:\n"
		"    underseal keys export -o ames-farraday.pub",
	.run = keys_run,
};
