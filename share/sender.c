#include "share/sender.h"

#include "share/passphrase.h"
#include "share/terminal.h"

#include <sodium.h>

bool sender_new_password(const char *password_file, secret *out, err *e)
{
	secret again = { NULL, 0 };
	*out = (secret){ NULL, 0 };
	if (password_file)
		return passphrase_read(password_file, out, e);
	if (!terminal_ask_any("Password for your signing key (empty for none): ", out, e))
		return false;
	bool ok = out->n == 0 || terminal_ask_any("The same once more: ", &again, e);
	if (ok && out->n && (again.n != out->n || sodium_memcmp(again.p, out->p, out->n) != 0))
		ok = err_set(e, ERR_USAGE, "the two passwords are not the same");
	secret_drop(&again);
	if (!ok)
		secret_drop(out);
	return ok;
}

static bool load(const char *path, const char *password_file, sign_key *out, err *e)
{
	secret password = { NULL, 0 };
	bool locked = false;
	bool ok = signkey_locked(path, &locked, e);
	if (ok && locked) {
		if (!password_file && !terminal_there()) {
			err_set(e, ERR_USAGE, "%s: the key is locked with a password", path);
			return err_hint(e, "give the password in a file with --key-password-file");
		}
		ok = password_file ? passphrase_read(password_file, &password, e)
		                   : terminal_ask("Password of your signing key: ", &password, e);
	}
	ok = ok && signkey_load(path, locked ? &password : NULL, out, e);
	secret_drop(&password);
	return ok;
}

bool sender_load(const char *password_file, sender_lock new_one, arena *mem, sign_key *out, char **made, err *e)
{
	char *path = signkey_path(mem, e);
	*made = NULL;
	*out = (sign_key){ 0 };
	if (!path || signkey_exists(path))
		return path && load(path, password_file, out, e);
	secret password = { NULL, 0 };
	bool lock = password_file || (new_one == SENDER_ASK && terminal_there());
	bool ok = (!lock || sender_new_password(password_file, &password, e)) && sign_key_make(out, e);
	if (ok && signkey_save(path, out, password.n ? &password : NULL, false, e)) {
		*made = path;
	} else if (ok) {
		sign_key_drop(out);
		/* Two programs at once: the other one was first. */
		ok = signkey_exists(path) && load(path, password_file, out, e);
	}
	secret_drop(&password);
	return ok;
}
