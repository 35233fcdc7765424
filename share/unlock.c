#include "share/unlock.h"

#include "redact/base/log.h"
#include "share/envelope.h"
#include "share/expiry.h"
#include "share/fingerprint.h"
#include "share/known.h"
#include "share/passphrase.h"
#include "share/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* ---- opening ----------------------------------------------------------------------------------- */

static bool probe(const char *path, bool *passphrase, err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	bool ok = envelope_probe(fd, path, passphrase, e);
	close(fd);
	return ok;
}

static void drop_all(secret *list, size_t n)
{
	while (n)
		secret_drop(&list[--n]);
}

/* The identities of all files, one after the other, in mem. */
static bool read_identities(const unlock_ways *ways, arena *mem, secret **out, size_t *n, err *e)
{
	size_t room = 0;
	*out = NULL;
	*n = 0;
	for (size_t i = 0; i < ways->n; i++) {
		secret *some;
		size_t count;
		if (!agex25519_identities_read(ways->identities[i], mem, &some, &count, e)) {
			drop_all(*out, *n);
			return false;
		}
		for (size_t k = 0; k < count; k++)
			*ARENA_PUSH(mem, *out, *n, room) = some[k];
	}
	return true;
}

bundle *unlock(const char *path, const unlock_ways *ways, err *e)
{
	arena *mem = arena_new();
	secret pass = { NULL, 0 }, *identities;
	size_t n = 0;
	bool passphrase = false;
	bundle *b = NULL;
	if (probe(path, &passphrase, e) && read_identities(ways, mem, &identities, &n, e)) {
		bool have = !passphrase || (ways->passphrase_file ? passphrase_read(ways->passphrase_file, &pass, e)
		                                                  : terminal_ask("Passphrase: ", &pass, e));
		envelope_keys keys = { .pass = passphrase ? &pass : NULL, .identities = identities, .n = n };
		if (have)
			b = bundle_open(path, &keys, e);
		drop_all(identities, n);
	}
	secret_drop(&pass);
	arena_drop(mem);
	return b;
}

/* ---- entering ---------------------------------------------------------------------------------- */

static void describe(FILE *out, const manifest *m, const char *spoken)
{
	char made[EXPIRY_TEXT], not_after[EXPIRY_TEXT], hex[FINGERPRINT_HEX], key[SIGN_PUBLIC_TEXT];
	expiry_print(made, m->made);
	expiry_print(not_after, m->not_after);
	fingerprint_hex(hex, &m->sender);
	sign_public_print(key, &m->sender);
	fprintf(out, "sealed      %s\n", made);
	fprintf(out, "expires     %s\n", not_after);
	if (m->to.n)
		fprintf(out, "for         " STR_FMT "\n", STR_ARG(m->to));
	if (m->matter.n)
		fprintf(out, "matter      " STR_FMT "\n", STR_ARG(m->matter));
	fprintf(out, "sealed by   %s\n            %s\n", spoken, hex);
	fprintf(out, "signature   holds (minisign key %s)\n", key);
	if (m->unproven)
		fprintf(out, "caution     holds documents without proof\n");
}

static void tell_standing(FILE *out, known_standing standing, const known_sender *as)
{
	if (standing == KNOWN_OWN)
		fputs("sender      yourself: this is your own key\n", out);
	else if (standing == KNOWN_BEFORE)
		fprintf(out, "sender      known since " STR_FMT "%s" STR_FMT "\n", STR_ARG(as->since), as->label.n ? ": " : "",
		        STR_ARG(as->label));
	else
		fputs("sender      never seen before\n", out);
}

static bool refuse(const char *path, const char *why, const char *hint, err *e)
{
	err_set(e, ERR_REFUSED, "%s: not opened: %s", path, why);
	return err_hint(e, "%s", hint);
}

static bool accept_sender(const char *path, const sign_public *sender, known_standing standing,
                          const unlock_consent *consent, err *e)
{
	if (consent->sender)
		return fingerprint_is(sender, str_of(consent->sender)) ||
		       refuse(path, "it was sealed by another key than the one you named",
		              "ask the sender for the fingerprint again, by telephone or in person", e);
	if (standing == KNOWN_OWN || standing == KNOWN_BEFORE || consent->new_sender)
		return true;
	if (standing == KNOWN_FIRST) {
		log_note("%s: the first sender that you meet, and remembered from now on; compare the ten words with the "
		         "sender by telephone: anybody can make a key", path);
		return true;
	}
	if (!terminal_there())
		return refuse(path, "its sender is not known",
		              "compare the ten words with the sender by telephone, then say --sender \"THE TEN WORDS\"", e);
	return terminal_agree(STR("\nNobody that you know sealed this bundle. Have the sender read out the ten words by\n"
	                          "telephone, and compare them with those above: anybody can make a key.\n"),
	                      "Are they the same? Type yes to go on: ", NULL) ||
	       refuse(path, "its sender is not known", "compare the ten words with the sender by telephone", e);
}

static bool accept_notice(const char *path, str notice, bool accepted, FILE *out, err *e)
{
	if (!notice.n)
		return true;
	fprintf(out, "\n" STR_FMT "%s\n", STR_ARG(notice), str_ends(notice, "\n") ? "" : "\n");
	fflush(out);
	if (accepted)
		return true;
	if (!terminal_there())
		return refuse(path, "the sender's notice above has to be accepted first", "say --accept-notice if you do", e);
	return terminal_agree(STR(""), "Do you accept this notice? Type yes to go on: ", NULL) ||
	       refuse(path, "the sender's notice was not accepted", "open it again to read the notice once more", e);
}

bool unlock_enter(bundle *b, const char *path, const unlock_consent *consent, FILE *out, int64_t now, err *e)
{
	const manifest *m = bundle_manifest(b);
	char spoken[FINGERPRINT_TEXT];
	arena *mem = arena_new();
	known_list known;
	const known_sender *as = NULL;
	err lost = ERR_INIT;
	known_standing standing = KNOWN_FIRST;
	bool ok = fingerprint_words(spoken, &m->sender, e);
	if (ok) {
		describe(out, m, spoken);
		bool remembers = known_load(mem, &known, &lost);
		if (remembers)
			standing = known_judge(&known, &m->sender, &as);
		tell_standing(out, standing, as);
		fflush(out);
		/* A list that cannot be read is trouble only for who relies on it. */
		ok = bundle_may_open(b, now, e) &&
		     (remembers || consent->sender || lost.kind == ERR_USAGE || (*e = lost, false)) &&
		     accept_sender(path, &m->sender, standing, consent, e) &&
		     accept_notice(path, bundle_notice(b), consent->notice, out, e);
		if (ok && remembers && !as && standing != KNOWN_OWN && !known_add(&known, &m->sender, now, STR(""), &lost))
			log_warn("%s: the sender could not be remembered", known.path);
	}
	arena_drop(mem);
	return ok;
}
