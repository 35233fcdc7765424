#include "cli/report/page.h"

#include "redact/base/embed.h"
#include "redact/base/file.h"
#include "redact/model/json.h"
#include "share/base64.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FRAME "cli/report/page.html"
#define STYLE "cli/report/page.css"
#define SCRIPT "cli/report/page.js"

/* ---- the frame ------------------------------------------------------------------------------- */

static str hash_of(str what, arena *mem)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char text[BASE64_ROOM(sizeof hash)];
	crypto_hash_sha256(hash, (const unsigned char *)what.p, what.n);
	base64_encode(text, hash, sizeof hash, true);
	return str_fmt(mem, "'sha256-%s'", text);
}

/* The text before a mark of the frame; *rest is what stands behind it. */
static str before(str *rest, const char *mark)
{
	const char *at = memmem(rest->p, rest->n, mark, strlen(mark));
	size_t n = at ? (size_t)(at - rest->p) : rest->n;
	str head = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n + (at ? strlen(mark) : 0), rest->n);
	return head;
}

static void put(page *p, str s)
{
	fwrite(s.p, 1, s.n, p->to);
}

static void put_head(page *p)
{
	str frame = embed_lookup(FRAME), style = embed_lookup(STYLE), script = embed_lookup(SCRIPT);
	put(p, before(&frame, "@POLICY@"));
	put(p, str_fmt(p->mem, "default-src 'none'; style-src " STR_FMT "; script-src " STR_FMT "; img-src data:; base-uri 'none'; form-action 'none'",
	               STR_ARG(hash_of(style, p->mem)), STR_ARG(hash_of(script, p->mem))));
	put(p, before(&frame, "@STYLE@"));
	put(p, style);
	put(p, before(&frame, "@DATA@"));
	p->rest = frame;
}

/* ---- the file -------------------------------------------------------------------------------- */

/* Nobody's own file is written over. */
static bool is_free(const char *path, err *e)
{
	str frame = embed_lookup(FRAME), head = before(&frame, "\n");
	char there[64] = "";
	struct stat st;
	if (lstat(path, &st) != 0)
		return true;
	FILE *f = S_ISREG(st.st_mode) ? fopen(path, "re") : NULL;
	size_t n = f ? fread(there, 1, head.n < sizeof there ? head.n : sizeof there, f) : 0;
	if (f)
		fclose(f);
	if ((f && st.st_size == 0) || (n && n == head.n && memcmp(there, head.p, n) == 0))
		return true;
	err_set(e, ERR_USAGE, "%s: is there, and no report of ours", path);
	return err_hint(e, "choose another place with --report FILE");
}

bool page_open(page *p, const char *path, arena *mem, err *e)
{
	*p = (page){ .path = path, .mem = mem };
	if (!is_free(path, e))
		return false;
	p->temp = file_temp_beside(path, mem);
	int fd = open(p->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || !(p->to = fdopen(fd, "w"))) {
		err_set(e, ERR_SYSTEM, "%s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	put_head(p);
	return true;
}

bool page_close(page *p, err *e)
{
	put(p, before(&p->rest, "@SCRIPT@"));
	put(p, embed_lookup(SCRIPT));
	put(p, p->rest);
	bool ok = fflush(p->to) == 0 && !ferror(p->to);
	int code = errno;
	ok = fclose(p->to) == 0 && ok;
	p->to = NULL;
	if (!ok) {
		unlink(p->temp);
		return err_set(e, ERR_SYSTEM, "%s: %s", p->path, strerror(code ? code : EIO));
	}
	return file_commit(p->temp, p->path, true, e);
}

void page_drop(page *p)
{
	if (!p->to)
		return;
	fclose(p->to);
	p->to = NULL;
	unlink(p->temp);
}

/* ---- data ------------------------------------------------------------------------------------ */

/* Without '<' nothing in it can be the end of the element, or the beginning of a remark (HTML, 4.12.1.3). */
void page_json(buf *out, const json_t *value)
{
	buf plain = { 0 };
	json_line(&plain, value);
	while (plain.n && plain.p[plain.n - 1] == '\n')
		buf_cut(&plain, plain.n - 1);
	for (size_t i = 0; i < plain.n; i++) {
		if (plain.p[i] == '<')
			buf_z(out, "\\u003c");
		else
			buf_byte(out, plain.p[i]);
	}
	buf_free(&plain);
}

static void put_json(page *p, json_t *value)
{
	buf out = { 0 };
	page_json(&out, value);
	json_decref(value);
	put(p, buf_view(&out));
	buf_free(&out);
}

void page_list(page *p, const char *id)
{
	fprintf(p->to, "<script type=\"application/json\" id=\"%s\">[\n", id);
}

void page_item(page *p, json_t *value, bool first)
{
	put(p, first ? STR("") : STR(",\n"));
	put_json(p, value);
}

void page_list_end(page *p)
{
	put(p, STR("\n]</script>\n"));
}

void page_value(page *p, const char *id, json_t *value)
{
	fprintf(p->to, "<script type=\"application/json\" id=\"%s\">", id);
	put_json(p, value);
	put(p, STR("</script>\n"));
}
