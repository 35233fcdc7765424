#include "share/unlock.h"

#include "share/envelope.h"
#include "share/expiry.h"
#include "share/passphrase.h"
#include "share/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bool probe(const char *path, err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	bool ok = envelope_probe(fd, path, e);
	close(fd);
	return ok;
}

bundle *unlock(const char *path, const char *passphrase_file, err *e)
{
	secret pass = { NULL, 0 };
	bundle *b = NULL;
	if (probe(path, e) && (passphrase_file ? passphrase_read(passphrase_file, &pass, e)
	                                       : terminal_ask("Passphrase: ", &pass, e)))
		b = bundle_open(path, &pass, e);
	secret_drop(&pass);
	return b;
}

void unlock_describe(FILE *out, const manifest *m)
{
	char made[EXPIRY_TEXT], not_after[EXPIRY_TEXT], print[SIGN_FINGERPRINT], key[SIGN_PUBLIC_TEXT];
	expiry_print(made, m->made);
	expiry_print(not_after, m->not_after);
	sign_fingerprint(print, &m->sender);
	sign_public_print(key, &m->sender);
	fprintf(out, "sealed      %s\n", made);
	fprintf(out, "expires     %s\n", not_after);
	if (m->to.n)
		fprintf(out, "for         " STR_FMT "\n", STR_ARG(m->to));
	if (m->matter.n)
		fprintf(out, "matter      " STR_FMT "\n", STR_ARG(m->matter));
	fprintf(out, "sealed by   %s\n", print);
	fprintf(out, "signature   holds (minisign key %s)\n", key);
	if (m->unproven)
		fprintf(out, "caution     holds documents without proof\n");
}
