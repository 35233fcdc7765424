#include "cli/asked.h"
#include "cli/lists.h"
#include "cli/out.h"

#include "redact/base/log.h"
#include "redact/work/each.h"
#include "redact/work/inputs/archives.h"

#include <stdio.h>
#include <string.h>

static const char about[] =
	"Prints all the text that is read from a document, unit by unit: pages, headers, comments,\n"
	"fields, metadata and so on, also what nobody sees on a page. A unit marked as dropped is not\n"
	"kept in the redacted file, whatever it says. What detection works on is never a secret.\n"
	"\n"
	"  underseal text letter.pdf\n"
	"  underseal text --json letter.pdf     one object a file (schema text/1), places in points\n";

struct show {
	bool json, first;
	size_t files, failed;
	int worst;
};

static void print_unit(const json_t *u, arena *mem)
{
	str words = json_str(u, "text", mem);
	buf out = { 0 };
	buf_z(&out, "== ");
	log_visible(&out, json_str(u, "id", mem));
	buf_fmt(&out, " (" STR_FMT, STR_ARG(json_str(u, "kind", mem)));
	int64_t page = json_int(u, "page", 0, UINT32_MAX);
	if (page)
		buf_fmt(&out, ", page %lld", (long long)page);
	if (!json_flag(u, "stays"))
		buf_z(&out, ", dropped");
	if (json_flag(u, "unsearchable"))
		buf_z(&out, ", cannot be searched");
	buf_z(&out, ")\n");
	for (str rest = words, line; str_cut(&rest, '\n', &line);) {
		if (!rest.p && line.n == 0)
			break;
		for (str cells = line, cell; str_cut(&cells, '\t', &cell);) {
			log_visible(&out, cell);
			if (cells.p)
				buf_byte(&out, '\t');
		}
		buf_byte(&out, '\n');
	}
	fwrite(out.p, 1, out.n, stdout);
	buf_free(&out);
}

static void told(void *arg, const input *in, const reply *r)
{
	struct show *s = arg;
	s->files++;
	if (r->trouble.kind != ERR_NONE) {
		err e = r->trouble;
		int status = err_exit(e.kind);
		err_wrap(&e, "%s", input_label(in));
		log_err(&e);
		s->failed++;
		s->worst = s->worst == 0 || s->worst == status ? status : 1;
		return;
	}
	if (s->json) {
		json_t *o = json_object();
		json_object_set_new(o, "schema", json_string("text/1"));
		json_object_set_new(o, "path", json_of_str(str_of(input_label(in))));
		json_object_set_new(o, "format", json_of_str(r->format));
		json_object_set_new(o, "sha256", json_string(r->sha256));
		json_object_set_new(o, "pages", json_integer(r->pages));
		if (r->nsheets)
			json_object_set_new(o, "sheets", sheets_json(r->sheets, r->nsheets));
		json_object_set_new(o, "units", json_incref((json_t *)r->units));
		out_json(o);
		return;
	}
	arena *mem = arena_new();
	buf head = { 0 };
	log_visible(&head, str_of(input_label(in)));
	printf("%s#### %s\n", s->first ? "" : "\n", head.p ? head.p : "");
	s->first = false;
	buf_free(&head);
	for (size_t i = 0; i < json_array_size(r->units); i++)
		print_unit(json_array_get(r->units, i), mem);
	arena_drop(mem);
}

static int run(const command *self, int argc, const char **argv, arena *mem)
{
	asked a = ASKED_INIT;
	int json = 0;
	struct poptOption options[] = {
		ASKED_OCR(a),
		ASKED_HOW(a),
		{ "json", 0, POPT_ARG_NONE, &json, 0, "one JSON object a document, with the place of every stretch", NULL },
		POPT_TABLEEND
	};
	operands rest;
	int status = options_read(self, argc, argv, options, mem, &rest);
	if (status >= 0)
		return status;
	err e = ERR_INIT;
	if (rest.n == 0)
		return out_usage("name the documents to read", "underseal text --help");
	if (!asked_settle(&a, mem, &e))
		return out_wrong(&e);
	intake in = { 0 };
	intake_gather(rest.list, rest.n, mem, &in);
	if (!intake_any(&in, rest.list, rest.n, &e))
		return out_wrong(&e);
	int stopped = 0;
	archives_room room;
	if (!archives_open(&in, (uint64_t)a.megabytes << 20, (uint32_t)a.seconds, mem, &room, &stopped, &e))
		return out_wrong(&e);
	struct show s = { .json = json, .first = true };
	s.worst = out_refused(&in);
	s.failed += in.nrefused;
	s.files += in.nrefused;
	each what = {
		.in = &in, .jobs = (size_t)a.jobs, .told = told, .arg = &s,
		.job = { .verb = JOB_TEXT, .boxes = json, .password = a.password, .how = asked_to_look(&a),
		         .memory = (uint64_t)a.megabytes << 20, .seconds = (uint32_t)a.seconds },
	};
	bool ok = stopped || each_run(&what, &stopped, &e);
	archives_close(&room);
	if (!ok)
		return out_wrong(&e);
	if (stopped)
		return out_stopped(stopped);
	return !s.failed ? 0 : s.failed == s.files ? s.worst : 1;
}

const command cmd_text = {
	.name = "text",
	.summary = "show all the text that is read from a document",
	.usage = "FILE... [--json]",
	.about = about,
	.run = run,
};
