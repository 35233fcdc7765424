#include "formats/formats.h"

#include "formats/docx/docx.h"
#include "formats/image/image.h"
#include "formats/lib/ocr/ocr.h"
#include "formats/pdf/pdf.h"
#include "formats/txt/txt.h"

#include <stddef.h>

const format *const formats_list[] = { &format_pdf, &format_docx, &format_png, &format_jpeg, &format_tiff, &format_txt, NULL };

bool formats_have_languages(const char *languages, err *e)
{
	return ocr_has_languages(languages, e);
}

const char *const *formats_reads(arena *mem)
{
	return ocr_reads(mem);
}
