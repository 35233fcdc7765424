#include "share/agehead.h"

#include "share/base64.h"

#include <stdio.h>
#include <string.h>

#define VERSION_LINE "age-encryption.org/v1"
enum { BODY_COLUMNS = 64 };

static bool damaged(err *e, const char *what)
{
	return err_set(e, ERR_INPUT, "the header is damaged: %s", what);
}

/* Takes the next line, without its LF, off the front of rest; false when no LF is left. */
static bool take_line(str *rest, str *line)
{
	const char *lf = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
	if (!lf)
		return false;
	*line = (str){ rest->p, (size_t)(lf - rest->p) };
	rest->p += line->n + 1;
	rest->n -= line->n + 1;
	return true;
}

static bool printable(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x21 || s.p[i] > 0x7e)
			return false;
	return s.n > 0;
}

static bool parse_args(str line, arena *mem, agehead_stanza *s, err *e)
{
	size_t room = 0;
	str rest = str_sub(line, 3, line.n);
	for (;;) {
		const char *blank = rest.n ? memchr(rest.p, ' ', rest.n) : NULL;
		str arg = blank ? (str){ rest.p, (size_t)(blank - rest.p) } : rest;
		if (!printable(arg))
			return damaged(e, "an empty or unprintable word");
		*ARENA_PUSH(mem, s->args, s->nargs, room) = arg;
		if (!blank)
			return true;
		rest = str_sub(rest, arg.n + 1, rest.n);
	}
}

/* Full lines of 64 columns and one shorter line, even if it is empty. */
static bool parse_body(str *rest, arena *mem, agehead_stanza *s, err *e)
{
	str first = *rest, line;
	size_t lines = 0;
	do {
		if (!take_line(rest, &line))
			return damaged(e, "it ends early");
		if (line.n > BODY_COLUMNS)
			return damaged(e, "an over-long line");
		lines++;
	} while (line.n == BODY_COLUMNS);

	size_t chars = (lines - 1) * BODY_COLUMNS + line.n, at = 0;
	char *text = arena_alloc(mem, chars);
	for (size_t i = 0; i < lines; i++) {
		size_t n = i + 1 < lines ? BODY_COLUMNS : line.n;
		memcpy(text + at, first.p + i * (BODY_COLUMNS + 1), n);
		at += n;
	}
	size_t n = 0, most = chars / 4 * 3 + 2;
	char *bytes = arena_alloc(mem, most);
	if (!base64_decode((str){ text, chars }, false, bytes, most, &n))
		return damaged(e, "not canonical base64");
	s->body = (str){ bytes, n };
	return true;
}

bool agehead_parse(str bytes, arena *mem, agehead *out, err *e)
{
	*out = (agehead){ 0 };
	bool cut = bytes.n >= AGEHEAD_LIMIT;
	str rest = str_sub(bytes, 0, AGEHEAD_LIMIT), line;
	if (!str_starts(bytes, "age-encryption.org/") || !take_line(&rest, &line)) {
		err_set(e, ERR_INPUT, "not a sealed bundle");
		return err_hint(e, "a bundle is the .age file that `underseal seal` or age made");
	}
	if (!str_is(line, VERSION_LINE))
		return err_set(e, ERR_INPUT, "sealed in a version of the format that is not known");

	while (str_starts(rest, "-> ")) {
		agehead_stanza *s = ARENA_PUSH(mem, out->stanzas, out->n, out->room);
		*s = (agehead_stanza){ 0 };
		if (!take_line(&rest, &line))
			return damaged(e, cut ? "it is too long" : "it ends early");
		if (!parse_args(line, mem, s, e) || !parse_body(&rest, mem, s, e))
			return false;
	}
	const char *mark = rest.p;
	if (!take_line(&rest, &line))
		return damaged(e, cut ? "it is too long" : "it ends early");
	size_t n = 0;
	if (!str_starts(line, "--- "))
		return damaged(e, "a line that is neither a stanza nor the end");
	if (!base64_decode(str_sub(line, 4, line.n), false, out->mac, sizeof out->mac, &n) ||
	    n != sizeof out->mac)
		return damaged(e, "its check value is malformed");
	if (out->n == 0)
		return damaged(e, "it wraps no key");
	out->covered = (str){ bytes.p, (size_t)(mark - bytes.p) + 3 };
	out->size = (size_t)(rest.p - bytes.p);
	return true;
}

/* Decimal without sign, blanks or leading zeros; -1 otherwise or when it is not small. */
static int small_number(str s)
{
	if (s.n < 1 || s.n > 3 || s.p[0] == '0')
		return -1;
	int v = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		v = v * 10 + (s.p[i] - '0');
	}
	return v;
}

bool agehead_has_passphrase(const agehead *head)
{
	for (size_t i = 0; i < head->n; i++)
		if (str_is(head->stanzas[i].args[0], "scrypt"))
			return true;
	return false;
}

bool agehead_passphrase(const agehead *head, agehead_scrypt *out, err *e)
{
	/* Age forbids company for a passphrase: whoever could add a stanza could hand over a file that
	 * its reader believes to come from somebody who knows the passphrase. */
	if (head->n != 1)
		return damaged(e, "a passphrase stanza is not alone");
	const agehead_stanza *s = &head->stanzas[0];
	size_t n = 0;
	if (s->nargs != 3 || !base64_decode(s->args[1], false, out->salt, sizeof out->salt, &n) ||
	    n != sizeof out->salt)
		return damaged(e, "a malformed passphrase stanza");
	out->work = small_number(s->args[2]);
	if (out->work < 0)
		return damaged(e, "a malformed work factor");
	if (out->work < AGEHEAD_WORK_MIN || out->work > AGEHEAD_WORK_MAX)
		return err_set(e, ERR_INPUT, "work factor %d is outside %d to %d", out->work,
		               AGEHEAD_WORK_MIN, AGEHEAD_WORK_MAX);
	/* Another length would let one stanza hold several keys and test many passphrases at once. */
	if (s->body.n != sizeof out->wrapped)
		return damaged(e, "a wrapped key of the wrong length");
	memcpy(out->wrapped, s->body.p, sizeof out->wrapped);
	return true;
}

bool agehead_recipients(const agehead *head, arena *mem, agehead_x25519 **out, size_t *n, err *e)
{
	*out = arena_array(mem, agehead_x25519, head->n);
	*n = 0;
	for (size_t i = 0; i < head->n; i++) {
		const agehead_stanza *s = &head->stanzas[i];
		agehead_x25519 *one = &(*out)[*n];
		size_t size = 0;
		if (!str_is(s->args[0], "X25519"))
			continue;
		if (s->nargs != 2 || !base64_decode(s->args[1], false, one->share, sizeof one->share, &size) ||
		    size != sizeof one->share || s->body.n != sizeof one->wrapped)
			return damaged(e, "a malformed recipient");
		memcpy(one->wrapped, s->body.p, sizeof one->wrapped);
		++*n;
	}
	if (*n)
		return true;
	err_set(e, ERR_INPUT, "sealed to keys of a kind that is not known here");
	return err_hint(e, "open it with age and the key file of the recipient");
}

void agehead_print_begin(buf *out)
{
	buf_z(out, VERSION_LINE "\n");
}

static void print_body(buf *out, const unsigned char wrapped[static AGEHEAD_WRAPPED])
{
	char body[BASE64_ROOM(AGEHEAD_WRAPPED)];
	base64_encode(body, wrapped, AGEHEAD_WRAPPED, false);
	buf_fmt(out, "%s\n", body);
}

void agehead_print_scrypt(buf *out, const agehead_scrypt *s)
{
	char salt[BASE64_ROOM(AGEHEAD_SALT)];
	base64_encode(salt, s->salt, sizeof s->salt, false);
	buf_fmt(out, "-> scrypt %s %d\n", salt, s->work);
	print_body(out, s->wrapped);
}

void agehead_print_x25519(buf *out, const agehead_x25519 *s)
{
	char share[BASE64_ROOM(AGEHEAD_SHARE)];
	base64_encode(share, s->share, sizeof s->share, false);
	buf_fmt(out, "-> X25519 %s\n", share);
	print_body(out, s->wrapped);
}

void agehead_print_end(buf *out)
{
	buf_z(out, "---");
}

void agehead_print_mac(buf *out, const unsigned char mac[static AGEHEAD_MAC])
{
	char text[BASE64_ROOM(AGEHEAD_MAC)];
	base64_encode(text, mac, AGEHEAD_MAC, false);
	buf_fmt(out, " %s\n", text);
}
