#include "formats/lib/ocr/ready.h"

#include "formats/lib/ocr/pass.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_language(str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!isalnum((unsigned char)name.p[i]) && name.p[i] != '_')
			return false;
	return name.n > 0 && name.n < 32;
}

/* Debian names the package of chi_sim tesseract-ocr-chi-sim. */
static bool tell_missing(str name, err *e)
{
	char package[32] = { 0 };
	for (size_t i = 0; i < name.n; i++)
		package[i] = name.p[i] == '_' ? '-' : (char)tolower((unsigned char)name.p[i]);
	err_set(e, ERR_SYSTEM, "Tesseract's data for the language " STR_FMT " is not installed", STR_ARG(name));
	return err_hint(e, "apt-get install tesseract-ocr-%s", package);
}

static bool check_languages(const char *data, const char *languages, err *e)
{
	str rest = str_of(languages), name;
	char path[1200];
	while (str_cut(&rest, '+', &name)) {
		if (!is_language(name)) {
			err_set(e, ERR_USAGE, "%s: is no list of languages", languages);
			return err_hint(e, "as Tesseract names them: eng+deu");
		}
		snprintf(path, sizeof path, "%s/" STR_FMT ".traineddata", data, STR_ARG(name));
		if (access(path, R_OK) != 0)
			return tell_missing(name, e);
	}
	return true;
}

static bool find_data(const char **languages, char *data, size_t room, err *e)
{
	if (!*languages || !**languages)
		*languages = "eng";
	tess_data_folder(data, room);
	if (*data)
		return check_languages(data, *languages, e);
	err_set(e, ERR_SYSTEM, "Tesseract, which reads words in pictures, has no data for any language");
	return err_hint(e, "apt-get install tesseract-ocr-eng, or set TESSDATA_PREFIX");
}

bool ocr_has_languages(const char *languages, err *e)
{
	char data[1024];
	return find_data(&languages, data, sizeof data, e);
}

const char *const *ocr_reads(arena *mem)
{
	return tess_reads(mem);
}

ocr *ocr_open(const char *languages, err *e)
{
	char data[1024];
	if (!find_data(&languages, data, sizeof data, e))
		return NULL;
	ocr *o = calloc(1, sizeof *o);
	if (o)
		*o = (ocr){ .data = strdup(data), .languages = strdup(languages) };
	if (!o || !o->data || !o->languages) {
		ocr_close(o);
		err_set(e, ERR_SYSTEM, "no memory to read pictures");
		return NULL;
	}
	setMsgSeverity(L_SEVERITY_NONE);
	return o;
}

/* A tenth of a second, which pictures without words do not cost. */
bool ready_start(ocr *o, err *e)
{
	if (!o->api && tess_load(&o->t, e))
		o->api = tess_start(&o->t, o->data, o->languages, e);
	return o->api != NULL;
}

void ocr_close(ocr *o)
{
	if (!o)
		return;
	if (o->api)
		o->t.TessBaseAPIDelete(o->api);
	tess_unload(&o->t);
	arena_drop(o->listed_mem);
	free(o->data), free(o->languages);
	free(o);
}

void ocr_list_numbers(ocr *o, const str *values, size_t n)
{
	arena_drop(o->listed_mem);
	o->listed_mem = arena_new();
	o->listed = listed_take(values, n, o->listed_mem);
}

double ocr_seconds(const ocr *o)
{
	return o->seconds;
}
