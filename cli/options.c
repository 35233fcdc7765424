#include "cli/command.h"

#include "redact/base/buf.h"
#include "redact/base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HELP_WIDTH = 92, HELP_COLUMN = 24 };

/* Adds words wrapped at the width, every line after the first indented. */
static void add_wrapped(buf *out, const char *words, size_t indent, size_t column)
{
	while (*words) {
		size_t n = strcspn(words, " ");
		if (column > indent && column + 1 + n > HELP_WIDTH) {
			buf_fmt(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			buf_byte(out, ' ');
			column++;
		}
		buf_add(out, words, n);
		column += n;
		words += n + (words[n] == ' ');
	}
	buf_byte(out, '\n');
}

static void add_option(buf *out, const struct poptOption *o)
{
	size_t from = out->n;
	buf_z(out, "  ");
	if (o->shortName)
		buf_fmt(out, "-%c%s", o->shortName, o->longName ? ", " : "");
	else
		buf_z(out, "    ");
	if (o->longName)
		buf_fmt(out, "--%s", o->longName);
	if (o->argDescrip)
		buf_fmt(out, "%s%s", o->longName ? "=" : " ", o->argDescrip);
	size_t column = out->n - from;
	if (column + 2 > HELP_COLUMN) {
		buf_byte(out, '\n');
		column = 0;
	}
	buf_fmt(out, "%*s", (int)(HELP_COLUMN - column), "");
	add_wrapped(out, o->descrip ? o->descrip : "", HELP_COLUMN, HELP_COLUMN);
}

static bool is_end(const struct poptOption *o)
{
	return !o->longName && !o->shortName && !o->arg;
}

static void print_help(const command *self, const struct poptOption *table)
{
	buf out = { 0 };
	buf_fmt(&out, "usage: underseal %s %s\n\n", self->name, self->usage);
	buf_fmt(&out, "%s\n", self->about);
	if (self->about[0] && self->about[strlen(self->about) - 1] != '\n')
		buf_byte(&out, '\n');
	buf_z(&out, "Options:\n");
	for (const struct poptOption *o = table; !is_end(o); o++)
		if (!(o->argInfo & POPT_ARGFLAG_DOC_HIDDEN) && (o->argInfo & POPT_ARG_MASK) != POPT_ARG_INCLUDE_TABLE)
			add_option(&out, o);
	add_option(&out, &(struct poptOption){ "help", 'h', POPT_ARG_NONE, NULL, 0, "show this text", NULL });
	fwrite(out.p, 1, out.n, stdout);
	buf_free(&out);
}

/* popt hands out malloc'ed strings and never takes them back: move them into the arena. */
static void adopt_strings(const struct poptOption *table, char *const *before, arena *mem)
{
	size_t i = 0;
	for (const struct poptOption *o = table; !is_end(o); o++, i++) {
		unsigned kind = o->argInfo & POPT_ARG_MASK;
		if (!o->arg)
			continue;
		if (kind == POPT_ARG_STRING) {
			char **slot = o->arg;
			if (*slot == before[i])
				continue;
			char *copy = str_z(str_of(*slot), mem);
			free(*slot);
			*slot = copy;
		} else if (kind == POPT_ARG_ARGV) {
			char ***slot = o->arg;
			if ((char *)*slot == before[i] || !*slot)
				continue;
			size_t n = 0;
			while ((*slot)[n])
				n++;
			char **list = arena_array(mem, char *, n + 1);
			for (size_t k = 0; k < n; k++) {
				list[k] = str_z(str_of((*slot)[k]), mem);
				free((*slot)[k]);
			}
			free(*slot);
			*slot = list;
		}
	}
}

static char **strings_before(const struct poptOption *table, arena *mem)
{
	size_t n = 0;
	while (!is_end(&table[n]))
		n++;
	char **before = arena_array(mem, char *, n + 1);
	for (size_t i = 0; i < n; i++) {
		unsigned kind = table[i].argInfo & POPT_ARG_MASK;
		if (table[i].arg && (kind == POPT_ARG_STRING || kind == POPT_ARG_ARGV))
			before[i] = *(char **)table[i].arg;
	}
	return before;
}

int options_read(const command *self, int argc, const char **argv, struct poptOption *table,
                 arena *mem, operands *out)
{
	enum { WANTS_HELP = 0x7fff0001 };
	struct poptOption all[] = {
		{ NULL, 0, POPT_ARG_INCLUDE_TABLE, table, 0, NULL, NULL },
		{ "help", 'h', POPT_ARG_NONE, NULL, WANTS_HELP, NULL, NULL },
		POPT_TABLEEND
	};
	char **before = strings_before(table, mem);
	poptContext context = poptGetContext("underseal", argc, argv, all, POPT_CONTEXT_NO_EXEC);
	int status = -1;
	int code;
	while ((code = poptGetNextOpt(context)) >= 0 && code != WANTS_HELP)
		;
	adopt_strings(table, before, mem);
	if (code == WANTS_HELP) {
		print_help(self, table);
		status = 0;
	} else if (code < -1) {
		log_error("%s: %s", poptBadOption(context, POPT_BADOPTION_NOALIAS), poptStrerror(code));
		log_hint("underseal %s --help", self->name);
		status = 2;
	} else {
		const char **rest = poptGetArgs(context);
		size_t n = 0;
		while (rest && rest[n])
			n++;
		out->list = arena_array(mem, const char *, n + 1);
		for (size_t i = 0; i < n; i++)
			out->list[i] = str_z(str_of(rest[i]), mem);
		out->n = n;
	}
	poptFreeContext(context);
	return status;
}
