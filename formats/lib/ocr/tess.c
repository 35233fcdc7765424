#include "formats/lib/ocr/tess.h"

#include <leptonica/allheaders.h>

#include <dlfcn.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIBRARY "libtesseract.so.5"

/* Tesseract passes the pixels of each line on within itself as a PNG, packed and at once unpacked again: a
 * twentieth of all its time. Called by Leptonica, for it comes before the one of its own, this hands them on
 * as they are, in a form that Leptonica reads as well. Nothing else here has Leptonica write PNG. */
l_ok pixWriteMemPng(l_uint8 **bytes, size_t *n, PIX *pix, l_float32 gamma)
{
	(void)gamma;
	return pixWriteMemSpix(bytes, n, pix);
}

/* Status 4 is how arena.c leaves too: whoever waits tells it as memory that was not enough. */
static void leave(void)
{
	_exit(4);
}

/* Of memory that it does not get Tesseract knows nothing: C++ would abort, and nobody would learn why. */
static void leave_without_memory(const tess *t)
{
	typedef void handler(void);
	handler *(*set)(handler *);
	*(void **)&set = dlsym(t->library, "_ZSt15set_new_handlerPFvvE"); /* std::set_new_handler */
	if (set)
		set(leave);
}

/* It is there where it was found and would not load: nearly always for want of memory. */
static bool tell_not_loaded(const char *why, err *e)
{
	if (why && !strstr(why, "No such file")) {
		err_set(e, ERR_SYSTEM, "Tesseract, which reads words in pictures, does not load (%s)", why);
		return err_hint(e, "allow more with --limit-mem=MEGABYTES");
	}
	err_set(e, ERR_SYSTEM, "Tesseract, which reads words in pictures, is not installed (%s)", LIBRARY);
	return err_hint(e, "apt-get install libtesseract5 tesseract-ocr-eng");
}

bool tess_load(tess *t, err *e)
{
	*t = (tess){ 0 };
	setenv("OMP_THREAD_LIMIT", "1", 1);
	t->library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!t->library)
		return tell_not_loaded(dlerror(), e);
	const char *missing = NULL;
#define TESS_LOOKUP(name) \
	if (!(*(void **)&t->name = dlsym(t->library, #name))) missing = #name;
	TESS_CALLS(TESS_LOOKUP)
#undef TESS_LOOKUP
	if (!missing) {
		leave_without_memory(t);
		return true;
	}
	tess_unload(t);
	return err_set(e, ERR_SYSTEM, "%s has no %s", LIBRARY, missing);
}

void tess_unload(tess *t)
{
	if (t->library)
		dlclose(t->library);
	*t = (tess){ 0 };
}

TessBaseAPI *tess_start(const tess *t, const char *data, const char *languages, err *e)
{
	TessBaseAPI *api = t->TessBaseAPICreate();
	/* Before anything is loaded: the loading itself talks. */
	t->TessBaseAPISetVariable(api, "debug_file", "/dev/null");
	if (t->TessBaseAPIInit2(api, data, languages, OEM_LSTM_ONLY) != 0) {
		t->TessBaseAPIDelete(api);
		err_set(e, ERR_SYSTEM, "Tesseract does not start with the languages %s", languages);
		return NULL;
	}
	/* Inverted words are found by area beforehand; Tesseract would read each doubtful line twice. */
	t->TessBaseAPISetVariable(api, "tessedit_do_invert", "0");
	/* What it makes of them is of no use here, and rows come out the same. */
	t->TessBaseAPISetVariable(api, "textord_tabfind_find_tables", "0");
	return api;
}

void tess_take_only(const tess *t, TessBaseAPI *api, const char *signs)
{
	t->TessBaseAPISetVariable(api, "tessedit_char_whitelist", signs);
}

static bool has_data(const char *folder)
{
	bool found = false;
	DIR *d = opendir(folder);
	if (!d)
		return false;
	for (struct dirent *f; !found && (f = readdir(d)) != NULL;)
		found = strstr(f->d_name, ".traineddata") != NULL;
	closedir(d);
	return found;
}

void tess_data_folder(char *to, size_t room)
{
	static const char *const usual[] = {
		"/usr/share/tesseract-ocr/5/tessdata", "/usr/local/share/tessdata", "/usr/share/tessdata",
		"/usr/share/tesseract-ocr/4.00/tessdata",
	};
	const char *wished = getenv("TESSDATA_PREFIX");
	if (wished && *wished) {
		snprintf(to, room, "%s", wished);
		if (!has_data(to))
			snprintf(to, room, "%s/tessdata", wished);
		if (has_data(to))
			return;
	}
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		snprintf(to, room, "%s", usual[i]);
		if (has_data(to))
			return;
	}
	*to = '\0';
}

const char *const *tess_reads(arena *mem)
{
	char folder[1024];
	const char **list = NULL;
	size_t n = 0, room = 0;
	tess_data_folder(folder, sizeof folder);
	DIR *d = *folder ? opendir(folder) : NULL;
	if (d)
		*ARENA_PUSH(mem, list, n, room) = str_z(str_of(folder), mem);
	for (struct dirent *f; d && (f = readdir(d));)
		if (f->d_type == DT_LNK)
			*ARENA_PUSH(mem, list, n, room) = str_fmt(mem, "%s/%s", folder, f->d_name).p;
	if (d)
		closedir(d);
	*ARENA_PUSH(mem, list, n, room) = NULL;
	return list;
}
