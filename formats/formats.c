#include "formats/formats.h"

#include "formats/archive/archive.h"
#include "formats/docx/docx.h"
#include "formats/image/image.h"
#include "formats/lib/ocr/ocr.h"
#include "formats/lib/picture/vector.h"
#include "formats/pdf/pdf.h"
#include "formats/txt/txt.h"
#include "formats/xfdf/xfdf.h"

#include <stddef.h>

const format *const formats_list[] = { &format_pdf, &format_docx, &format_png, &format_jpeg, &format_tiff, &format_txt, NULL };

bool formats_have_languages(const char *languages, err *e)
{
	return ocr_has_languages(languages, e);
}

const char *const *formats_reads(arena *mem)
{
	const char *const *of_libraries[] = { ocr_reads(mem), vector_reads() };
	const char **list = NULL;
	size_t n = 0, room = 0;
	for (size_t i = 0; i < sizeof of_libraries / sizeof *of_libraries; i++)
		for (const char *const *path = of_libraries[i]; *path; path++)
			*ARENA_PUSH(mem, list, n, room) = *path;
	*ARENA_PUSH(mem, list, n, room) = NULL;
	return list;
}

bool formats_unpack(str bytes, const unpacking *to, arena *mem, bool *is, err *e)
{
	return archive_unpack(bytes, to, mem, is, e);
}

bool formats_read_marks(str bytes, arena *mem, plan *out, proof *report, err *e)
{
	return xfdf_read(bytes, mem, out, report, e);
}
